#include "tests/bench/hostile_logs.h"

#include <string>
#include <utility>

namespace sojourn::bench {

using enum EventKind;
using std::chrono::seconds;

// Records of one machine, each a given part of the way through a stretch of time.
class HostileRecords {
 public:
  explicit HostileRecords(Strings& strings) : strings_(strings) {}

  void lasts(Ticks stretch, std::uint64_t count) {
    step_ = stretch / static_cast<std::int64_t>(count);
  }
  void later(Ticks pause) { now_ += pause; }
  void file(std::uint64_t number) { file_ = static_cast<std::uint32_t>(number); }
  Text text(std::string_view of, std::uint64_t number) {
    return strings_.intern(std::string(of) + std::to_string(number));
  }
  Text text(std::string_view of) { return strings_.intern(of); }
  Text address(std::uint64_t number) {
    return strings_.intern("10." + std::to_string(number >> 16 & 0xFF) + '.' +
                           std::to_string(number >> 8 & 0xFF) + '.' +
                           std::to_string(number & 0xFF));
  }

  Event& add(EventKind kind, std::string_view channel) {
    Event event;
    event.kind = kind;
    event.time = now_ += step_;
    event.file = file_;
    event.channel = strings_.intern(channel);
    event.computer = strings_.intern("SRV");
    event.record = ++record_;
    events_.push_back(event);
    return events_.back();
  }
  Event& lsm(EventKind kind, std::uint64_t session, std::string_view user) {
    Event& event = add(kind, "LSM");
    event.session = static_cast<std::uint32_t>(session);
    event.user = text(user);
    return event;
  }
  Event& rdp(EventKind kind, std::uint64_t activity, std::uint64_t from) {
    Event& event = add(kind, kind == rdp_authenticated ? "RCM" : "RdpCoreTS");
    event.activity = text("A", activity);
    event.address = address(from);
    return event;
  }
  Event& logon(std::uint8_t type, std::string_view user) {
    Event& event = add(EventKind::logon, "Security");
    event.logon_type = type;
    event.user = text(user);
    event.logon_id = ++logon_id_;
    event.logon_process = text(type == 3 ? "NtLmSsp" : "User32");
    return event;
  }
  Event& failure(std::uint8_t type) {
    Event& event = add(logon_failed, "Security");
    event.logon_type = type;
    event.user = text("admin");
    return event;
  }
  std::uint64_t logon_id() const { return logon_id_; }
  std::vector<Event> take() { return std::move(events_); }

