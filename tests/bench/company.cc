#include "tests/bench/company.h"

#include <array>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/simulation/console_stories.h"
#include "tests/simulation/evtx_writer.h"
#include "tests/simulation/host.h"
#include "tests/simulation/machine_stories.h"
#include "tests/simulation/outbound_stories.h"
#include "tests/simulation/rdp_attempts.h"
#include "tests/simulation/rdp_stories.h"
#include "tests/simulation/security_records.h"

namespace sojourn::bench {
namespace {

using simulation::Client;
using simulation::Desktop;
using simulation::Host;
using simulation::User;

constexpr std::uint64_t kFileServers = 20, kTerminalServers = 4, kPeople = 2'000, kGuests = 30;
constexpr std::uint64_t kDays = 60;
constexpr std::uint32_t kLogonFailure = 0xc000006d, kWrongPassword = 0xc000006a,
                        kBadPassword = 2313;

std::string two_digits(std::uint64_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}
std::string file_server(std::uint64_t number) { return "SRV-FILE" + two_digits(number); }
std::string address_of_server(std::uint64_t number) { return "10.10.0." + std::to_string(number); }

User person(std::uint64_t number) {
  return {"person" + std::to_string(number), "CORP",
          "S-1-5-21-1004336348-1177238915-682003330-" + std::to_string(10'000 + number)};
}

// Everybody's own machine.
Client workstation(std::uint64_t number) {
  constexpr std::uint64_t kInNetwork = 250;
  std::string address = "10.20." + std::to_string(number / kInNetwork);
  address += '.' + std::to_string(2 + number % kInNetwork);
  return {address, "WKS-" + std::to_string(number), true};
}

// One host with its logs, which are in memory only until they are handed over.
class Server {
 public:
  Server(const std::filesystem::path& folder, const std::string& name, std::uint64_t seed)
      : host_(simulation::kServer2022, name + ".corp.example", "CORP",
              *parse_time("2026-01-05T05:00:00Z"), seed),
        folder_(folder / name) {
    std::filesystem::create_directories(folder_);
  }

  Host& host() { return host_; }

  void hand_over() {
    std::vector<std::string> channels;
    for (const auto& [channel, records] : host_.channels()) {
      auto& log = logs_[channel];
      if (!log) log = std::make_unique<simulation::EvtxWriter>(folder_ / file_name(channel));
      for (const simulation::LogRecord& record : records) log->add(record);
      channels.push_back(channel);
    }
    for (const std::string& channel : channels) host_.clear_channel(channel);
  }

  void finish() {
    hand_over();
    for (auto& [channel, log] : logs_) log->finish();
  }

 private:
  static std::string file_name(std::string channel) {
    if (const std::size_t at = channel.find('/'); at != std::string::npos)
      channel.replace(at, 1, "%4");
    return channel + ".evtx";
  }

  Host host_;
  std::filesystem::path folder_;
  std::map<std::string, std::unique_ptr<simulation::EvtxWriter>> logs_;
};

class FileServerDays {
 public:
  FileServerDays(const std::filesystem::path& folder, std::uint64_t number)
      : server_(folder, file_server(number), number), host_(server_.host()), number_(number) {
    host_.start_lsass();
    simulation::write_lsass_started(host_);
  }

  void live(std::uint64_t sessions) {
    constexpr std::uint64_t kMilliseconds = kDays * 24 * 3'600 * 1'000, kBetweenLooks = 500;
    while (sessions_ < sessions) {
      // On average what makes sixty days of all.
      host_.wait_ms(0, 2 * kMilliseconds / sessions);
      something();
      if (sessions_ % kBetweenLooks == 0) server_.hand_over();
    }
    while (!visits_.empty()) leave();
    server_.finish();
  }

 private:
  struct Visit {
    User who;
    std::uint64_t logon_id = 0;
  };

  void something() {
    const std::uint64_t what = host_.dice().between(1, 2'000);
    if (what == 1) return guess();
    if (what <= 200) return mistype();
    if (what <= 240) return run_as();
    constexpr std::size_t kVisitors = 40;
    if (visits_.size() >= kVisitors) leave();
    come();
  }

  // Nearly always from the own machine; else from another, from the next server, from home.
  void come() {
    const std::uint64_t who = host_.dice().between(1, kPeople), from = host_.dice().between(1, 200);
    simulation::Credentials by{.who = person(who), .address = workstation(who).address};
    if (from <= 4) {
      const std::uint64_t next = number_ % kFileServers + 1;
      by.address = address_of_server(next);
      by.workstation = file_server(next);
    } else if (from <= 14) {
      by.address = workstation(host_.dice().between(1, kPeople)).address;
    } else if (from == 15) {
      by.address = "198.51.100." + std::to_string(host_.dice().between(1, 200));
    }
    if (from > 4) {
      by.logon_process = by.package = "Kerberos";
      by.logon_guid = host_.new_guid();
    }
    by.port = std::to_string(host_.dice().between(49'152, 65'535));
    log_on(by);
  }

  void log_on(const simulation::Credentials& by) {
    const std::uint64_t logon_id = host_.new_logon_id();
    const bool privileged = host_.dice().one_in(10);
    if (privileged) simulation::write_privileges(host_, by.who, logon_id);
    simulation::write_logon(host_, by, logon_id, privileged);
    visits_.push_back({by.who, logon_id});
    ++sessions_;
  }

  void leave() {
    std::swap(visits_[host_.dice().between(0, visits_.size() - 1)], visits_.back());
    simulation::write_logoff(host_, visits_.back().who, visits_.back().logon_id, 3);
    visits_.pop_back();
  }

  void fail(const simulation::Credentials& by) {
    simulation::write_logon_failure(host_, by, kLogonFailure, kWrongPassword, kBadPassword);
    ++sessions_;
  }

  void mistype() {
    const std::uint64_t who = host_.dice().between(1, kPeople);
    fail({.who = person(who),
          .workstation = workstation(who).name,
          .address = workstation(who).address,
          .port = "0"});
  }

  // One account, or one after another; some of it has success.
  void guess() {
    const std::uint64_t attempts = host_.dice().between(50, 400);
    const bool sprays = host_.dice().one_in(2);
    simulation::Credentials by{
        .who = person(host_.dice().between(1, kPeople)),
        .workstation = "kali",
        .address = "203.0.113." + std::to_string(host_.dice().between(1, 250)),
        .port = "0"};
    for (std::uint64_t i = 0; i < attempts; ++i) {
      host_.wait_ms(50, 3'000);
      if (sprays) by.who = person(host_.dice().between(1, kPeople));
      fail(by);
    }
    if (host_.dice().one_in(4)) log_on(by);
  }

  void run_as() {
    if (visits_.empty()) return;
    const Visit& visit = visits_[host_.dice().between(0, visits_.size() - 1)];
    simulation::write_explicit_credentials(host_, {.who = person(host_.dice().between(1, kPeople)),
                                                   .subject = {visit.who, visit.logon_id},
                                                   .process_id = 1'204,
                                                   .process = "C:\\Windows\\System32\\lsass.exe"});
  }

  Server server_;
  Host& host_;
  std::uint64_t number_;
  std::uint64_t sessions_ = 0;
  std::vector<Visit> visits_;
};

Desktop* desktop_of(Host& host, const User& who) {
  for (Desktop& desktop : host.desktops) {
    if (desktop.user.sid == who.sid) return &desktop;
  }
  return nullptr;
}

void go_to_a_file_server(Host& host, const Desktop& own) {
  const std::uint64_t number = host.dice().between(1, kFileServers);
  const std::string name = file_server(number), address = address_of_server(number);
  simulation::outbound_rdp(host, own, own.user, {.name = name, .address = address}, true);
}

// What somebody who works there does next.
void go_on(Host& host, const User& who, const Client& client) {
  Desktop* own = desktop_of(host, who);
  const std::uint64_t what = host.dice().between(0, 9);
  if (own == nullptr) {
    if (what == 0) return simulation::rdp_failure(host, who, client);
    simulation::rdp_logon(host, who, client);
    return;
  }
  if (!own->connected) return simulation::rdp_reconnect(host, *own, client);
  if (own->locked) return simulation::unlock(host, *own);
  if (what == 0) return simulation::rdp_logoff(host, *own);
  if (what <= 4) return simulation::lock(host, *own);
  if (what == 5) return go_to_a_file_server(host, *own);
  simulation::rdp_disconnect(host, *own, simulation::Disconnect::window_closed);
}

void live_on_terminal_server(const std::filesystem::path& folder, std::uint64_t number,
                             std::uint64_t sessions) {
  Server server(folder, "SRV-TS" + two_digits(number), 1'000 + number);
  Host& host = server.host();
  constexpr std::uint64_t kMilliseconds = kDays * 24 * 3'600 * 1'000, kBetweenLooks = 100;
  simulation::boot(host);
  for (std::uint64_t round = 0; host.truth().size() < sessions; ++round) {
    host.wait_ms(0, kMilliseconds / sessions);
    const std::uint64_t guest = number * kGuests + host.dice().between(1, kGuests);
    go_on(host, person(guest), workstation(guest));
    if (round % kBetweenLooks == 0) server.hand_over();
  }
  server.finish();
}

}  // namespace

void write_company(std::uint64_t sessions, const std::filesystem::path& folder) {
  const std::uint64_t desktops = sessions / 10, visits = sessions - desktops;
  for (std::uint64_t i = 1; i <= kFileServers; ++i)
    FileServerDays(folder, i).live(visits / kFileServers);
  for (std::uint64_t i = 1; i <= kTerminalServers; ++i)
    live_on_terminal_server(folder, i, desktops / kTerminalServers);
}

}  // namespace sojourn::bench
