#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/at_once.h"
#include "tests/simulation/console_stories.h"
#include "tests/simulation/handover_stories.h"
#include "tests/simulation/machine_stories.h"
#include "tests/simulation/network_stories.h"
#include "tests/simulation/people.h"
#include "tests/simulation/rdp_attempts.h"
#include "tests/simulation/rdp_stories.h"
#include "tests/simulation/scenario.h"
#include "tests/simulation/secondary_stories.h"
#include "tests/simulation/ssh_stories.h"

namespace sojourn::simulation {
namespace {

using std::chrono::minutes;

constexpr std::array kGenerations{&kServer2008R2, &kServer2012R2, &kServer2016, &kWindows10,
                                  &kWindows11,    &kServer2022,   &kServer2025};

// One machine and a storyteller who picks what can happen to it next.
class Storyteller {
 public:
  // `name` is the machine's NetBIOS name, "" for any.
  Storyteller(std::uint64_t seed, std::string_view name, const Habits& habits)
      : seed_(seed),
        name_(name),
        habits_(habits),
        dice_(seed),
        generation_(*kGenerations[dice_.between(0, kGenerations.size() - 1)]),
        is_workstation_(&generation_ == &kWindows10 || &generation_ == &kWindows11),
        joined_(!is_workstation_ || !dice_.one_in(6)),
        host_(generation_, first_name(), std::string(joined_ ? "CORP" : kWorkgroup), first_start(),
              seed ^ 0x9E37'79B9'7F4A'7C15) {
    host_.audits_stations = !dice_.one_in(3);
    host_.audits_failures = !dice_.one_in(6);
    host_.publishes_apps = true;
    host_.clients_check_twice = habits_.double_checks;
    host_.prompts_fail_first = habits_.failing_prompts;
    host_.audits_logoffs = !habits_.unaudited_logoffs;
    host_.runs_ssh_server = generation_.build >= 17763;  // it comes with Windows since then
    if (dice_.one_in(3)) host_.local_word = "YEREL";     // Turkish
    users_ = people_of(host_, joined_, seed_);
    clients_ = {{"10.20.4.17", "WKS-0142", true},        {"10.20.4.33", "WKS-0188", true},
                {"10.20.9.5", "LAPTOP-K3", false},       {"203.0.113.66", "kali", false},
                {"198.51.100.23", "DESKTOP-7Q2", false}, {"2001:db8:42::19", "HOME-PC", false}};
  }

  Scenario tell() {
    boot(host_);
    if (dice_.one_in(6)) clear_security_log(host_);
    // Only a local account's record tells the machine SID.
    if (!name_.empty()) network_visit(host_, users_[4], clients_[2]);
    const std::uint64_t stories = dice_.between(8, 40);
    for (std::uint64_t i = 0; i < stories; ++i) {
      pass_time();
      next();
      settle_failures_without_address(host_);
    }
    if (lacked_desktop()) {
      pass_time();
      show_desktops();
    }
    std::vector<Host> hosts;
    hosts.push_back(std::move(host_));
    return scenario_of(std::move(hosts));
  }

 private:
  // Never so close that one story's records could belong to the next: two operations by one account
  // from one address within seconds are told apart by nobody.
  void pass_time() { host_.wait_ms(65'000, dice_.one_in(3) ? 6 * 3'600'000 : 20 * 60'000); }

  // Two machines of one name are seldom switched on at the same second.
  Timestamp first_start() const {
    const Timestamp monday = *parse_time("2026-03-02T06:30:00Z");
    return name_.empty() ? monday : monday + minutes{static_cast<std::int64_t>(seed_ % 997)};
  }

  std::string first_name() const {
    std::string name = is_workstation_ ? "WKS-0217" : "SRV-APP07";
    if (!name_.empty()) name = name_;
    return joined_ ? name + ".corp.example" : name;
  }