 private:
  Strings& strings_;
  std::vector<Event> events_;
  Timestamp now_{std::chrono::sys_days{std::chrono::year{2024} / 3 / 1}};
  Ticks step_{1};
  std::uint32_t file_ = 0;
  std::uint64_t record_ = 0, logon_id_ = 0x10000;
};

namespace {

using Records = HostileRecords;

// Of whose connection a failure without an address is, each connection open for ten seconds.
void failures_without_address(Records& r, std::uint64_t count) {
  r.lasts(seconds{8}, count * 2 / 3);
  for (std::uint64_t i = 0; i < count / 3; ++i) {
    r.rdp(connection_from, i, i);
    r.failure(3);
  }
  for (std::uint64_t i = 0; i < count / 3; ++i) r.rdp(transport_closed, i, i);
}

void failures_of_one_connection(Records& r, std::uint64_t count) {
  r.lasts(seconds{15}, count);
  r.rdp(connection_from, 1, 1);
  for (std::uint64_t i = 0; i < count / 2; ++i) r.rdp(connection_created, 1, 1);
  for (std::uint64_t i = 0; i < count / 2; ++i) r.failure(3).address = r.address(1);
}

void failures_at_screens(Records& r, std::uint64_t count) {
  r.lasts(seconds{500}, count);
  for (std::uint64_t i = 0; i < count / 3; ++i) {
    r.rdp(connection_from, i, i);
    r.rdp(rdp_authenticated, i, i).user = r.text("admin", i);
    r.failure(10).address = r.address(i + count);
  }
}

void failures_on_windows_7(Records& r, std::uint64_t count) {
  r.lasts(seconds{50}, count);
  for (std::uint64_t i = 0; i < count / 3; ++i) {
    r.rdp(listener_connected, 0, 0).activity = Text::none;
    r.failure(3).address = r.address(i);
  }
  for (std::uint64_t i = 0; i < count / 3; ++i)
    r.rdp(rdp_authenticated, 0, i).activity = Text::none;
}

void credential_checks(Records& r, std::uint64_t count) {
  r.lasts(seconds{50}, count);
  for (std::uint64_t i = 0; i < count / 2; ++i) {
    r.rdp(connection_from, i, 1);
    Event& check = r.logon(3, "alice");
    check.address = r.address(2);
    check.src_port = 0;
  }
}

void assigned_connections(Records& r, std::uint64_t count) {
  r.lasts(seconds{4}, count);
  for (std::uint64_t i = 0; i < count / 2; ++i) r.logon(3, "alice");
  for (std::uint64_t i = 0; i < count / 2; ++i) r.rdp(connection_assigned, 1, 1);
  r.rdp(connection_assigned, 2, 2);
}

void logons_of_one_account(Records& r, std::uint64_t count) {
  r.lasts(seconds{5}, count);
  for (std::uint64_t i = 0; i < count / 2; ++i) {
    r.logon(3, "alice").address = r.address(2);
    r.rdp(rdp_authenticated, i, 1).user = r.text("alice");
  }
}

void remote_logons_of_one_account(Records& r, std::uint64_t count) {
  r.lasts(seconds{5}, count);
  for (std::uint64_t i = 0; i < count / 2; ++i) {
    r.logon(10, "alice").address = r.address(2);
    r.rdp(rdp_authenticated, i, 1).user = r.text("alice");
  }
}

void sources_of_one_account(Records& r, std::uint64_t count) {
  r.lasts(seconds{600}, count);
  for (std::uint64_t i = 0; i < count; ++i) r.logon(3, "alice").address = r.address(i);
}

void explicit_credentials_of_one_account(Records& r, std::uint64_t count) {
  r.lasts(seconds{1}, count);
  for (std::uint64_t i = 0; i < count / 2; ++i)
    r.add(explicit_credentials, "Security").user = r.text("alice");
  for (std::uint64_t i = 0; i < count / 2; ++i) r.logon(9, "alice");
}

void halves_of_split_tokens(Records& r, std::uint64_t count) {
  r.lasts(Ticks{0}, count);
  for (std::uint64_t i = 0; i < count; ++i) {
    Event& half = r.logon(2, "alice");
    half.version = 1;
    half.channel = r.text("Channel ", i);
  }
}

void leaves_of_one_connection(Records& r, std::uint64_t count) {
  r.lasts(seconds{600}, count);
  for (std::uint64_t i = 0; i < count / 2; ++i) {
    r.lsm(session_reconnected, i % 7, "alice").activity = r.text("A1");
    r.lsm(session_disconnected, i + 10, "alice").activity = r.text("A1");
  }
}

void desktops_of_one_connection(Records& r, std::uint64_t count) {
  r.lasts(seconds{600}, count);
  for (std::uint64_t i = 0; i < count / 2; ++i) r.rdp(connection_created, 1, 1);
  for (std::uint64_t i = 0; i < count / 2; ++i)
    r.lsm(session_reconnected, 1, "alice").activity = r.text("A1");
}

void desktops_on_windows_7(Records& r, std::uint64_t count) {
  r.lasts(seconds{500}, count);
  for (std::uint64_t i = 0; i < count / 3; ++i) {
    Event& authenticated = r.rdp(rdp_authenticated, 0, 1);
    authenticated.activity = Text::none;
    authenticated.user = r.text("bob");
    Event& desktop = r.lsm(session_reconnected, 1, "alice");
    desktop.address = r.address(1);
  }
}

void arbitrations(Records& r, std::uint64_t count) {
  r.lasts(seconds{50}, count);
  for (std::uint64_t i = 0; i < count / 2; ++i) r.lsm(arbitration_began, 2, "bob");
  for (std::uint64_t i = 0; i < count / 2; ++i) r.lsm(session_reconnected, 1, "alice");
}

void reauthentications(Records& r, std::uint64_t count) {
  r.lasts(seconds{10}, count);
  r.lsm(session_logon, 1, "bob");
  for (std::uint64_t i = 0; i < count / 2; ++i) {
    r.logon(7, "alice").sid = r.text("S-1-5-21-1-2-3-", 1000 + i);
    r.lsm(session_reconnected, i, "alice");
  }
}

void desktops_of_one_logon(Records& r, std::uint64_t count) {
  r.lasts(seconds{1}, count);
  r.logon(2, "alice");
  for (std::uint64_t i = 0; i < count / 2; ++i) r.lsm(session_logon, i, "alice");
  r.later(seconds{600});
  for (std::uint64_t i = 0; i < count / 2; ++i) r.add(locked, "Security").logon_id = r.logon_id();
}

void logoffs_of_others(Records& r, std::uint64_t count) {
  r.lasts(seconds{100}, count);
  for (std::uint64_t i = 0; i < count / 3; ++i) {
    r.lsm(session_logon, i, "alice");
    Event& asked = r.add(logoff_initiated, "Security");
    asked.user = r.text("bob");
    asked.logon_id = i + 0x1000;
    r.lsm(session_logoff, i, "alice");
  }
}

void desktops_handed_over(Records& r, std::uint64_t count) {
  r.lasts(seconds{4}, count);
  for (std::uint64_t i = 0; i < count / 2; ++i) {
    for (const EventKind kind : {station_disconnected, station_reconnected}) {
      Event& event = r.add(kind, "Security");
      event.user = r.text(kind == station_disconnected ? "bob" : "alice");
      event.terminal = r.text("RDP-Tcp#", i + (kind == station_reconnected ? count : 0));
      event.logon_id = 2 * i + 0x1000 + (kind == station_reconnected ? 1 : 0);
    }
  }
}

void channels_at_one_tick(Records& r, std::uint64_t count) {
  r.lasts(Ticks{0}, count);
  for (std::uint64_t i = 0; i < count; ++i) r.add(locked, "Channel " + std::to_string(i));
}

void channels_of_one_log(Records& r, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) r.add(locked, "Channel " + std::to_string(i));
}

void clock_steps(Records& r, std::uint64_t count) {
  constexpr std::uint64_t every = 3;
  for (std::uint64_t i = 0; i < count / every; ++i) {
    Event& step = r.add(security_clock_changed, "Security");
    step.other_time = step.time + seconds{5};
    r.later(seconds{600});
    r.add(locked, "Security");
    r.add(session_logon, "LSM");
  }
}

void clock_steps_of_many_channels(Records& r, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count / 2; ++i) {
    const std::string channel = "Channel " + std::to_string(i);
    Event& step = r.add(security_clock_changed, channel);
    step.other_time = step.time + seconds{5};
    r.later(seconds{600});
    r.add(lsass_started, channel);
  }
}

