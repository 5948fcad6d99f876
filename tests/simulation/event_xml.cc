#include "tests/simulation/event_xml.h"

#include <stdexcept>
#include <utility>

namespace sojourn::simulation {
namespace {

// The places of the Event template, in the order of value_of() below.
namespace place {
constexpr Substitution level{0, binary_type::uint8, true};
constexpr Substitution opcode{1, binary_type::uint8, true};
constexpr Substitution task{2, binary_type::uint16, true};
constexpr Substitution event_id{3, binary_type::uint16, true};
constexpr Substitution qualifiers{4, binary_type::uint16, true};
constexpr Substitution keywords{5, binary_type::hex64, true};
constexpr Substitution time{6, binary_type::filetime, true};
constexpr Substitution activity{7, binary_type::guid, true};
constexpr Substitution process{8, binary_type::uint32, true};
constexpr Substitution thread{9, binary_type::uint32, true};
constexpr Substitution record_id{10, binary_type::uint64, true};
constexpr Substitution version{11, binary_type::uint8, true};
constexpr Substitution user_id{12, binary_type::sid, true};
constexpr Substitution channel{13, binary_type::string, true};
constexpr Substitution computer{14, binary_type::string, true};
constexpr Substitution provider_data{15, binary_type::binary_xml, true};
}  // namespace place

Element element(std::string name, std::vector<Attribute> attributes = {},
                std::optional<Content> content = {}) {
  return {std::move(name), std::move(attributes), {}, std::move(content)};
}

Element element(std::string name, std::vector<Attribute> attributes, const Substitution& content) {
  return {std::move(name), std::move(attributes), {}, content, content.index};
}

Element event(const LogRecord& record) {
  Element provider = element("Provider", {{"Name", record.provider}});
  if (!record.provider_guid.empty()) provider.attributes.push_back({"Guid", record.provider_guid});
  Element system = element("System");
  system.children = {
      provider,
      element("EventID", {{"Qualifiers", place::qualifiers}}, place::event_id),
      element("Version", {}, place::version),
      element("Level", {}, place::level),
      element("Task", {}, place::task),
      element("Opcode", {}, place::opcode),
      element("Keywords", {}, place::keywords),
      element("TimeCreated", {{"SystemTime", place::time}}),
      element("EventRecordID", {}, place::record_id),
      element("Correlation", {{"ActivityID", place::activity}}),
      element("Execution", {{"ProcessID", place::process}, {"ThreadID", place::thread}}),
      element("Channel", {}, place::channel),
      element("Computer", {}, place::computer),
      element("Security", {{"UserID", place::user_id}}),
  };
  const std::string space = "http://schemas.microsoft.com/win/2004/08/events/event";
  Element whole = element("Event", {{"xmlns", space}}, Content(place::provider_data));
  whole.children = {system};
  return whole;
}

// What a record says nothing about is as the common providers have it: classic ones have no GUID
// but qualifiers, and mark their events as classic; the audit has keywords of its own.
std::vector<BinaryValue> event_values(const LogRecord& record) {
  const bool classic = record.provider_guid.empty();
  const bool audit = record.channel == "Security";
  const std::uint64_t keywords = classic ? 0x80'0000'0000'0000u
                                 : audit ? 0x8020'0000'0000'0000u
                                         : 0x8000'0000'0000'0000u;
  constexpr std::uint8_t information = 4;
  return {uint8_value(audit ? 0 : information),
          uint8_value(0),
          uint16_value(0),
          uint16_value(record.event_id),
          classic ? uint16_value(0x8000) : BinaryValue{},
          hex64_value(keywords),
          filetime_value(record.time),
          binary_value(ValueType::guid, record.activity),
          uint32_value(classic ? 0 : 724),
          uint32_value(classic ? 0 : 6364),
          uint64_value(record.record_id),
          uint8_value(record.version),
          binary_value(ValueType::sid, record.user_id),
          string_value(record.channel),
          string_value(record.computer)};
}

Element provider_data(const LogRecord& record) {
  const bool user_data = !record.user_data.empty();
  std::vector<Element> children;
  for (const NamedValue& value : record.values) {
    const auto index = static_cast<std::uint16_t>(children.size());
    // A string is never null, and the element stays where another value is.
    const bool optional = value.type != ValueType::string;
    const Content content = Substitution{index, stored_type(value.type), optional};
    if (user_data) {
      if (value.name.empty()) throw std::invalid_argument("an element of UserData needs a name");
      children.push_back(element(value.name, {}, content));
    } else if (value.name.empty()) {
      children.push_back(element("Data", {}, content));
    } else {
      children.push_back(element("Data", {{"Name", value.name}}, content));
    }
  }
  if (!user_data) return {"EventData", {}, std::move(children), {}};
  Element inner{record.user_data, {}, std::move(children), {}};
  if (!record.user_data_namespace.empty()) {
    inner.attributes = {{"xmlns", record.user_data_namespace}};
  }
  return {"UserData", {}, {std::move(inner)}, {}};
}

// Each part with its length before it, so that different parts never make the same layout.
std::string layout(std::string_view kind, const std::vector<std::string_view>& parts) {
  std::string text(kind);
  for (const std::string_view part : parts) {
    text += ' ' + std::to_string(part.size()) + ':';
    text += part;
  }
  return text;
}

std::string provider_data_layout(const LogRecord& record) {
  std::string text = layout("data", {record.user_data, record.user_data_namespace});
  for (const NamedValue& value : record.values) {
    text += layout(" " + std::to_string(stored_type(value.type)), {value.name});
  }
  return text;
}

}  // namespace

void append_event(Chunk& chunk, const LogRecord& record) {
  Instance data;
  data.layout = provider_data_layout(record);
  data.root = [&record] { return provider_data(record); };
  for (const NamedValue& value : record.values) data.values.push_back(binary_value(value));

  Instance whole;
  whole.layout = layout("event", {record.provider, record.provider_guid});
  whole.root = [&record] { return event(record); };
  whole.values = event_values(record);
  whole.nested = &data;
  append_fragment(chunk, whole);
}

}  // namespace sojourn::simulation
