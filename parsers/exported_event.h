// What the readers of exports as text do with an event once they have read it.
#pragma once

#include <deque>
#include <optional>
#include <utility>

#include "parsers/left_out.h"
#include "parsers/record_ranges.h"
#include "parsers/record_text.h"
#include "schema/result.h"

namespace sojourn {

// Notes the record's place, also of an event that the catalog does not know, and puts the event
// among those that are ready, unless it is left out. `add_issue` is given what of it could not be
// read, to say where.
template <class AddIssue>
void take_exported(std::optional<Result<TextEvent>> read, const std::optional<RecordPlace>& place,
                   LeftOut& left_out, RecordRanges& ranges, std::deque<Result<Event>>& ready,
                   const AddIssue& add_issue) {
  if (read && *read && left_out.takes(read->value().event.kind)) read.reset();
  if (place && (!read || *read)) ranges.add(*place, read ? &read->value().event : nullptr);
  if (read && *read) {
    ready.push_back(read->value().event);
    for (Issue& issue : read->value().field_issues) add_issue(std::move(issue));
  } else if (read) {
    add_issue(read->issue());
  }
}

}  // namespace sojourn
