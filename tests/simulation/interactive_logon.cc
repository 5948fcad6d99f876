#include "tests/simulation/interactive_logon.h"

#include <vector>

namespace sojourn::simulation {
namespace {

constexpr std::string_view kWinlogonPath = "C:\\Windows\\System32\\winlogon.exe";
constexpr std::string_view kServiceHostPath = "C:\\Windows\\System32\\svchost.exe";
constexpr std::string_view kLsassPath = "C:\\Windows\\System32\\lsass.exe";

bool is_privileged(const User& who) { return who.token != Token::standard; }

// The 4624s and 4672 of one logon; `ids` gets its LogonIds, the elevated one first. Returns the
// last 4624's time.
Timestamp write_halves(Host& host, const Credentials& by, std::vector<std::uint64_t>& ids) {
  Timestamp logon;
  if (by.who.token == Token::split) {
    const std::uint64_t elevated = host.new_logon_id();
    const std::uint64_t limited = host.new_logon_id();
    Credentials limited_half = by;
    limited_half.logon_guid = Credentials{}.logon_guid;  // observed: only the elevated half has it
    write_logon(host, by, elevated, true, limited);
    wait_a_moment(host);
    logon = write_logon(host, limited_half, limited, false, elevated);
    ids = {elevated, limited};
  } else {
    ids = {host.new_logon_id()};
    logon = write_logon(host, by, ids.front(), is_privileged(by.who));
  }
  wait_a_moment(host);
  if (is_privileged(by.who)) write_privileges(host, by.who, ids.front());
  return logon;
}

Credentials advapi(Host& host, User who) {
  return {.who = std::move(who),
          .logon_type = 2,
          .subject = machine(host),
          .logon_process = "Advapi  ",
          .package = "Negotiate",
          .process_id = host.winlogon_pid,
          .process = std::string(kWinlogonPath)};
}

}  // namespace

void wait_a_moment(Host& host) {
  // Observed: under a millisecond since Windows 10, within the tick of 15.6 ms before.
  if (host.generation().tick == Ticks{1})
    host.wait(Ticks{static_cast<int>(host.dice().between(40, 4'000))});
}

Credentials logon_screen(Host& host, const User& who, std::uint8_t logon_type,
                         std::string_view address) {
  const bool by_winlogon = host.generation().build < 10000;
  // Of RDP clients Windows 7 has the real port.
  const bool real_port = logon_type == 10 && !host.generation().follows_connections();
  return {.who = who,
          .logon_type = logon_type,
          .subject = machine(host),
          .logon_process = "User32 ",
          .package = "Negotiate",
          .workstation = host.name(),
          .address = std::string(address),
          .port = real_port ? std::to_string(host.dice().between(49'152, 65'535)) : "0",
          .process_id = host.winlogon_pid,
          .process = std::string(by_winlogon ? kWinlogonPath : kServiceHostPath)};
}

InteractiveLogon write_interactive_logon(Host& host, const Credentials& by) {
  InteractiveLogon logon{.first = write_explicit_credentials(host, by)};
  wait_a_moment(host);
  std::vector<std::uint64_t> ids;
  logon.granted = write_halves(host, by, ids);
  logon.logon_id = ids.back();
  logon.elevated_logon_id = ids.size() == 2 ? ids.front() : 0;
  return logon;
}

Timestamp write_thrown_away_logon(Host& host, const Credentials& by) {
  const Timestamp first = write_explicit_credentials(host, by);
  wait_a_moment(host);
  std::vector<std::uint64_t> ids;
  write_halves(host, by, ids);
  host.wait_ms(1, 30);  // observed: 1 to 2 ms, in Windows 7 one or two ticks
  for (const std::uint64_t id : ids) {
    write_logoff(host, by.who, id, by.logon_type);
    wait_a_moment(host);
  }
  return first;
}

void write_lsass_check(Host& host, const User& who) {
  const Credentials by{.who = who,
                       .logon_type = 7,
                       .subject = machine(host),
                       .logon_process = "Negotiat",
                       .package = "Negotiate",
                       .workstation = host.name(),
                       .process_id = host.lsass_pid,
                       .process = std::string(kLsassPath),
                       .logon_guid = host.new_guid()};
  std::vector<std::uint64_t> ids;
  write_halves(host, by, ids);
  for (const std::uint64_t id : ids) write_logoff(host, who, id, 7);
}

namespace {

User window_manager_of(std::uint32_t session) {
  const std::string number = std::to_string(session);
  return {"DWM-" + number, "Window Manager", "S-1-5-90-0-" + number, Token::split};
}

}  // namespace

void write_window_manager_gone(Host& host, std::uint32_t session) {
  for (const std::uint64_t id : host.window_managers[session])
    write_logoff(host, window_manager_of(session), id, 2);
  host.window_managers.erase(session);
}

void write_window_managers(Host& host, std::uint32_t session) {
  if (!host.generation().follows_connections()) return;  // they have no logons before Windows 8
  const std::string number = std::to_string(session);
  if (host.generation().font_driver_host) {
    const Credentials font_driver =
        advapi(host, {"UMFD-" + number, "Font Driver Host", "S-1-5-96-0-" + number});
    write_explicit_credentials(host, font_driver);
    write_logon(host, font_driver, host.new_logon_id(), false);
    host.wait_ms(5, 60);
  }
  const Credentials window_manager = advapi(host, window_manager_of(session));
  write_explicit_credentials(host, window_manager);
  write_halves(host, window_manager, host.window_managers[session]);
}

}  // namespace sojourn::simulation
