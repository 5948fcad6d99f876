#include "tests/simulation/event_xml.h"

#include <stdexcept>
#include <utility>

namespace sojourn::simulation {
namespace {

// The values of the Event template, in the order of Windows as far as Windows writes them.
namespace index {
enum : std::uint16_t {
  level, opcode, task, event_id, qualifiers, keywords, time_created, activity, process, thread,
  record_id, version, user_id, related_activity, channel, computer, provider_data
};
}  // namespace index

Element text(std::string name, std::uint16_t value, std::uint8_t type) {
  return {std::move(name), {}, Substitution{value, type, true}, {}};
}

Attribute optional_attribute(std::string name, std::uint16_t value, std::uint8_t type) {
  return {std::move(name), Substitution{value, type, true}};
}

Element system(const LogRecord& record) {
  Element provider{"Provider", {{"Name", record.provider}}, {}, {}};
  if (!record.provider_guid.empty()) provider.attributes.push_back({"Guid", record.provider_guid});
  Element event_id = text("EventID", index::event_id, binary_type::uint16);
  event_id.attributes = {optional_attribute("Qualifiers", index::qualifiers, binary_type::uint16)};
  const Substitution time{index::time_created, binary_type::filetime, true};
  const Substitution process{index::process, binary_type::uint32, true};
  const Substitution thread{index::thread, binary_type::uint32, true};
  return {"System",
          {},
          {},
          {provider,
           event_id,
           text("Version", index::version, binary_type::uint8),
           text("Level", index::level, binary_type::uint8),
           text("Task", index::task, binary_type::uint16),
           text("Opcode", index::opcode, binary_type::uint8),
           text("Keywords", index::keywords, binary_type::hex64),
           {"TimeCreated", {{"SystemTime", time}}, {}, {}},
           text("EventRecordID", index::record_id, binary_type::uint64),
           {"Correlation",
            {optional_attribute("ActivityID", index::activity, binary_type::guid),
             optional_attribute("RelatedActivityID", index::related_activity, binary_type::guid)},
            {},
            {}},
           {"Execution", {{"ProcessID", process}, {"ThreadID", thread}}, {}, {}},
           text("Channel", index::channel, binary_type::string),
           text("Computer", index::computer, binary_type::string),
           {"Security",
            {optional_attribute("UserID", index::user_id, binary_type::sid)},
            {},
            {}}}};
}

Element event(const LogRecord& record) {
  const std::string space = "http://schemas.microsoft.com/win/2004/08/events/event";
  return {"Event",
          {{"xmlns", space}},
          Substitution{index::provider_data, binary_type::binary_xml, true},
          {}};
}

}  // namespace
}  // namespace sojourn::simulation
