#include "tests/simulation/outbound_stories.h"

#include <string>

#include "tests/simulation/log_values.h"
#include "tests/simulation/security_records.h"

namespace sojourn::simulation {
namespace {

Timestamp write_client(Host& host, const Desktop& desktop, std::uint16_t event_id,
                       std::string_view name, std::string_view value) {
  return host.write(
      kRdpClient, event_id,
      {text_value("Name", name), text_value("Value", value), text_value("CustomLevel", "Info")},
      {.user_id = desktop.user.sid});
}

}  // namespace

Timestamp outbound_rdp(Host& host, const Desktop& desktop, const User& as, const RdpServer& server,
                       bool connected) {
  const Timestamp asked = write_client(host, desktop, 1024, "Server Name", server.name);
  host.wait_ms(900, 2'500);
  if (as.sid != desktop.user.sid) {
    write_explicit_credentials(host, {.who = as,
                                      .subject = {desktop.user, desktop.logon_id},
                                      .process_id = host.lsass_pid,
                                      .process = "C:\\Windows\\System32\\lsass.exe",
                                      .server = std::string(server.name),
                                      .service = "TERMSRV/" + std::string(server.name)});
    host.wait_ms(20, 90);
  }
  if (connected) write_client(host, desktop, 1102, "Server Address", server.address);
  return asked;
}

Timestamp use_credentials(Host& host, const Desktop& desktop, const User& as,
                          std::string_view server) {
  return write_explicit_credentials(host, {.who = as,
                                           .subject = {desktop.user, desktop.logon_id},
                                           .process_id = 4,
                                           .server = std::string(server),
                                           .service = "cifs/" + std::string(server)});
}

}  // namespace sojourn::simulation
