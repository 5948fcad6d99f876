#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/console_stories.h"
#include "tests/simulation/machine_stories.h"
#include "tests/simulation/network_stories.h"
#include "tests/simulation/people.h"
#include "tests/simulation/provider.h"
#include "tests/simulation/rdp_attempts.h"
#include "tests/simulation/rdp_stories.h"
#include "tests/simulation/scenario.h"

namespace sojourn::simulation {
namespace {

constexpr std::array kGenerations{&kServer2012R2, &kServer2016, &kWindows10,
                                  &kWindows11,    &kServer2022, &kServer2025};

const std::string& value(const LogRecord& record, std::string_view name) {
  return std::ranges::find(record.values, name, &NamedValue::name)->value;
}

bool is_logon(const LogRecord& record) { return record.event_id == 4624; }

// The first 4624 of the window manager that drew the logon screen shown last.
Timestamp last_window_manager(const Host& host) {
  const std::vector<LogRecord>& records = host.channels().find(kSecurityChannel)->second;
  Timestamp time;
  for (auto it = records.rbegin(); it != records.rend(); ++it) {
    const bool manager = is_logon(*it) && value(*it, "TargetUserName").starts_with("DWM-");
    if (manager) time = it->time;
    if (!manager && time != Timestamp{} && is_logon(*it)) break;
  }
  return time;
}

// Where Security alone tells of it, a desktop was given with its 4624.
void know_by_security_alone(Host& host, std::size_t truth) {
  TrueSession& session = host.truth(truth);
  session.previous = kNoSession;
  for (const LogRecord& record : host.channels().find(kSecurityChannel)->second) {
    const bool own = is_logon(record) && record.time >= session.start &&
                     std::stoull(value(record, "TargetLogonId"), nullptr, 16) == session.logon_id;
    if (!own) continue;
    session.granted = record.time;
    return;
  }
}

class Consoles {
 public:
  explicit Consoles(std::uint64_t seed)
      : dice_(seed),
        host_(*kGenerations[dice_.between(0, kGenerations.size() - 1)], "WKS-0217.corp.example",
              "CORP", *parse_time("2026-03-02T06:30:00Z"), seed ^ 0x51'7CC1'B727'220A) {
    host_.audits_logoffs = false;
    host_.audits_stations = !dice_.one_in(3);
    users_ = people_of(host_, true, seed);
  }

  Scenario tell() {
    boot(host_);
    for (std::uint64_t i = dice_.between(10, 30); i > 0; --i) {
      host_.wait_ms(65'000, dice_.one_in(3) ? 6 * 3'600'000 : 20 * 60'000);
      next();
    }
    host_.keep_only(kSecurityChannel);
    std::vector<Host> hosts;
    hosts.push_back(std::move(host_));
    return scenario_of(std::move(hosts));
  }

 private:
  const User& any_user() { return users_[dice_.between(0, users_.size() - 1)]; }

  void next() {
    if (dice_.one_in(12)) return restart();
    if (dice_.one_in(5)) return from_network();
    if (host_.desktops.empty()) return somebody_comes();
    Desktop& desktop = host_.desktops.front();
    if (desktop.locked) return unlock(host_, desktop);
    if (dice_.one_in(2)) return lock(host_, desktop);
    const std::size_t truth = desktop.truth;
    console_logoff(host_, desktop);
    host_.end_truth(truth, last_window_manager(host_), "superseded", false);
  }

  void somebody_comes() {
    const User& who = any_user();
    if (dice_.one_in(4)) console_failure(host_, who);
    const bool cached = who.domain == "CORP" && dice_.one_in(5);
    know_by_security_alone(host_, console_logon(host_, who, cached ? 11 : 2).truth);
  }

  void from_network() {
    if (dice_.one_in(2)) return network_visit(host_, any_user(), client_);
    network_failure(host_, any_user(), client_);
  }

  // That Windows logs everybody off first is told by the logs that are not there.
  void restart() {
    if (dice_.one_in(2)) {
      crash_as_told();
    } else {
      shut_down(host_, users_.front(), "restart", Stop::forced);
      end_of_boot(last_security_record(), "shutdown");
    }
    host_.wait_ms(20'000, 36'000'000);
    boot(host_);
  }

  void crash_as_told() {
    crash(host_);
    end_of_boot(last_security_record(), "crash");
  }

  Timestamp last_security_record() const {
    return host_.channels().find(kSecurityChannel)->second.back().time;
  }

  void end_of_boot(Timestamp end, std::string_view reason) {
    for (std::size_t i = 0; i < host_.truth().size(); ++i) {
      const TrueSession& session = host_.truth()[i];
      if (session.boot + 1 == host_.boots && session.end_reason == reason)
        host_.end_truth(i, end, reason, false);
    }
  }

  Dice dice_;
  Host host_;
  std::vector<User> users_;
  Client client_{"10.20.4.17", "WKS-0142", false};
};

}  // namespace

Scenario consoles_without_logoffs(std::uint64_t seed) { return Consoles(seed).tell(); }

}  // namespace sojourn::simulation
