// One event in text, XML or JSON: what it says of itself, whichever form it came in, and how that
// becomes an Event.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "schema/catalog.h"
#include "schema/event.h"
#include "schema/record_range.h"
#include "schema/result.h"
#include "schema/strings.h"

namespace sojourn {

// What System says of every record, as it is written there; empty where it says nothing.
struct RecordText {
  std::string_view provider, event_id, version, record, time, channel, computer, activity, user_id;
};

// A record of the catalog. `field_issues` names the values that could not be read; the event is
// good without them.
struct TextEvent {
  Event event;
  std::vector<Issue> field_issues;
};

// The text of the value that a field of the catalog names, out of the event's own data; nothing
// where there is none. What it gives has to last until the next call.
using FindValue = std::function<std::optional<std::string_view>(const Field&)>;

// Nothing when the catalog has no such event; an Issue where the record lacks what every record
// has: provider, event id, record id below 2^63, time. `place` is where it stands, whatever event
// it is, or nothing where it does not say.
std::optional<Result<TextEvent>> read_record_text(const RecordText& record, const FindValue& find,
                                                  Strings& strings,
                                                  std::optional<RecordPlace>& place);

// What is told of a record of which some bytes were no text.
Issue odd_text(const Event& event);

}  // namespace sojourn