  // What an administrator does between a stop and a start: a new name, at most one, or the domain.
  void reconfigure() {
    if (!renamed_ && dice_.one_in(4)) {
      renamed_ = true;
      const std::string name = name_.empty() ? "LAB-12" : name_ + "-2";
      host_.rename(joined_ ? name + ".corp.example" : name);
    } else if (!joined_ && dice_.one_in(2)) {
      joined_ = true;
      host_.join_domain({.netbios = "CORP", .dns = "corp.example"});
    }
    users_ = people_of(host_, joined_, seed_);
  }

  const User& any_user() { return users_[dice_.between(0, users_.size() - 1)]; }
  const Client& any_client() { return clients_[dice_.between(0, clients_.size() - 1)]; }
  // By a tunnel now and then: a client that seems to sit on this host.
  const Client& any_network_rdp_client() { return dice_.one_in(12) ? tunnel_ : any_client(); }
  // Workstations are virtual machines, whose users also come by way of Hyper-V.
  const Client& any_rdp_client() {
    return is_workstation_ && dice_.one_in(10) ? hyper_v_ : any_network_rdp_client();
  }
  bool with_nla() { return !dice_.one_in(4); }

  Desktop* any_desktop(bool connected) {
    std::vector<Desktop*> fitting;
    for (Desktop& desktop : host_.desktops) {
      if (desktop.connected == connected) fitting.push_back(&desktop);
    }
    return fitting.empty() ? nullptr : fitting[dice_.between(0, fitting.size() - 1)];
  }
  Desktop* at_console() {
    for (Desktop& desktop : host_.desktops) {
      if (desktop.connected && !desktop.connection) return &desktop;
    }
    return nullptr;
  }
  Desktop* of(const User& who) {
    for (Desktop& desktop : host_.desktops) {
      if (desktop.user.sid == who.sid) return &desktop;
    }
    return nullptr;
  }

  // That somebody got no desktop is told by LocalSessionManager's log only where that goes on
  // behind it: in this boot by the next desktop, and before Windows 8, which notes no start there,
  // in a later one, too.
  bool lacked_desktop() const {
    const std::vector<TrueSession>& all = host_.truth();
    const auto shows = [](const TrueSession& session) {
      return session.windows_session_number.has_value();
    };
    for (auto lacking = all.begin(); lacking != all.end(); ++lacking) {
      if (lacking->outcome != "no_desktop") continue;
      if (lacking->boot + 1 == host_.boots) return true;
      if (!generation_.follows_connections() && std::none_of(lacking, all.end(), shows))
        return true;
    }
    return false;
  }

  void show_desktops() {
    if (Desktop* desktop = at_console()) return console_logoff(host_, *desktop);
    if (Desktop* desktop = any_desktop(true)) return rdp_logoff(host_, *desktop);
    const User& who = any_user();
    if (Desktop* own = of(who)) return console_reconnect(host_, *own);
    console_logon(host_, who);
  }

  // That somebody got no desktop can be told only behind LocalSessionManager's first record of the
  // boot: before Windows 8 it is that of the first desktop, later a single one that may be lost.
  bool had_desktop() const {
    return std::ranges::any_of(host_.truth(), [](const TrueSession& session) {
      return session.windows_session_number.has_value();
    });
  }
  bool has_had_desktop_in_this_boot() const {
    return std::ranges::any_of(host_.truth(), [&](const TrueSession& session) {
      return session.windows_session_number.has_value() && session.boot + 1 == host_.boots;
    });
  }

  void next() {
    switch (dice_.between(0, 11)) {
      case 10:
      case 11:
        return several_at_once();
      case 0:
      case 1:
        return somebody_at_console();
      case 2:
      case 3:
      case 4:
        return somebody_by_rdp();
      case 5:
        return from_network();
      case 6:
        return failures();
      case 7:
        return beside();
      case 8:
        return somebody_leaves();
      default:
        return machine();
    }
  }