void machines_that_forward(Records& r, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i)
    r.add(locked, "Security").computer = r.text("PC", i % (count / 2));
}

void names_of_one_machine(Records& r, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) {
    Event& event = r.logon(3, "PC" + std::to_string(i) + '$');
    event.computer = r.text("NAME", i);
    event.domain = r.text("DOMAIN", i);
    event.sid = r.text("S-1-5-21-1-2-3-", 1000 + i);
  }
}

void machines_of_one_sid(Records& r, std::uint64_t count) {
  r.lasts(seconds{1'000'000}, count);
  for (std::uint64_t i = 0; i < count / 2; ++i) {
    r.file(i);
    for (int twice = 0; twice < 2; ++twice) {
      Event& event = r.logon(2, "alice");
      event.computer = event.domain = r.text("PC", i);
      event.sid = r.text("S-1-5-21-1-2-3-1001");
    }
  }
}

void machines_that_begin_alike(Records& r, std::uint64_t count) {
  r.lasts(seconds{1'000'000}, count);
  for (std::uint64_t i = 0; i < count; ++i) {
    r.file(i);
    Event& event = r.logon(2, "alice");
    event.record = 7 + i % 2;
    event.computer = event.domain = r.text("PC", i);
    event.sid = r.text("S-1-5-21-1-2-", i);
  }
}

// A host for every ten records, each with texts of its own.
void many_hosts(Records& r, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) {
    r.file(i / 10);
    Event& event = r.logon(3, "user" + std::to_string(i));
    event.computer = r.text("PC", i / 10);
    event.address = r.address(i);
  }
}

// Logs of two machines of one name, each tied to the next only.
void chain_of_one_name(Records& r, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count / 2; ++i) {
    r.file(i);
    r.rdp(connection_created, i, 1).address = Text::none;
    r.rdp(connection_created, i + 1, 1).address = Text::none;
    if (i > 1) continue;
    Event& event = r.logon(2, "alice");
    event.domain = r.text("SRV");
    event.sid = r.text(i == 0 ? "S-1-5-21-1-2-3-1001" : "S-1-5-21-1-2-4-1001");
  }
}

}  // namespace

const std::vector<HostileLog>& hostile_logs() {
  static const std::vector<HostileLog> logs{
      {"failures without address", failures_without_address},
      {"failures of one connection", failures_of_one_connection},
      {"failures at screens", failures_at_screens},
      {"failures on Windows 7", failures_on_windows_7},
      {"credential checks", credential_checks},
      {"assigned connections", assigned_connections},
      {"logons of one account", logons_of_one_account},
      {"remote logons of one account", remote_logons_of_one_account},
      {"sources of one account", sources_of_one_account},
      {"4648s of one account", explicit_credentials_of_one_account},
      {"halves of split tokens", halves_of_split_tokens},
      {"leaves of one connection", leaves_of_one_connection},
      {"desktops of one connection", desktops_of_one_connection},
      {"desktops on Windows 7", desktops_on_windows_7},
      {"arbitrations", arbitrations},
      {"reauthentications", reauthentications},
      {"desktops of one logon", desktops_of_one_logon},
      {"logoffs of others", logoffs_of_others},
      {"desktops handed over", desktops_handed_over},
      {"channels at one tick", channels_at_one_tick},
      {"channels of one log", channels_of_one_log},
      {"clock steps", clock_steps},
      {"clock steps of many channels", clock_steps_of_many_channels},
      {"machines that forward", machines_that_forward},
      {"names of one machine", names_of_one_machine},
      {"machines of one SID", machines_of_one_sid},
      {"machines that begin alike", machines_that_begin_alike},
      {"many hosts", many_hosts},
      {"chain of logs of one name", chain_of_one_name},
  };
  return logs;
}

std::vector<Event> events_of(const HostileLog& log, std::uint64_t count, Strings& strings) {
  HostileRecords records(strings);
  log.write(records, count);
  return records.take();
}

}  // namespace sojourn::bench
