#include <array>
#include <functional>
#include <list>
#include <string>
#include <utility>
#include <vector>

#include "tests/simulation/at_once.h"
#include "tests/simulation/console_stories.h"
#include "tests/simulation/machine_stories.h"
#include "tests/simulation/rdp_attempts.h"
#include "tests/simulation/rdp_stories.h"
#include "tests/simulation/scenario.h"

namespace sojourn::simulation {
namespace {

constexpr std::array kGenerations{&kServer2016, &kServer2022, &kServer2025};
constexpr int kPeople = 30;

struct Person {
  User user;
  Client client;
};

std::vector<Person> thirty_people() {
  std::vector<Person> people;
  for (int i = 0; i < kPeople; ++i) {
    const std::string number = std::to_string(i + 1);
    people.push_back({{"user" + number, "CORP",
                       "S-1-5-21-1004336348-1177238915-682003330-" + std::to_string(2'000 + i),
                       i % 5 == 0 ? Token::split : Token::standard},
                      {"10.30.1." + std::to_string(i + 10), "THIN-" + number, i % 2 == 0}});
  }
  return people;
}

Desktop* of(Host& host, const User& who) {
  for (Desktop& desktop : host.desktops) {
    if (desktop.user.sid == who.sid) return &desktop;
  }
  return nullptr;
}

// One thing that this person does now.
std::function<void()> something(Host& host, const Person& person) {
  Desktop* own = of(host, person.user);
  const std::uint64_t what = host.dice().between(0, 5);
  if (own == nullptr) {
    if (what == 0) return [&] { rdp_failure(host, person.user, person.client); };
    return [&] { rdp_logon(host, person.user, person.client); };
  }
  if (!own->connected) return [&host, own, &person] { rdp_reconnect(host, *own, person.client); };
  if (own->locked) return [&host, own] { unlock(host, *own); };
  if (what < 2) return [&host, own] { rdp_logoff(host, *own); };
  if (what == 2) return [&host, own] { lock(host, *own); };
  return [&host, own] { rdp_disconnect(host, *own, Disconnect::window_closed); };
}

Scenario day_on(const Generation& generation, std::uint64_t seed, Dice& dice) {
  std::vector<Host> hosts;
  hosts.emplace_back(generation, "SRV-TS01.corp.example", "CORP",
                     *parse_time("2026-03-02T06:30:00Z"), seed);
  Host& host = hosts.back();
  const std::vector<Person> people = thirty_people();
  boot(host);
  for (int round = 0; round < 40; ++round) {
    host.wait_ms(60'000, 1'200'000);
    std::vector<std::function<void()>> stories;
    const std::uint64_t first = dice.between(0, kPeople - 1);
    const std::uint64_t count = dice.between(4, 9);
    for (std::uint64_t i = 0; i < count; ++i)
      stories.push_back(something(host, people[(first + 3 * i) % kPeople]));
    at_once(host, stories);
  }
  host.wait_ms(600'000, 1'200'000);
  if (dice.one_in(2)) shut_down(host, people.front().user, "restart", Stop::logs_users_off);
  return scenario_of(std::move(hosts));
}

}  // namespace

Scenario terminal_server(std::uint64_t seed) {
  Dice dice(seed);
  return day_on(*kGenerations[dice.between(0, kGenerations.size() - 1)], seed, dice);
}

Scenario terminal_server_2008(std::uint64_t seed) {
  Dice dice(seed);
  return day_on(kServer2008R2, seed, dice);
}

}  // namespace sojourn::simulation
