#include "parsers/record_text.h"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>

#include "parsers/event_reader.h"
#include "schema/extra_fields.h"
#include "schema/field_value.h"

namespace sojourn {
namespace {

Issue lacks(const char* what, std::string_view wanted, std::string_view found) {
  return Issue{.what = what, .wanted = std::string(wanted), .found = std::string(found)};
}

// An Issue where System lacks what no record can do without.
Result<RecordPlace> read_place(const RecordText& record, Strings& strings) {
  const auto number = parse_number(meaningful(record.record));
  if (!number || *number > kLargestRecord) {
    return lacks("EventRecordID", "a number below 2^63", record.record);
  }
  const auto time = parse_time(record.time);
  if (!time) return lacks("TimeCreated", "a time", record.time);
  return RecordPlace{strings.intern(meaningful(record.channel)), *number, *time};
}

void read_system(const RecordText& record, const RecordPlace& place, Event& event,
                 Strings& strings) {
  event.record = place.record;
  event.time = place.time;
  event.channel = place.channel;
  const auto version = parse_number(meaningful(record.version));
  event.version = version && *version <= 0xFF ? static_cast<std::uint8_t>(*version) : 0;
  event.computer = strings.intern(meaningful(record.computer));
  event.activity = strings.intern(canonical_guid(record.activity));
}

void read_fields(const RecordText& record, const FindValue& find, const EventSpec& spec,
                 TextEvent& result, Strings& strings) {
  ExtraFields extra;
  for (const Field& field : spec.fields) {
    // What stands in System instead of the event's own data.
    const auto text =
        field.name == "Security/@UserID" ? std::optional(record.user_id) : find(field);
    if (!text) continue;
    if (is_extra(field)) {
      extra.add(field.name, *text);
    } else if (auto issue = set_field(result.event, field, *text, strings)) {
      issue->record = result.event.record;
      result.field_issues.push_back(std::move(*issue));
    }
  }
  result.event.extra = strings.intern(extra.list());
}

}  // namespace

std::optional<Result<TextEvent>> read_record_text(const RecordText& record, const FindValue& find,
                                                  Strings& strings,
                                                  std::optional<RecordPlace>& place) {
  place.reset();
  const auto event_id = parse_number(meaningful(record.event_id));
  if (!event_id || record.provider.empty()) {
    return lacks("record", "a provider and an event id",
                 std::string(record.provider).append(" ").append(record.event_id));
  }
  const auto found = read_place(record, strings);
  if (found) place = found.value();
  if (*event_id > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  const EventSpec* spec = find_spec(record.provider, static_cast<std::uint32_t>(*event_id));
  if (spec == nullptr) return std::nullopt;
  if (!found) return found.issue();

  TextEvent result;
  result.event.kind = spec->kind;
  read_system(record, found.value(), result.event, strings);
  read_fields(record, find, *spec, result, strings);
  return result;
}

Issue odd_text(const Event& event) {
  return Issue{.what = "text",
               .wanted = "characters in UTF-8 or in the encoding that is declared",
               .found = "something else, shown as U+FFFD",
               .record = event.record};
}

}  // namespace sojourn
