#include "tests/simulation/outbound_stories.h"

#include <string>

#include "tests/simulation/log_values.h"
#include "tests/simulation/security_records.h"

namespace sojourn::simulation {
namespace {

void write_client(Host& host, const Desktop& desktop, std::uint16_t event_id, std::string_view name,
                  std::string_view value) {
  host.write(
      kRdpClient, event_id,
      {text_value("Name", name), text_value("Value", value), text_value("CustomLevel", "Info")},
      {.user_id = desktop.user.sid});
}

}  // namespace

void outbound_rdp(Host& host, const Desktop& desktop, const User& as, const RdpServer& server,
                  bool connected) {
  write_client(host, desktop, 1024, "Server Name", server.name);
  host.wait_ms(900, 2'500);
  if (as.sid != desktop.user.sid) {
    write_explicit_credentials(host, {.who = as,
                                      .subject = {desktop.user, desktop.logon_id},
                                      .process_id = host.lsass_pid,
                                      .process = "C:\\Windows\\System32\\lsass.exe"});
    host.wait_ms(20, 90);
  }
  if (connected) write_client(host, desktop, 1102, "Server Address", server.address);
}

}  // namespace sojourn::simulation
