// One event as XML, the form in which libevtx renders records and wevtutil exports them.
#pragma once

#include <optional>
#include <string_view>

#include "parsers/record_text.h"
#include "schema/record_range.h"
#include "schema/result.h"
#include "schema/strings.h"

namespace sojourn {

// Reads `xml`, one <Event> element in UTF-8. Nothing when the catalog has no such event; an Issue
// when the text is not XML, or lacks what every record has (see record_text.h).
// Values are found by name, in EventData/Data[@Name] or as an element under UserData/*; of several
// with one name the first counts. Bytes that are no UTF-8, and references to what is no character
// (&#xD800;), become U+FFFD and an issue, or where the event is not of the catalog, nothing.
std::optional<Result<TextEvent>> read_event_xml(std::string_view xml, Strings& strings);

// The same; `place` is where the record stands, whatever event it is, or nothing where it does not
// say.
std::optional<Result<TextEvent>> read_event_xml(std::string_view xml, Strings& strings,
                                                std::optional<RecordPlace>& place);

}  // namespace sojourn
