#include "parsers/event_xml.h"

#include <pugixml.hpp>
#include <string>

#include "parsers/well_formed.h"

namespace sojourn {
namespace {

Issue lacks(std::string_view wanted, std::string_view found) {
  return Issue{.what = "record", .wanted = std::string(wanted), .found = std::string(found)};
}

// The text of the value called `name`.
std::optional<std::string_view> find_value(const pugi::xml_node& event, const char* name) {
  if (const auto data = event.child("EventData").find_child_by_attribute("Data", "Name", name)) {
    return data.text().get();
  }
  if (const auto value = event.child("EventData").child(name)) return value.text().get();
  for (const pugi::xml_node content : event.child("UserData").children()) {
    if (const auto value = content.child(name)) return value.text().get();
  }
  return std::nullopt;
}

RecordText text_of(const pugi::xml_node& system) {
  return {.provider = system.child("Provider").attribute("Name").value(),
          .event_id = system.child("EventID").text().get(),
          .version = system.child("Version").text().get(),
          .record = system.child("EventRecordID").text().get(),
          .time = system.child("TimeCreated").attribute("SystemTime").value(),
          .channel = system.child("Channel").text().get(),
          .computer = system.child("Computer").text().get(),
          .activity = system.child("Correlation").attribute("ActivityID").value(),
          .user_id = system.child("Security").attribute("UserID").value()};
}

}  // namespace

std::optional<Result<TextEvent>> read_event_xml(std::string_view xml, Strings& strings) {
  std::optional<RecordPlace> place;
  return read_event_xml(xml, strings, place);
}

std::optional<Result<TextEvent>> read_event_xml(std::string_view xml, Strings& strings,
                                                std::optional<RecordPlace>& place) {
  place.reset();
  const std::optional<std::string> mended = mended_xml(xml);
  if (mended) xml = *mended;
  pugi::xml_document document;
  const auto parsed =
      document.load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!parsed) return lacks("XML", parsed.description());
  const pugi::xml_node root = document.child("Event");
  const pugi::xml_node system = root.child("System");
  if (!system) return lacks("an <Event> with <System>", "none");

  auto read = read_record_text(
      text_of(system), [&root](const Field& field) { return find_value(root, field.name.data()); },
      strings, place);
  if (mended && read && *read) read->value().field_issues.push_back(odd_text(read->value().event));
  return read;
}

}  // namespace sojourn
