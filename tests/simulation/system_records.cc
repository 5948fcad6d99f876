#include "tests/simulation/system_records.h"

#include <string>

#include "tests/simulation/log_values.h"

namespace sojourn::simulation {

void write_os_started(Host& host) {
  const std::uint32_t build = host.generation().build;
  host.write(kKernelGeneral, 12,
             {number_value("MajorVersion", build < 10000 ? 6 : 10),
              number_value("MinorVersion", build < 9200    ? 1
                                           : build < 10000 ? 3
                                                           : 0),
              number_value("BuildVersion", build), number_value("QfeVersion", 1),
              number_value("ServiceVersion", 0), number_value("BootMode", 0),
              time_value("StartTime", host.now())},
             {.user_id = "S-1-5-18"});
}

void write_os_stopped(Host& host, Timestamp stopped) {
  host.write_at(stopped, kKernelGeneral, 13, {time_value("StopTime", stopped)},
                {.user_id = "S-1-5-18"});
}

void write_clock_changed(Host& host, Timestamp old_time, std::uint32_t reason) {
  host.write(
      kKernelGeneral, 1,
      {time_value("NewTime", host.now()), time_value("OldTime", old_time),
       number_value("Reason", reason),
       text_value("ProcessName", "\\Device\\HarddiskVolume2\\Windows\\System32\\svchost.exe"),
       process_id_value("ProcessID", 1'204)},
      {.user_id = "S-1-5-19", .version = 2});
}

void write_sleep_entered(Host& host) {
  host.write(kKernelPower, 42,
             {number_value("TargetState", 4), number_value("EffectiveState", 4),
              number_value("Reason", 7), number_value("Flags", 0)},
             {.user_id = "S-1-5-18", .version = 3});
}

void write_sleep_left(Host& host, Timestamp asleep) {
  host.write(kKernelPower, 107,
             {number_value("TargetState", 4), number_value("EffectiveState", 4),
              number_value("WakeFromState", 4)},
             {.user_id = "S-1-5-18", .version = 1});
  write_clock_changed(host, asleep, 2);
  host.write(kPowerTroubleshooter, 1,
             {time_value("SleepTime", asleep), time_value("WakeTime", host.now())},
             {.user_id = "S-1-5-19", .version = 3});
}

void write_dirty_restart(Host& host) {
  host.write(kKernelPower, 41,
             {number_value("BugcheckCode", 0), text_value("SleepInProgress", "0"),
              number_value("PowerButtonTimestamp", 0)},
             {.user_id = "S-1-5-18", .version = 6});
}

void write_unexpected_shutdown(Host& host, Timestamp last_alive) {
  const std::string time = format_time(last_alive);  // 2026-03-02T08:00:00.0000000Z
  host.write(kClassicEventLog, 6008,
             {text_value("", time.substr(11, 8)), text_value("", time.substr(0, 10)),
              text_value("", ""), text_value("", ""), text_value("", "7214")});
}

void write_event_log_started(Host& host) { host.write(kClassicEventLog, 6005, {}); }

void write_event_log_stopped(Host& host) { host.write(kClassicEventLog, 6006, {}); }

void write_uptime(Host& host) {
  const auto up = std::chrono::duration_cast<std::chrono::seconds>(host.now() - host.booted);
  host.write(
      kClassicEventLog, 6013,
      {text_value("", ""), text_value("", ""), text_value("", ""), text_value("", ""),
       text_value("", std::to_string(up.count())), text_value("", "60"), text_value("", "0 UTC")});
}

void write_shutdown_requested(Host& host, const User& by, std::string_view action) {
  host.write(
      kUser32, 1074,
      {text_value("param1", "C:\\Windows\\System32\\RuntimeBroker.exe (" + host.name() + ")"),
       text_value("param2", host.name()), text_value("param3", "Other (Unplanned)"),
       text_value("param4", "0x0"), text_value("param5", action), text_value("param6", ""),
       text_value("param7", by.domain + "\\" + by.name)},
      {.user_id = by.sid});
}

void write_winlogon(Host& host, std::uint16_t event_id, std::uint32_t session, const User& who) {
  host.write(kWinlogon, event_id, {number_value("TSId", session), sid_value("UserSid", who.sid)},
             {.user_id = "S-1-5-18"});
}

void write_profile(Host& host, std::uint16_t event_id, std::uint32_t session, const User& who) {
  host.write(kProfiles, event_id, {number_value("Session", session)}, {.user_id = who.sid});
}

Timestamp write_ssh_message(Host& host, std::string_view payload) {
  return host.write(kOpenSsh, 4, {text_value("process", "sshd"), text_value("payload", payload)},
                    {.user_id = "S-1-5-18"});
}

}  // namespace sojourn::simulation
