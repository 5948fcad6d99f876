#include "tests/support/event_text.h"

#include <sstream>

#include "schema/catalog.h"
#include "schema/extra_fields.h"

namespace sojourn::testing {

std::string event_text(const Event& event, const Strings& strings) {
  std::ostringstream out;
  const EventSpec& spec = spec_of(event.kind);
  out << spec.provider << ' ' << spec.event_id << ": " << spec.meaning << '\n'
      << "time = " << format_time(event.time) << '\n'
      << "record = " << event.record << '\n';
  const auto text = [&](const char* name, Text value) {
    if (value != Text::none) out << name << " = [" << strings[value] << "]\n";
  };
  const auto logon_id = [&](const char* name, std::uint64_t value) {
    if (value != 0) out << name << " = 0x" << std::hex << value << std::dec << '\n';
  };
  const auto number = [&](const char* name, std::uint32_t value) {
    if (value != kNoNumber) out << name << " = " << value << '\n';
  };
  const auto status = [&](const char* name, std::uint32_t value) {
    if (value != kNoNumber) out << name << " = 0x" << std::hex << value << std::dec << '\n';
  };
  if (event.version != 0) out << "version = " << int{event.version} << '\n';
  text("channel", event.channel);
  text("computer", event.computer);
  text("activity", event.activity);
  text("user", event.user);
  text("domain", event.domain);
  text("sid", event.sid);
  logon_id("logon_id", event.logon_id);
  logon_id("linked_logon_id", event.linked_logon_id);
  logon_id("subject_logon_id", event.subject_logon_id);
  if (event.logon_type != kNoLogonType) out << "logon_type = " << int{event.logon_type} << '\n';
  if (event.elevated != Elevation::unsaid) {
    out << "elevated = " << (event.elevated == Elevation::yes ? "yes" : "no") << '\n';
  }
  number("session", event.session);
  number("reason", event.reason);
  status("status", event.status);
  status("sub_status", event.sub_status);
  number("process_id", event.process_id);
  text("address", event.address);
  number("src_port", event.src_port);
  text("client", event.client);
  text("terminal", event.terminal);
  text("logon_process", event.logon_process);
  text("package", event.package);
  text("process", event.process);
  if (event.other_time != Timestamp{}) {
    out << "other_time = " << format_time(event.other_time) << '\n';
  }
  if (event.logon_guid != Guid{}) out << "logon_guid = " << guid_text(event.logon_guid) << '\n';
  if (event.extra != Text::none)
    out << "extra = [" << extra_fields_json(strings[event.extra]) << "]\n";
  if (event.recovered) out << "recovered\n";
  return out.str();
}

}  // namespace sojourn::testing
