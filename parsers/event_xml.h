// One event as XML, the form in which libevtx renders records and wevtutil exports them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "schema/event.h"
#include "schema/record_range.h"
#include "schema/result.h"
#include "schema/strings.h"

namespace sojourn {

// A record of the catalog. `field_issues` names the values that could not be read; the event is
// good without them.
struct EventXml {
  Event event;
  std::vector<Issue> field_issues;
};

// Reads `xml`, one <Event> element in UTF-8. Nothing when the catalog has no such event; an Issue
// when the text is not XML, or lacks what every record has: provider, event id, record id below
// 2^63, time.
// Values are found by name, in EventData/Data[@Name] or as an element under UserData/*; of several
// with one name the first counts. Bytes that are no UTF-8, and references to what is no character
// (&#xD800;), become U+FFFD and an issue, or where the event is not of the catalog, nothing.
std::optional<Result<EventXml>> read_event_xml(std::string_view xml, Strings& strings);

// The same; `place` is where the record stands, whatever event it is, or nothing where it does not
// say.
std::optional<Result<EventXml>> read_event_xml(std::string_view xml, Strings& strings,
                                               std::optional<RecordPlace>& place);

}  // namespace sojourn
