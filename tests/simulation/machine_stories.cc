#include "tests/simulation/machine_stories.h"

#include <algorithm>
#include <array>
#include <string>

#include "tests/simulation/interactive_logon.h"
#include "tests/simulation/system_records.h"
#include "tests/simulation/terminal_records.h"

namespace sojourn::simulation {
namespace {

Credentials by_services(Host& host, const User& who) {
  return {.who = who,
          .logon_type = 5,
          .subject = machine(host),
          .logon_process = "Advapi  ",
          .package = "Negotiate",
          .process_id = host.services_pid,
          .process = "C:\\Windows\\System32\\services.exe"};
}

void start_services(Host& host) {
  struct WellKnown {
    const char* name;
    const char* sid;
    std::uint64_t logon_id;
  };
  constexpr std::array kAccounts{
      WellKnown{"SYSTEM", "S-1-5-18", 0x3e7}, WellKnown{"LOCAL SERVICE", "S-1-5-19", 0x3e5},
      WellKnown{"NETWORK SERVICE", "S-1-5-20", 0x3e4}, WellKnown{"SYSTEM", "S-1-5-18", 0x3e7}};
  for (const WellKnown& account : kAccounts) {
    const User who{account.name, "NT AUTHORITY", account.sid};
    host.wait_ms(20, 400);
    write_logon(host, by_services(host, who), account.logon_id, true);
    wait_a_moment(host);
    write_privileges(host, who, account.logon_id);
  }
}

// Ends a desktop's stretch in a shutdown that logs its user off.
void log_off_for_shutdown(Host& host, Desktop& desktop) {
  Connection* connection = desktop.connection ? &*desktop.connection : nullptr;
  if (desktop.connected) {
    write_logoff_initiated(host, desktop.user, desktop.logon_id);
    host.wait_ms(20, 400);
  }
  const Timestamp end = write_lsm(host, 23, desktop.user, desktop.number, connection);
  if (desktop.connected) {
    host.end_truth(desktop.truth, end, "logoff");
    host.flag_truth(desktop.truth, Flag::shutdown);
  }
  write_profile(host, 3, desktop.number, desktop.user);
  host.wait_ms(5, 90);
  write_profile(host, 4, desktop.number, desktop.user);
  write_winlogon(host, 7002, desktop.number, desktop.user);
  if (connection != nullptr) write_transport_closed(host, *connection);
  host.wait_ms(2, 50);
}

}  // namespace

void boot(Host& host) {
  const bool dirty = host.boots != 0 && !host.stopped;
  const Timestamp last_alive = host.last_record_time();
  ++host.boots;
  host.running = true;
  host.booted = host.now();
  host.forget_session_numbers();
  host.start_lsass();
  write_os_started(host);
  host.wait_ms(900, 3'000);
  if (dirty) {
    write_dirty_restart(host);
    host.wait_ms(100, 900);
  }
  write_lsass_started(host);
  Credentials system = by_services(host, {"SYSTEM", "NT AUTHORITY", "S-1-5-18"});
  system.logon_type = 0;
  system.subject = nobody();
  write_logon(host, system, kSystemLogonId, true);
  host.wait_ms(900, 3'000);
  if (dirty) write_unexpected_shutdown(host, last_alive);
  write_event_log_started(host);
  if (host.stopped) write_os_stopped(host, *host.stopped);
  host.stopped.reset();
  write_uptime(host);
  host.wait_ms(100, 900);
  write_lsm_started(host);
  start_services(host);
  if (host.runs_ssh_server) write_ssh_message(host, "Server listening on 0.0.0.0 port 22.");
  host.console_number = host.new_session_number();
  write_window_managers(host, host.console_number);
  host.wait_ms(500, 4'000);
}

void shut_down(Host& host, const User& by, std::string_view action, Stop stop) {
  write_shutdown_requested(host, by, action);
  host.wait_ms(20, 60);
  // Which comes first varies: the end of the sessions 32 ms before LSM 54, or 0.8 s after it.
  const bool users_first = stop == Stop::logs_users_off && host.dice().one_in(4);
  const auto log_users_off = [&] {
    if (stop == Stop::forced) return;
    host.wait_ms(200, 900);
    for (Desktop& desktop : host.desktops) log_off_for_shutdown(host, desktop);
  };
  if (users_first) log_users_off();
  Timestamp boot_end = host.now();
  write_lsm_shutdown(host);
  if (!users_first) log_users_off();
  host.wait_ms(800, 2'500);
  // Before Windows 8 the end of the Security log is the first sign.
  if (!host.generation().follows_connections()) boot_end = host.now();
  write_security_log_stopped(host);
  const auto end_at_fence = [&](std::size_t index) {
    if (host.truth(index).end || host.truth(index).end_reason == "unknown") return;
    host.end_truth(index, boot_end, "shutdown", false);
    host.flag_truth(index, Flag::shutdown);
  };
  // The rest ends unsaid with the machine: what is held from the network, by runas, or was forced
  // out.
  for (std::size_t i = 0; i < host.truth().size(); ++i) {
    if (host.truth()[i].boot == host.boots - 1) end_at_fence(i);
  }
  host.wait_ms(50, 400);
  write_event_log_stopped(host);
  host.wait_ms(300, 2'000);
  host.stopped = host.now();
  host.running = false;
  host.desktops.clear();
  host.network_logons.clear();
}

void crash(Host& host) {
  const Timestamp last = host.last_record_time();
  for (std::size_t i = 0; i < host.truth().size(); ++i) {
    const TrueSession& session = host.truth()[i];
    const bool open = !session.end && session.end_reason == "open";
    if (session.boot == host.boots - 1 && open) host.end_truth(i, last, "crash", false);
  }
  host.stopped.reset();
  host.running = false;
  host.desktops.clear();
  host.network_logons.clear();
}

void clear_security_log(Host& host) {
  host.clear_channel(kSecurityChannel);
  write_security_log_cleared(host, machine(host));
}

void set_clock(Host& host, Ticks by) {
  const Timestamp old_time = host.now();
  host.set_clock(by);
  write_clock_changed(host, old_time, 1);
  write_security_clock_changed(host, old_time);
  for (std::size_t i = 0; i < host.truth().size(); ++i) {
    const bool open =
        host.truth()[i].boot == host.boots - 1 && host.truth()[i].end_reason == "open";
    if (open) host.flag_truth(i, Flag::clock_step);
  }
}

void set_clock_by_chance(Host& host) {
  const Ticks by = std::chrono::seconds{host.dice().between(30, 12'000)};
  if (host.dice().one_in(2)) return set_clock(host, by);
  constexpr Ticks margin = std::chrono::minutes{2};
  const Ticks back = std::min(by, host.now() - host.last_unwitnessed() - margin);
  if (back > std::chrono::seconds{30}) set_clock(host, -back);
}

void sleep_and_wake(Host& host) {
  write_sleep_entered(host);
  host.wait_ms(500, 5'000);
  const Timestamp asleep = host.now();
  constexpr std::uint64_t nine_hours = 32'400'000;
  host.wait_ms(60'000, nine_hours);
  write_sleep_left(host, asleep);
}

void service_logon(Host& host, const User& who) {
  write_logon(host, by_services(host, who), host.new_logon_id(), false);
}

void batch_logon(Host& host, const User& who) {
  Credentials by = by_services(host, who);
  by.logon_type = 4;
  by.workstation = host.name();
  by.process = "C:\\Windows\\System32\\svchost.exe";
  write_explicit_credentials(host, by);
  wait_a_moment(host);
  const std::uint64_t logon_id = host.new_logon_id();
  write_logon(host, by, logon_id, false);
  host.wait_ms(500, 90'000);
  write_logoff(host, who, logon_id, 4);
}

}  // namespace sojourn::simulation
