#include "parsers/event_xml.h"

#include <limits>
#include <pugixml.hpp>
#include <string>

#include "parsers/event_reader.h"
#include "parsers/well_formed.h"
#include "schema/catalog.h"
#include "schema/extra_fields.h"
#include "schema/field_value.h"

namespace sojourn {
namespace {

Issue lacks(const char* what, std::string_view wanted, std::string_view found) {
  return Issue{.what = what, .wanted = std::string(wanted), .found = std::string(found)};
}

// What a field of the catalog is called where it stands in System instead of the event's own data.
std::optional<const char*> system_value(const pugi::xml_node& system, std::string_view name) {
  if (name == "Security/@UserID") return system.child("Security").attribute("UserID").value();
  return std::nullopt;
}

// The text of the value called `name`; null when there is none.
const char* find_value(const pugi::xml_node& event, const char* name) {
  if (const auto data = event.child("EventData").find_child_by_attribute("Data", "Name", name)) {
    return data.text().get();
  }
  if (const auto value = event.child("EventData").child(name)) return value.text().get();
  for (const pugi::xml_node content : event.child("UserData").children()) {
    if (const auto value = content.child(name)) return value.text().get();
  }
  return nullptr;
}

// An Issue where System lacks what no record can do without.
Result<RecordPlace> read_place(const pugi::xml_node& system, Strings& strings) {
  const char* record = system.child("EventRecordID").text().get();
  const auto number = parse_number(meaningful(record));
  if (!number || *number > kLargestRecord) {
    return lacks("EventRecordID", "a number below 2^63", record);
  }
  const char* created = system.child("TimeCreated").attribute("SystemTime").value();
  const auto time = parse_time(created);
  if (!time) return lacks("TimeCreated", "a time", created);
  return RecordPlace{strings.intern(meaningful(system.child("Channel").text().get())), *number,
                     *time};
}

// What System says of every record.
void read_system(const pugi::xml_node& system, const RecordPlace& place, Event& event,
                 Strings& strings) {
  event.record = place.record;
  event.time = place.time;
  event.channel = place.channel;
  const auto version = parse_number(meaningful(system.child("Version").text().get()));
  event.version = version && *version <= 0xFF ? static_cast<std::uint8_t>(*version) : 0;
  event.computer = strings.intern(meaningful(system.child("Computer").text().get()));
  event.activity =
      strings.intern(canonical_guid(system.child("Correlation").attribute("ActivityID").value()));
}

void read_fields(const pugi::xml_node& root, const EventSpec& spec, EventXml& result,
                 Strings& strings) {
  ExtraFields extra;
  for (const Field& field : spec.fields) {
    const auto of_system = system_value(root.child("System"), field.name);
    const char* text = of_system ? *of_system : find_value(root, field.name.data());
    if (text == nullptr) continue;
    if (is_extra(field)) {
      extra.add(field.name, text);
    } else if (auto issue = set_field(result.event, field, text, strings)) {
      issue->record = result.event.record;
      result.field_issues.push_back(std::move(*issue));
    }
  }
  result.event.extra = strings.intern(extra.list());
}

}  // namespace

std::optional<Result<EventXml>> read_event_xml(std::string_view xml, Strings& strings) {
  std::optional<RecordPlace> place;
  return read_event_xml(xml, strings, place);
}

std::optional<Result<EventXml>> read_event_xml(std::string_view xml, Strings& strings,
                                               std::optional<RecordPlace>& place) {
  place.reset();
  const std::optional<std::string> mended = mended_xml(xml);
  if (mended) xml = *mended;
  pugi::xml_document document;
  const auto parsed =
      document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!parsed) return lacks("record", "XML", parsed.description());
  const pugi::xml_node root = document.child("Event");
  const pugi::xml_node system = root.child("System");
  if (!system) return lacks("record", "an <Event> with <System>", "none");

  const auto event_id = parse_number(meaningful(system.child("EventID").text().get()));
  const std::string_view provider = system.child("Provider").attribute("Name").value();
  if (!event_id || provider.empty()) {
    return lacks("record", "a provider and an event id",
                 std::string(provider) + " " + system.child("EventID").text().get());
  }
  const auto found = read_place(system, strings);
  if (found) place = found.value();
  if (*event_id > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  const EventSpec* spec = find_spec(provider, static_cast<std::uint32_t>(*event_id));
  if (spec == nullptr) return std::nullopt;

  EventXml result;
  result.event.kind = spec->kind;
  if (!found) return found.issue();
  read_system(system, found.value(), result.event, strings);
  read_fields(root, *spec, result, strings);
  if (mended) {
    result.field_issues.push_back(
        {.what = "text",
         .wanted = "characters in UTF-8 or in the encoding that is declared",
         .found = "something else, shown as U+FFFD",
         .record = result.event.record});
  }
  return result;
}

}  // namespace sojourn
