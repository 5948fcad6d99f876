#include "tests/simulation/rdp_stories.h"

#include <string>
#include <utility>

#include "tests/simulation/console_stories.h"
#include "tests/simulation/interactive_logon.h"
#include "tests/simulation/rdp_attempts.h"
#include "tests/simulation/rdp_connection.h"
#include "tests/simulation/system_records.h"
#include "tests/simulation/terminal_records.h"

namespace sojourn::simulation {
namespace {

TrueSession remote_session(const Desktop& desktop) {
  const Connection& connection = *desktop.connection;
  return {.user_name = desktop.user.name,
          .user_domain = desktop.user.domain,
          .user_sid = desktop.user.sid,
          .kind = "remote",
          .start = connection.opened,
          .src_ip = connection.client.address,
          .src_host = client_name(connection),
          .logon_type = 10,
          .logon_id = desktop.logon_id,
          .windows_session_number = desktop.number};
}

// What the old client's connection leaves seconds after its desktop was taken.
void close_replaced(Host& host, const std::optional<Connection>& leaving) {
  if (!leaving) return;
  host.wait_ms(1'000, 4'000);
  close_connection(host, *leaving, 5);
}

// An administrator's, or that of the services.
std::uint32_t session_of_another(const Host& host, const Desktop& desktop) {
  for (const Desktop& other : host.desktops) {
    if (other.number != desktop.number) return other.number;
  }
  return 0;
}

void show(Host& host, Desktop& desktop, Connection connection) {
  const std::size_t previous = desktop.truth;
  desktop.connection = std::move(connection);
  desktop.connected = true;
  desktop.locked = false;
  TrueSession session = remote_session(desktop);
  session.start_reason = "reconnect";
  session.previous = previous;
  if (host.audits_stations) {
    write_station(host, 4778, desktop, &*desktop.connection);
    session.src_host = desktop.connection->client.name;
    host.wait_ms(50, 900);
  }
  write_connection_assigned(host, *desktop.connection, desktop.number);
  session.granted = write_lsm(host, 25, desktop.user, desktop.number, &*desktop.connection);
  desktop.truth = host.add_truth(std::move(session));
}

// With NLA the network has checked the password; the lock screen checks it once more after the
// reconnect.
void reconnect_with_nla(Host& host, Desktop& desktop, Connection connection) {
  const std::optional<Connection> leaving = desktop.connected ? desktop.connection : std::nullopt;
  if (desktop.connected) {
    take_away(host, desktop, connection);
  } else {
    write_lsm_reason(host, desktop.number, 5, connection.activity);
  }
  write_connection_established(host, connection);
  show(host, desktop, std::move(connection));
  host.truth(desktop.truth).logon_type = 7;
  host.wait_ms(300, 2'000);
  unlock(host, desktop);
  close_replaced(host, leaving);
}

// Without NLA the password is typed in a temporary session, which is then handed over to the real
// one.
void reconnect_without_nla(Host& host, Desktop& desktop, Connection connection) {
  const std::optional<Connection> leaving = desktop.connected ? desktop.connection : std::nullopt;
  const std::uint32_t temporary = host.new_session_number();
  write_connection_established(host, connection);
  write_connection_assigned(host, connection, temporary);
  write_window_managers(host, temporary);
  host.wait_ms(3'000, 40'000);
  const Credentials by = logon_screen(host, desktop.user, 10, logon_address(connection.client));
  const InteractiveLogon logon = write_interactive_logon(host, by);
  host.wait_ms(10, 120);
  write_lsm(host, 41, desktop.user, temporary, &connection);
  host.wait_ms(20, 300);
  if (desktop.connected) take_away(host, desktop, connection);
  write_lsm_reason(host, temporary, 0, connection.activity);
  host.wait_ms(1, 40);
  write_lsm_reason(host, desktop.number, 5, connection.activity);
  host.wait_ms(20, 200);
  const std::string activity = connection.activity;
  show(host, desktop, std::move(connection));
  host.wait_ms(1, 30);
  write_lsm(host, 42, desktop.user, temporary, &*desktop.connection);
  host.wait_ms(10, 60);
  for (const std::uint64_t id : {logon.elevated_logon_id, logon.logon_id}) {
    if (id != 0) write_logoff(host, desktop.user, id, 10);
  }
  if (host.audits_stations) write_lock(host, 4801, desktop);
  host.free_session_number(temporary);
  write_window_manager_gone(host, temporary);
  close_replaced(host, leaving);
}

}  // namespace

void take_away(Host& host, Desktop& desktop, const Connection& next) {
  // The LSM 40 and 24 that end the old stretch carry the ActivityID of the new connection
  // (observed), and none for the console since Windows 10.
  const Connection* leaving = desktop.connection ? &*desktop.connection : nullptr;
  const std::string activity =
      leaving != nullptr ? next.activity : std::string(console_end_activity(host));
  const auto lost = [&](std::optional<Timestamp> time) {
    host.end_truth_first(desktop.truth, time, "replaced");
  };
  lost(write_lsm_reason(host, desktop.number, 5, activity));
  host.wait_ms(2, 60);
  if (host.audits_stations) {
    lost(write_station(host, 4779, desktop, leaving));
    host.wait_ms(100, 700);
    write_lock(host, 4800, desktop);
  }
  host.wait_ms(20, 300);
  lost(write_lsm_disconnected(host, desktop.user, desktop.number, leaving, activity));
  if (leaving == nullptr) {
    host.console_number = host.new_session_number();
    write_window_managers(host, host.console_number);
  }
  host.wait_ms(20, 300);
}

Desktop& rdp_logon(Host& host, const User& who, const Client& client, bool nla) {
  Connection connection = open_connection(host, client, nla);
  authenticate(host, who, connection);
  const std::uint32_t number = host.new_session_number();
  write_connection_assigned(host, connection, number);
  host.wait_ms(5, 40);
  write_connection_established(host, connection);
  host.wait_ms(80, 300);
  write_window_managers(host, number);
  host.wait_ms(30, 900);
  if (!connection.nla) {
    host.wait_ms(3'000, 40'000);
    if (host.dice().one_in(4)) {
      rdp_failure_at_screen(host, who, connection);
      host.wait_ms(3'000, 9'000);
    }
  }
  return write_new_desktop(host, who, number, std::move(connection));
}

Desktop& write_new_desktop(Host& host, const User& who, std::uint32_t number,
                           Connection connection) {
  const InteractiveLogon logon =
      write_interactive_logon(host, logon_screen(host, who, 10, logon_address(connection.client)));
  host.desktops.push_back({.user = who,
                           .number = number,
                           .logon_type = 10,
                           .logon_id = logon.logon_id,
                           .elevated_logon_id = logon.elevated_logon_id,
                           .connection = std::move(connection)});
  Desktop& desktop = host.desktops.back();
  desktop.truth = host.add_truth(remote_session(desktop));
  write_arrival(host, desktop);
  return desktop;
}

void rdp_logoff(Host& host, Desktop& desktop, Logoff by) {
  const Connection connection = *desktop.connection;
  if (by == Logoff::owner) write_logoff_initiated(host, desktop.user, desktop.logon_id);
  host.wait_ms(10, 120);
  host.end_truth(desktop.truth, write_lsm(host, 23, desktop.user, desktop.number, &connection),
                 "logoff");
  write_departure(host, desktop);
  write_lsm_reason(host, desktop.number, by == Logoff::owner ? 12 : 2, connection.activity);
  host.wait_ms(60, 200);
  write_lsm_disconnected(host, desktop.user, desktop.number, &connection, connection.activity);
  write_connection_closed(host, connection, 12);
  host.wait_ms(5, 30);
  write_transport_closed(host, connection);
  if (connection.nla_logon_id != 0)
    write_logoff(host, connection.nla_user, connection.nla_logon_id, 3);
  write_window_manager_gone(host, desktop.number);
  // Observed: of three such logons one had its 4634 69 s later, one 157 s, one never.
  if (host.dice().one_in(3)) {
    host.wait_ms(60'000, 157'000);
    write_logoff(host, desktop.user, desktop.logon_id, 10);
  }
  host.free_session_number(desktop.number);
  host.desktops.remove_if([&](const Desktop& other) { return &other == &desktop; });
}

void rdp_disconnect(Host& host, Desktop& desktop, Disconnect how) {
  if (!host.audits_stations) host.happens_unwitnessed();
  const Connection connection = *desktop.connection;
  const auto lost = [&](std::optional<Timestamp> time, std::string_view reason) {
    host.end_truth_first(desktop.truth, time, reason);
  };
  const auto say = [&](std::uint32_t reason) {
    return write_lsm_reason(host, desktop.number, reason, connection.activity);
  };
  std::uint32_t closed_for = 11;
  switch (how) {
    case Disconnect::window_closed:
      lost(write_transport_closed(host, connection), "disconnect");
      host.wait_ms(1, 8);
      say(0);
      closed_for = 13;
      break;
    case Disconnect::by_user:
      lost(write_lsm_disconnected_by(host, desktop.number, desktop.number), "disconnect");
      say(11);
      break;
    case Disconnect::idle:
      lost(say(3), "idle_timeout");
      closed_for = 3;
      break;
    case Disconnect::time_limit:
      lost(say(4), "time_limit");
      closed_for = 4;
      break;
    case Disconnect::by_another_session:
      lost(write_lsm_disconnected_by(host, desktop.number, session_of_another(host, desktop)),
           "kicked");
      say(11);
      break;
    case Disconnect::by_tool:
      lost(say(1), "kicked");
      closed_for = 1;
      break;
  }
  host.wait_ms(10, 80);
  // Before Windows 8 these two are all there is, and they do not say why.
  if (host.audits_stations) lost(write_station(host, 4779, desktop, &connection), "disconnect");
  host.wait_ms(30, 300);
  lost(write_lsm_disconnected(host, desktop.user, desktop.number, &connection, connection.activity),
       "disconnect");
  write_connection_closed(host, connection, closed_for);
  if (how != Disconnect::window_closed) write_transport_closed(host, connection);
  if (connection.nla_logon_id != 0)
    write_logoff(host, connection.nla_user, connection.nla_logon_id, 3);
  host.wait_ms(200, 1'000);
  if (host.audits_stations && !desktop.locked) write_lock(host, 4800, desktop);
  desktop.connected = false;
  desktop.locked = true;
  desktop.connection.reset();
}

void rdp_reconnect(Host& host, Desktop& desktop, const Client& client, bool nla) {
  Connection connection = open_connection(host, client, nla);
  authenticate(host, desktop.user, connection);
  if (connection.nla) {
    reconnect_with_nla(host, desktop, std::move(connection));
  } else {
    reconnect_without_nla(host, desktop, std::move(connection));
  }
}

}  // namespace sojourn::simulation