  void somebody_at_console() {
    Desktop* desktop = at_console();
    if (desktop == nullptr) {
      const User& who = any_user();
      Desktop* own = of(who);
      if (own != nullptr) return console_reconnect(host_, *own);
      // A workstation shows one desktop at a time.
      if (is_workstation_ && any_desktop(true) != nullptr) return;
      if (dice_.one_in(4)) console_failure(host_, who);
      console_logon(host_, who, who.domain == "CORP" && dice_.one_in(5) ? 11 : 2);
      return;
    }
    if (!desktop->locked) {
      if (dice_.one_in(3)) return console_logoff(host_, *desktop);
      return lock(host_, *desktop);
    }
    if (host_.can_place_disconnects() && dice_.one_in(5)) return switch_user(host_, *desktop);
    if (dice_.one_in(3)) unlock_failure(host_, *desktop);
    unlock(host_, *desktop);
  }

  void somebody_by_rdp() {
    const User& who = any_user();
    if (Desktop* own = of(who)) return rdp_reconnect(host_, *own, any_rdp_client(), with_nla());
    const Client& client = any_network_rdp_client();
    if (Desktop* shown = any_desktop(true); is_workstation_ && shown != nullptr) {
      rdp_logon_displacing(host_, *shown, who, client);
      return;
    }
    if (had_desktop() && dice_.one_in(12)) {
      if (has_had_desktop_in_this_boot()) rdp_without_desktop(host_, who, client);
      return;
    }
    if (had_desktop() && dice_.one_in(12)) {
      if (has_had_desktop_in_this_boot()) rdp_logon_aborted(host_, who, client);
      return;
    }
    const Client& own = any_rdp_client();
    // Mistyped at first. Where nothing audits that, Windows 7 does not tell the two connections
    // apart.
    const bool told = generation_.follows_connections() || host_.audits_failures;
    if (!own.by_vmbus && told && host_.can_place_failures() && dice_.one_in(6)) {
      rdp_failure(host_, who, own);
      host_.wait_ms(3'000, 40'000);
    }
    // By VMBus given up at first, at the logon screen.
    if (habits_.screen_failures && own.by_vmbus && dice_.one_in(2)) {
      rdp_failures_at_screen(host_, who, own, static_cast<int>(dice_.between(1, 2)));
      host_.wait_ms(3'000, 40'000);
    }
    rdp_logon(host_, who, own, with_nla());
  }

  void somebody_leaves() {
    if (Desktop* idle = any_desktop(false); idle != nullptr && dice_.one_in(4)) {
      return log_off_disconnected(host_, *idle);
    }
    Desktop* desktop = any_desktop(true);
    if (desktop == nullptr) return;
    if (!desktop->connection) {
      if (!desktop->locked) console_logoff(host_, *desktop);
      return;
    }
    if (dice_.one_in(3) && !desktop->locked) {
      return rdp_logoff(host_, *desktop, dice_.one_in(5) ? Logoff::administrator : Logoff::owner);
    }
    if (!host_.can_place_disconnects()) return;
    constexpr std::array kHow{Disconnect::window_closed, Disconnect::by_user,
                              Disconnect::idle,          Disconnect::time_limit,
                              Disconnect::by_tool,       Disconnect::by_another_session};
    rdp_disconnect(host_, *desktop, kHow[dice_.between(0, kHow.size() - 1)]);
  }

