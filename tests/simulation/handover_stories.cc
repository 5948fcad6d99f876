#include "tests/simulation/handover_stories.h"

#include <optional>
#include <string>
#include <utility>

#include "tests/simulation/console_stories.h"
#include "tests/simulation/interactive_logon.h"
#include "tests/simulation/rdp_connection.h"
#include "tests/simulation/rdp_stories.h"
#include "tests/simulation/terminal_records.h"

namespace sojourn::simulation {

void switch_user(Host& host, Desktop& desktop) {
  if (!host.audits_stations) host.happens_unwitnessed();
  const auto lost = [&](std::optional<Timestamp> time) {
    host.end_truth_first(desktop.truth, time, "disconnect");
  };
  lost(write_lsm_reason(host, desktop.number, 11, console_end_activity(host)));
  host.wait_ms(10, 80);
  if (host.audits_stations) lost(write_station(host, 4779, desktop, nullptr));
  host.wait_ms(10, 80);
  lost(write_lsm_disconnected(host, desktop.user, desktop.number, nullptr,
                              console_end_activity(host)));
  desktop.connected = false;
  desktop.locked = true;
  host.console_number = host.new_session_number();
  write_window_managers(host, host.console_number);
}

Desktop& rdp_logon_displacing(Host& host, Desktop& shown, const User& who, const Client& client) {
  Connection connection = open_connection(host, client, true);
  authenticate(host, who, connection);
  const std::uint32_t number = host.new_session_number();
  write_connection_assigned(host, connection, number);
  write_connection_established(host, connection);
  write_window_managers(host, number);
  // "Another user is signed in": that user has 30 seconds to object.
  host.wait_ms(2'000, 30'000);
  const std::optional<Connection> leaving = shown.connection;
  take_away(host, shown, connection);
  shown.connected = false;
  shown.locked = true;
  shown.connection.reset();
  Desktop& desktop = write_new_desktop(host, who, number, std::move(connection));
  if (leaving) close_connection(host, *leaving, 5);
  return desktop;
}

void hijack(Host& host, Desktop& attacker, Desktop& victim) {
  if (!host.audits_stations) host.happens_unwitnessed();
  Connection connection = *std::exchange(attacker.connection, std::nullopt);
  const auto lost = [&](std::optional<Timestamp> time) {
    host.end_truth_first(attacker.truth, time, "disconnect");
  };
  if (host.audits_stations) lost(write_station(host, 4779, attacker, &connection));
  lost(write_lsm_reason(host, attacker.number, 11, connection.activity));
  host.wait_ms(10, 90);
  lost(write_lsm_disconnected(host, attacker.user, attacker.number, &connection,
                              connection.activity));
  attacker.connected = false;
  attacker.locked = true;
  host.wait_ms(200, 460);
  const std::size_t previous = victim.truth;
  victim.connection = std::move(connection);
  victim.connected = true;
  victim.locked = false;
  if (host.audits_stations) write_station(host, 4778, victim, &*victim.connection);
  write_connection_assigned(host, *victim.connection, victim.number);
  const Timestamp start = write_lsm(host, 25, victim.user, victim.number, &*victim.connection);
  victim.truth =
      host.add_truth({.user_name = victim.user.name,
                      .user_domain = victim.user.domain,
                      .user_sid = victim.user.sid,
                      .kind = "remote",
                      .start = start,
                      .start_reason = "takeover",
                      .granted = start,
                      .src_ip = victim.connection->client.address,
                      .src_host = host.audits_stations ? victim.connection->client.name : "",
                      .logon_type = victim.logon_type,
                      .logon_id = victim.logon_id,
                      .windows_session_number = victim.number,
                      .previous = previous});
  host.flag_truth(victim.truth, Flag::takeover_without_auth);
  host.wait_ms(100, 900);
}

void log_off_disconnected(Host& host, Desktop& desktop) {
  write_lsm(host, 23, desktop.user, desktop.number, nullptr);
  write_departure(host, desktop);
  write_logoff(host, desktop.user, desktop.logon_id, desktop.logon_type);
  write_window_manager_gone(host, desktop.number);
  host.free_session_number(desktop.number);
  host.desktops.remove_if([&](const Desktop& other) { return &other == &desktop; });
}

}  // namespace sojourn::simulation
