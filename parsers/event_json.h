// One event as JSON, in the forms in which tools write Windows' events:
//
//   evtx_dump      {"Event":{"System":{"Provider":{"#attributes":{"Name":…}},…},"EventData":{…}}},
//                  or with "Provider_attributes" beside "Provider" (--separate-json-attributes)
//   Velociraptor   {"System":{"Provider":{"Name":…},"EventID":{"Value":4624},"TimeCreated":
//                  {"SystemTime":1549462715.946133},…},"EventData":{…}}
//   Winlogbeat     {"@timestamp":…,"winlog":{"provider_name":…,"event_id":…,"event_data":{…}}},
//                  also within "_source"
//   EvtxECmd       {"Provider":…,"EventId":…,"TimeCreated":…,"Payload":"{\"EventData\":…}"}
#pragma once

#include <optional>
#include <string_view>

#include "parsers/record_text.h"
#include "schema/record_range.h"
#include "schema/result.h"
#include "schema/strings.h"

namespace sojourn {

// Whether text has the names that every event of one of the forms has.
bool names_event_json(std::string_view text);

// Reads `json`, one object. Nothing when the catalog has no such event; an Issue when the text is
// no JSON, is no event in a form known here, or lacks what every record has (see record_text.h).
// Of several values with one name the first counts. Bytes that are no UTF-8, and escapes of half
// of a surrogate pair, become U+FFFD and an issue. `place` is where the record stands, whatever
// event it is, or nothing where it does not say.
//
// Times are as exact as the form: evtx_dump has six digits, Winlogbeat usually three, and
// Velociraptor, which writes seconds as a floating-point number, is up to a microsecond off.
// EvtxECmd writes no version and no ActivityID.
std::optional<Result<TextEvent>> read_event_json(std::string_view json, Strings& strings,
                                                 std::optional<RecordPlace>& place);

}  // namespace sojourn