  void from_network() {
    const User& who = any_user();
    const Client& client = any_client();
    switch (dice_.between(0, 6)) {
      case 6:
        return by_ssh(who, client);
      case 5:
        // Held to the end of the boot: 15 minutes after it began nobody can tell whether it still
        // is, so its client comes but once.
        if (host_.network_logons.empty()) network_logon(host_, who, backup_device_);
        return;
      case 0:
        return machine_visit(host_, client);
      case 1:
        return anonymous_visit(host_, client);
      case 2: {
        // Two that overlap, from the same client.
        NetworkLogon& first = network_logon(host_, who, client);
        host_.wait_ms(100, 300'000);
        NetworkLogon& second = network_logon(host_, who, client);
        host_.wait_ms(100, 300'000);
        network_logoff(host_, first);
        host_.wait_ms(100, 60'000);
        return network_logoff(host_, second);
      }
      default:
        for (std::uint64_t visits = dice_.between(1, 5); visits > 0; --visits) {
          network_visit(host_, who, client);
          // Within the 15 minutes of one session, or beyond.
          host_.wait_ms(2'000, dice_.one_in(3) ? 40 * 60'000 : 5 * 60'000);
        }
    }
  }

  void by_ssh(const User& who, const Client& client) {
    if (!host_.runs_ssh_server) return;
    if (dice_.one_in(3)) ssh_failures(host_, who, client, static_cast<int>(dice_.between(1, 2)));
    ssh_visit(host_, who, client, dice_.one_in(2) ? SshProof::password : SshProof::key);
  }

  void failures() {
    const User& who = dice_.one_in(3) ? stranger_ : any_user();
    const Client& client = any_client();
    switch (dice_.between(0, 5)) {
      case 5:
        if (!host_.runs_ssh_server) return;
        return ssh_failures(host_, who, client, static_cast<int>(dice_.between(1, 6)));
      case 0:
        return network_failure(host_, who, client);
      case 1:
        return rdp_failures_at_screen(host_, who, any_rdp_client(),
                                      static_cast<int>(dice_.between(1, 3)));
      case 2:
        if (!host_.can_place_failures()) return;
        return rdp_brute_force(host_, {stranger_, users_[4], users_[3]}, client,
                               static_cast<int>(dice_.between(5, 30)));
      default:
        if (host_.can_place_failures()) rdp_failure(host_, who, any_network_rdp_client());
    }
  }

  void beside() {
    Desktop* desktop = any_desktop(true);
    if (desktop == nullptr || desktop->locked) {
      if (dice_.one_in(2)) return service_logon(host_, users_[3]);
      return batch_logon(host_, users_[3]);
    }
    if (desktop->connection && dice_.one_in(3)) return lock(host_, *desktop);
    Desktop* victim = any_desktop(false);
    if (desktop->connection && victim != nullptr && host_.can_place_disconnects() &&
        dice_.one_in(3))
      return hijack(host_, *desktop, *victim);
    if (dice_.one_in(4)) {
      if (dice_.one_in(2)) elevation_failure(host_, users_[2]);
      return elevate(host_, users_[habits_.failing_prompts ? 4 : 2]);
    }
    if (dice_.one_in(2)) return run_net_only(host_, *desktop, users_[2]);
    const User& who = any_user();
    if (who.sid == desktop->user.sid) return;
    run_as(host_, *desktop, who, dice_.one_in(2) ? Lasts::a_while : Lasts::to_the_end);
  }

  // Different people, each with a story of their own, on a busy machine.
  void several_at_once() {
    std::vector<std::function<void()>> stories;
    bool apart = false;
    const std::uint64_t first = dice_.between(0, users_.size() - 1);
    bool shows_desktop = any_desktop(true) != nullptr;
    for (std::uint64_t i = 0; i < dice_.between(2, 4); ++i) {
      const User& who = users_[(first + i) % users_.size()];
      const Client& client = clients_[(first + i) % clients_.size()];
      // Where no ActivityID names a connection, two whose 261 and 1149 mingle cannot be told apart.
      if (i > 0 && !generation_.follows_connections()) {
        stories.push_back([this, &who, &client] { network_visit(host_, who, client); });
        continue;
      }
      if (Desktop* own = of(who)) {
        if (!own->connected && is_workstation_ && shows_desktop) continue;
        shows_desktop = true;
        stories.push_back([this, own, &client] { with_own_desktop(*own, client); });
      } else if (dice_.one_in(2) && !(is_workstation_ && shows_desktop)) {
        const bool console = i == 0 && at_console() == nullptr && dice_.one_in(2);
        shows_desktop = true;
        stories.push_back([this, &who, &client, console] {
          if (console) return static_cast<void>(console_logon(host_, who));
          rdp_logon(host_, who, client, with_nla());
        });
      } else {
        apart = apart || !generation_.names_nla_address;
        stories.push_back([this, &who, &client] { without_desktop(who, client); });
        // The other of two attackers behind one address.
        if (!generation_.names_nla_address && host_.can_place_failures() && dice_.one_in(4)) {
          stories.push_back([this, &client] { rdp_brute_force(host_, {stranger_}, client, 4); });
        }
      }
    }
    at_once(host_, stories, apart);
  }

  void with_own_desktop(Desktop& own, const Client& client) {
    if (!own.connected || dice_.one_in(3)) return rdp_reconnect(host_, own, client, with_nla());
    if (own.locked) return unlock(host_, own);
    if (dice_.one_in(3)) return lock(host_, own);
    if (!own.connection) return console_logoff(host_, own);
    if (dice_.one_in(2) || !host_.can_place_disconnects()) return rdp_logoff(host_, own);
    rdp_disconnect(host_, own, Disconnect::window_closed);
  }

  void without_desktop(const User& who, const Client& client) {
    if (dice_.one_in(4)) return by_ssh(who, client);
    if (dice_.one_in(2)) {
      network_visit(host_, who, client);
      return network_visit(host_, who, client);
    }
    if (!host_.can_place_failures()) return by_ssh(who, client);
    rdp_brute_force(host_, {stranger_, who}, client, static_cast<int>(dice_.between(1, 12)));
  }

  void machine() {
    if (is_workstation_ && dice_.one_in(4)) return sleep_and_wake(host_);
    if (habits_.wrong_clock && dice_.one_in(2)) return set_clock_wrong_or_right();
    if (!habits_.steady_clock && !habits_.wrong_clock && ahead_ == Ticks{} && dice_.one_in(3)) {
      return set_clock_by_chance(host_);
    }
    if (dice_.one_in(3)) {
      crash(host_);
    } else {
      shut_down(host_, any_user(), dice_.one_in(2) ? "restart" : "power off",
                dice_.one_in(5) ? Stop::forced : Stop::logs_users_off);
      reconfigure();
    }
    if (habits_.unrecorded_steps && dice_.one_in(2)) step_back_while_off();
    host_.wait_ms(20'000, dice_.one_in(2) ? 60'000 : 10 * 3'600'000);
    boot(host_);
  }

  // What lay within the wrong time says so. What did not end in it says that the clock was set.
  void set_clock_wrong_or_right() {
    if (ahead_ == Ticks{}) {
      ahead_ = std::chrono::hours{dice_.between(1'000, 5'000)};
      right_until_ = host_.truth().size();
      return set_clock(host_, ahead_);
    }
    for (std::size_t i = right_until_; i < host_.truth().size(); ++i) {
      if (host_.truth()[i].end_reason != "open") host_.flag_truth(i, Flag::clock_wrong);
    }
    set_clock(host_, -ahead_);
    habits_.wrong_clock = false;
  }

  // As a battery that is empty, or another system on the same machine, leaves the clock.
  void step_back_while_off() {
    host_.has_unrecorded_step = true;
    host_.set_clock(-Ticks(std::chrono::seconds{dice_.between(300, 12'000)}));
  }

  std::uint64_t seed_;
  std::string name_;
  Habits habits_;
  Dice dice_;
  const Generation& generation_;
  bool is_workstation_;
  bool joined_;  // a member of the domain
  bool renamed_ = false;
  Host host_;
  Ticks ahead_{};                // of the clock
  std::size_t right_until_ = 0;  // how many true sessions began by a right clock
  std::vector<User> users_;
  std::vector<Client> clients_;
  User stranger_{"test", "", ""};
  Client tunnel_{"::1", "kali", false};
  Client hyper_v_{"", "", false, true};
  Client backup_device_{"10.20.1.77", "NAS-02", false};
};

}  // namespace

Scenario random_scenario(std::uint64_t seed, std::string_view name, const Habits& habits) {
  return Storyteller(seed, name, habits).tell();
}

}  // namespace sojourn::simulation
