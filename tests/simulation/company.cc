#include "tests/simulation/company.h"

#include <array>
#include <utility>

#include "tests/simulation/console_stories.h"
#include "tests/simulation/controller_records.h"
#include "tests/simulation/machine_stories.h"
#include "tests/simulation/network_stories.h"
#include "tests/simulation/outbound_stories.h"
#include "tests/simulation/rdp_attempts.h"
#include "tests/simulation/rdp_stories.h"

namespace sojourn::simulation {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

enum Place : std::size_t { desk, other_desk, file_server, app_server, controller, gateway };

constexpr std::array<std::string_view, 6> kNames{"WKS-0142",  "WKS-0188", "SRV-FILE01",
                                                 "SRV-APP07", "DC01",     "RDGW01"};
constexpr std::array<std::string_view, 6> kAddresses{"10.20.4.17", "10.20.4.33", "10.20.1.10",
                                                     "10.20.1.17", "10.20.1.5",  "10.20.1.80"};
constexpr std::array kGenerations{&kWindows10,  &kWindows11,  &kServer2022,
                                  &kServer2016, &kServer2022, &kServer2025};

std::string sid(int account) {
  return "S-1-5-21-1004336348-1177238915-682003330-" + std::to_string(account);
}

class Teller {
 public:
  explicit Teller(std::uint64_t seed) : dice_(seed), now_(*parse_time("2026-03-02T06:30:00Z")) {
    for (std::size_t i = 0; i < kNames.size(); ++i) {
      ahead_.push_back(milliseconds{dice_.between(0, 3'000)});
      hosts_.emplace_back(*kGenerations[i], std::string(kNames[i]) + ".corp.example", "CORP",
                          now_ + ahead_[i], seed * 10 + i);
      hosts_[i].audits_stations = dice_.one_in(2);
      boot(hosts_[i]);
    }
    for (const std::size_t i : {desk, other_desk}) {
      let_pass();
      console_logon(at(i), i == desk ? maria_ : okafor_);
    }
  }

  Company tell() {
    for (std::uint64_t stories = dice_.between(15, 30); stories > 0; --stories) {
      let_pass();
      next();
    }
    let_pass();
    through_gateway();
    let_pass();
    spray();
    return {std::move(hosts_), std::move(movements_)};
  }

 private:
  void let_pass() { now_ += seconds{dice_.between(70, dice_.one_in(4) ? 7'200 : 900)}; }

  // The host, at the present moment by its own clock.
  Host& at(std::size_t place) {
    Host& host = hosts_[place];
    host.wait_until(now_ + ahead_[place]);
    now_ = std::max(now_, host.now() - ahead_[place]);
    return host;
  }
  // After a host's records: the time that passed with them.
  void follow(std::size_t place) { now_ = std::max(now_, hosts_[place].now() - ahead_[place]); }

  std::size_t any_server() { return dice_.one_in(2) ? file_server : app_server; }
  const User& any_user() { return dice_.one_in(2) ? petrov_ : backup_; }

  // The one that asks: at a workstation its owner, on a server whoever has a desktop there.
  Desktop* asker(std::size_t place) {
    for (Desktop& desktop : hosts_[place].desktops) {
      if (desktop.connected) return &desktop;
    }
    return nullptr;
  }

  void next() {
    switch (dice_.between(0, 7)) {
      case 0:
      case 1:
      case 2:
        return by_rdp();
      case 3:
        return to_share();
      case 4:
        return visit();
      case 5:
        return through_gateway();
      case 6:
        return nowhere();
      default:
        return stranger();
    }
  }

  struct Way {
    std::size_t from, to;
  };
  // From a workstation to a server, or from one server to the other.
  Way any_way() {
    const std::size_t to = any_server();
    const std::size_t other = to == file_server ? app_server : file_server;
    if (dice_.one_in(3) && asker(other) != nullptr) return {other, to};
    return {dice_.one_in(2) ? desk : other_desk, to};
  }

  // The client, with the ticket that the controller gave it for the server; by NTLM with none.
  Client checked(const User& who, Way way, bool kerberos) {
    Client client{std::string(kAddresses[way.from]), std::string(kNames[way.from]), kerberos};
    if (kerberos) {
      write_ticket_requested(at(controller), who, client.address);
      client.ticket = write_service_ticket(at(controller), who, client.address, kNames[way.to]);
    } else {
      write_credentials_validated(at(controller), who, client.name);
    }
    return client;
  }

  // The desktop of `who` there, new or taken up again.
  Timestamp arrive(std::size_t to, const User& who, const Client& client) {
    Host& host = at(to);
    for (Desktop& own : host.desktops) {
      if (own.user.sid != who.sid) continue;
      rdp_reconnect(host, own, client);
      follow(to);
      return host.truth(own.truth).start;
    }
    const Desktop& desktop = rdp_logon(host, who, client);
    follow(to);
    return host.truth(desktop.truth).start;
  }

  // Whoever came leaves after a while, so that the desktop is there for the next.
  void leave(std::size_t place, const User& who) {
    now_ += seconds{dice_.between(30, 1'500)};
    Host& host = at(place);
    for (Desktop& desktop : host.desktops) {
      if (desktop.user.sid != who.sid || !desktop.connected) continue;
      if (dice_.one_in(3)) return;  // it stays open
      if (dice_.one_in(2)) return rdp_logoff(host, desktop);
      return rdp_disconnect(host, desktop, Disconnect::window_closed);
    }
  }

  void by_rdp() {
    const auto [from, to] = any_way();
    const User& as = any_user();
    const bool kerberos = dice_.one_in(2);
    Host& source = at(from);
    const Timestamp asked = outbound_rdp(source, *asker(from), as,
                                         {.name = kNames[to], .address = kAddresses[to]}, true);
    follow(from);
    const Timestamp began = arrive(to, as, checked(as, {from, to}, kerberos));
    movements_.push_back({"rdp", source.computer(), hosts_[to].computer(), asked, began});
    leave(to, as);
  }

  void to_share() {
    const auto [from, to] = any_way();
    const User& as = any_user();
    const bool kerberos = dice_.one_in(2);
    Host& source = at(from);
    const Timestamp asked = use_credentials(source, *asker(from), as, hosts_[to].computer());
    follow(from);
    visit_as(as, {from, to}, kerberos, "share", asked);
  }

  void visit() {
    const auto [from, to] = any_way();
    const User& who = asker(from)->user;
    const bool kerberos = !dice_.one_in(4);
    visit_as(who, {from, to}, kerberos, "visit", {});
  }

  // Where it carries on a session that is there, it moves nobody.
  void visit_as(const User& who, Way way, bool kerberos, std::string_view kind, Timestamp asked) {
    const auto [from, to] = way;
    const Client client = checked(who, way, kerberos);
    Host& host = at(to);
    const std::size_t before = host.truth().size();
    network_visit(host, who, client);
    follow(to);
    if (host.truth().size() == before) return;
    movements_.push_back(
        {kind, hosts_[from].computer(), host.computer(), asked, host.truth().back().start});
  }

  void through_gateway() {
    const std::size_t to = any_server();
    const Passage passage{any_user(), "198.51.100.23", hosts_[to].computer()};
    const Timestamp asked = write_gateway_connected(at(gateway), passage);
    follow(gateway);
    now_ += milliseconds{dice_.between(200, 1'500)};
    Client laptop{std::string(kAddresses[gateway]), "LAPTOP-K3", false};
    checked(passage.who, {gateway, to}, false);
    const Timestamp began = arrive(to, passage.who, laptop);
    movements_.push_back(
        {"gateway", hosts_[gateway].computer(), hosts_[to].computer(), asked, began});
    leave(to, passage.who);
    follow(to);
    write_gateway_disconnected(at(gateway), passage, asked);
  }

  // To a machine whose logs nobody collected.
  void nowhere() {
    const std::size_t from = dice_.one_in(2) ? desk : other_desk;
    outbound_rdp(at(from), *asker(from), any_user(),
                 {.name = "SRV-ELSEWHERE", .address = "10.77.0.9"}, dice_.one_in(2));
  }

  void stranger() {
    const Client kali{"203.0.113.66", "kali", false};
    const std::size_t to = any_server();
    if (dice_.one_in(2)) return rdp_failure(at(to), any_user(), kali);
    network_visit(at(to), any_user(), {"10.20.9.5", "LAPTOP-K3", false});
  }

  void spray() {
    const auto guessed = [](int number) {
      return User{"user" + std::to_string(number), "CORP", sid(2'000 + number)};
    };
    for (int i = 0; i < kSprayed; ++i) {
      write_preauthentication_failed(at(controller), guessed(i), "10.20.9.5");
      now_ += seconds{dice_.between(1, 20)};
    }
    write_ticket_requested(at(controller), guessed(7), "10.20.9.5");
    let_pass();
    for (int i = 0; i < kSprayed; ++i) {
      use_credentials(at(desk), *asker(desk), guessed(i), hosts_[controller].computer());
      write_credentials_validated(at(controller), guessed(i), kNames[desk], 0xC000006A);
      now_ += seconds{dice_.between(1, 20)};
    }
  }

  Dice dice_;
  Timestamp now_;
  std::vector<Ticks> ahead_;  // by how much each host's clock
  std::vector<Host> hosts_;
  std::vector<Movement> movements_;
  User maria_{"maria.lindqvist", "CORP", sid(1104), Token::standard};
  User okafor_{"j.okafor", "CORP", sid(1118), Token::split};
  User petrov_{"adm.petrov", "CORP", sid(1131), Token::full};
  User backup_{"svc_backup", "CORP", sid(1150), Token::split};
};

}  // namespace

Company company(std::uint64_t seed) { return Teller(seed).tell(); }

}  // namespace sojourn::simulation
