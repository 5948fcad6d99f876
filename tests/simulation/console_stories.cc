#include "tests/simulation/console_stories.h"

#include <optional>
#include <string>

#include "tests/simulation/interactive_logon.h"
#include "tests/simulation/rdp_connection.h"
#include "tests/simulation/system_records.h"
#include "tests/simulation/terminal_records.h"

namespace sojourn::simulation {
namespace {

constexpr std::uint32_t kBadCredentials = 0xC000006D;
constexpr std::uint32_t kWrongPassword = 0xC000006A;
constexpr std::uint32_t kWrongPasswordReason = 2313;

bool is_local_account(const Host& host, const User& who) { return who.domain == host.name(); }

void erase(Host& host, const Desktop& desktop) {
  host.free_session_number(desktop.number);
  host.desktops.remove_if([&](const Desktop& other) { return &other == &desktop; });
}

std::size_t add_failure(Host& host, const Credentials& by) {
  const Timestamp time =
      write_logon_failure(host, by, kBadCredentials, kWrongPassword, kWrongPasswordReason);
  const bool remote = by.address != "127.0.0.1";
  return host.add_truth({.user_name = by.who.name,
                         .user_domain = by.who.domain,
                         .kind = remote ? "remote" : "local",
                         .outcome = "failure",
                         .start = time,
                         .start_reason = "attempt",
                         .end = time,
                         .end_reason = "failed",
                         .end_exact = true,
                         .src_ip = remote ? by.address : "",
                         .logon_type = by.logon_type,
                         .failure_code = kWrongPassword});
}

}  // namespace

std::string address_of_screen(const Desktop& desktop) {
  return desktop.connection ? logon_address(desktop.connection->client) : "127.0.0.1";
}

void write_arrival(Host& host, Desktop& desktop) {
  const Connection* connection = desktop.connection ? &*desktop.connection : nullptr;
  host.wait_ms(10, 170);  // 4624 to 41: median 0.016 s, at most 0.173 s
  write_lsm(host, 41, desktop.user, desktop.number, connection);
  host.wait_ms(0, 60);
  write_winlogon(host, 7001, desktop.number, desktop.user);
  write_profile(host, 1, desktop.number, desktop.user);
  host.wait_ms(0, 100);
  write_lsm(host, 42, desktop.user, desktop.number, connection);
  // A first logon makes the profile, which took up to 48.7 s.
  host.wait_ms(10, host.dice().one_in(8) ? 20'000 : 300);
  write_profile(host, 2, desktop.number, desktop.user);
  host.wait_ms(30, 300);
  host.truth(desktop.truth).granted = write_lsm(host, 21, desktop.user, desktop.number, connection);
  // A RemoteApp has no shell.
  if (connection != nullptr && host.publishes_apps && host.dice().one_in(10)) return;
  host.wait_ms(30, 1'000);
  write_lsm(host, 22, desktop.user, desktop.number, connection);
}

void write_departure(Host& host, const Desktop& desktop) {
  write_profile(host, 3, desktop.number, desktop.user);
  host.wait_ms(10, 90);
  write_profile(host, 4, desktop.number, desktop.user);
  host.wait_ms(1, 60);
  write_winlogon(host, 7002, desktop.number, desktop.user);
  host.wait_ms(15, 300);
}

Desktop& console_logon(Host& host, const User& who, std::uint8_t logon_type) {
  const InteractiveLogon logon =
      write_interactive_logon(host, logon_screen(host, who, logon_type, "127.0.0.1"));
  if (logon_type == 11) write_lsass_check(host, who);  // observed: within a millisecond
  host.desktops.push_back({.user = who,
                           .number = host.console_number,
                           .logon_type = logon_type,
                           .logon_id = logon.logon_id,
                           .elevated_logon_id = logon.elevated_logon_id,
                           .connection = std::nullopt});
  Desktop& desktop = host.desktops.back();
  desktop.truth = host.add_truth({.user_name = who.name,
                                  .user_domain = who.domain,
                                  .user_sid = who.sid,
                                  .kind = "local",
                                  .start = logon.first,
                                  .logon_type = logon_type,
                                  .logon_id = logon.logon_id,
                                  .windows_session_number = desktop.number});
  write_arrival(host, desktop);
  return desktop;
}

void console_logoff(Host& host, Desktop& desktop) {
  write_logoff_initiated(host, desktop.user, desktop.logon_id);
  // 4647 to 23: median 0.03 s; 15 s when updates held it up.
  host.wait_ms(16, host.dice().one_in(10) ? 15'000 : 120);
  host.end_truth(desktop.truth, write_lsm(host, 23, desktop.user, desktop.number, nullptr),
                 "logoff");
  write_departure(host, desktop);
  write_lsm_disconnected_by(host, desktop.number, desktop.number);
  write_lsm_reason(host, desktop.number, 11, console_end_activity(host));
  host.wait_ms(10, 120);
  write_lsm_disconnected(host, desktop.user, desktop.number, nullptr, console_end_activity(host));
  host.console_number = host.new_session_number();
  host.wait_ms(20, 90);
  write_window_managers(host, host.console_number);
  host.wait_ms(900, 2'000);
  write_window_manager_gone(host, desktop.number);
  erase(host, desktop);
}

void console_reconnect(Host& host, Desktop& desktop) {
  const std::uint32_t temporary = host.console_number;
  const Timestamp first =
      write_explicit_credentials(host, logon_screen(host, desktop.user, 2, "127.0.0.1"));
  Credentials by = logon_screen(host, desktop.user, 2, "127.0.0.1");
  wait_a_moment(host);
  const std::uint64_t thrown_away = host.new_logon_id();
  write_logon(host, by, thrown_away, false);
  host.wait_ms(10, 120);
  write_lsm(host, 41, desktop.user, temporary, nullptr);
  host.wait_ms(20, 200);
  if (desktop.connected) {
    const Connection& leaving = *desktop.connection;
    const auto lost = [&](std::optional<Timestamp> time) {
      host.end_truth_first(desktop.truth, time, "replaced");
    };
    lost(write_lsm_reason(host, desktop.number, 5, console_end_activity(host)));
    if (host.audits_stations) lost(write_station(host, 4779, desktop, &leaving));
    host.wait_ms(20, 300);
    lost(write_lsm_disconnected(host, desktop.user, desktop.number, &leaving,
                                console_end_activity(host)));
    write_transport_closed(host, leaving);
    write_connection_closed(host, leaving, 5);
    if (leaving.nla_logon_id != 0) write_logoff(host, leaving.nla_user, leaving.nla_logon_id, 3);
    host.wait_ms(20, 300);
  }
  write_lsm_reason(host, temporary, 0, console_end_activity(host));
  const std::size_t previous = desktop.truth;
  desktop.connection.reset();
  desktop.connected = true;
  desktop.locked = false;
  desktop.truth = host.add_truth({.user_name = desktop.user.name,
                                  .user_domain = desktop.user.domain,
                                  .user_sid = desktop.user.sid,
                                  .kind = "local",
                                  .start = first,
                                  .start_reason = "reconnect",
                                  .logon_type = 2,
                                  .logon_id = desktop.logon_id,
                                  .windows_session_number = desktop.number,
                                  .previous = previous});
  if (host.audits_stations) write_station(host, 4778, desktop, nullptr);
  host.wait_ms(20, 300);
  host.truth(desktop.truth).granted = write_lsm(host, 25, desktop.user, desktop.number, nullptr);
  host.wait_ms(10, 60);
  write_lsm(host, 42, desktop.user, temporary, nullptr);
  write_logoff(host, desktop.user, thrown_away, 2);
  if (host.audits_stations) write_lock(host, 4801, desktop);
  host.free_session_number(temporary);
  host.console_number = desktop.number;
  host.wait_ms(100, 900);
  write_window_manager_gone(host, temporary);
}

void lock(Host& host, Desktop& desktop) {
  if (host.audits_stations) write_lock(host, 4800, desktop);
  desktop.locked = true;
  host.wait_ms(50, 900);
}

void unlock(Host& host, Desktop& desktop) {
  const std::string address = address_of_screen(desktop);
  const bool domain_account = !is_local_account(host, desktop.user);
  // Observed: type 7 up to 2012 R2, of an RDP client and of domain accounts; type 2 for a local
  // account of Windows 10. With LSASS's own check before it or after it.
  const bool type_2 = host.generation().build > 10000 && !domain_account && !desktop.connection;
  const bool lsass_first = host.dice().one_in(2);
  if (domain_account && lsass_first) write_lsass_check(host, desktop.user);
  write_thrown_away_logon(host, logon_screen(host, desktop.user, type_2 ? 2 : 7, address));
  if (domain_account && !lsass_first) write_lsass_check(host, desktop.user);
  if (host.audits_stations) write_lock(host, 4801, desktop);
  desktop.locked = false;
  host.wait_ms(50, 900);
}

void console_failure(Host& host, const User& who) {
  if (host.audits_failures) add_failure(host, logon_screen(host, who, 2, "127.0.0.1"));
  host.wait_ms(1'500, 9'000);
}

void unlock_failure(Host& host, const Desktop& desktop) {
  if (host.audits_failures) {
    const std::size_t failure =
        add_failure(host, logon_screen(host, desktop.user, 7, address_of_screen(desktop)));
    host.flag_truth(failure, Flag::unlock);
  }
  host.wait_ms(1'500, 9'000);
}

}  // namespace sojourn::simulation
