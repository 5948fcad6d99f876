#include "tests/bench/file_server.h"

#include <functional>
#include <ostream>
#include <utility>

#include "tests/simulation/json_export.h"
#include "tests/simulation/security_records.h"

namespace sojourn::bench {
namespace {

using simulation::Credentials;
using simulation::User;

constexpr std::uint64_t kUsers = 2000;
constexpr std::uint32_t kLogonFailure = 0xc000006d, kWrongPassword = 0xc000006a,
                        kNoSuchUser = 0xc0000064;
constexpr std::uint32_t kBadPasswordText = 2313;

const User kNetworkService{"SRV-FILE01$", "CORP", "S-1-5-18"};

}  // namespace

FileServer::FileServer(const std::string& name)
    : host_(simulation::kServer2016, name + ".corp.example", "CORP",
            *parse_time("2026-03-02T05:00:00Z"), 1) {
  host_.start_lsass();
  simulation::write_lsass_started(host_);
  while (visitors_.size() < kVisitors) come(false);
}

void FileServer::serve(std::uint64_t logon_percent) {
  const std::size_t before = records().size();
  // Kept to by counting, because what happens writes one record or up to three.
  const bool logon = logon_records_ * 100 < all_records_ * logon_percent;
  if (logon) {
    serve_logon();
  } else {
    serve_work();
  }
  const std::size_t written = records().size() - before;
  all_records_ += written;
  if (logon) logon_records_ += written;
}

void FileServer::serve_logon() {
  const std::uint64_t what = host_.dice().between(1, 100);
  if (what <= 38) {
    come(host_.dice().one_in(3));
  } else if (what <= 76) {
    leave();
  } else if (what <= 84) {
    mistype();
  } else if (what <= 90) {
    run_as();
  } else {
    host_.wait_ms(0, 60);
    write_credentials_validated(host_, any_user(), "WKS-" + std::to_string(kUsers));
  }
}

void FileServer::serve_work() {
  const Visitor& visitor = visitors_[host_.dice().between(0, visitors_.size() - 1)];
  const std::uint64_t what = host_.dice().between(1, 100);
  host_.wait_ms(0, 60);
  if (what <= 35) {
    write_file_access(host_, visitor.actor);
  } else if (what <= 65) {
    write_connection_permitted(host_, visitor.address);
  } else {
    const Actor system{kNetworkService, simulation::kSystemLogonId};
    what <= 83 ? write_process_started(host_, system) : write_process_ended(host_, system);
  }
}

void FileServer::change_visitor() {
  come(true);
  leave();
}

void FileServer::come(bool privileged) {
  host_.wait_ms(0, 60);
  Visitor visitor{{any_user(), host_.new_logon_id()}, ""};
  visitor.address = address_of(visitor.actor.who);
  const auto& [who, logon_id] = visitor.actor;
  if (privileged) simulation::write_privileges(host_, who, logon_id);
  simulation::write_logon(host_,
                          {.who = who,
                           .logon_process = "Kerberos",
                           .package = "Kerberos",
                           .address = visitor.address,
                           .port = std::to_string(host_.dice().between(49'152, 65'535)),
                           .logon_guid = host_.new_guid()},
                          logon_id, privileged);
  visitors_.push_back(std::move(visitor));
}

void FileServer::leave() {
  // Never everybody: work needs somebody to do it.
  if (visitors_.size() < kVisitors / 2) return come(false);
  host_.wait_ms(0, 60);
  std::swap(visitors_[host_.dice().between(0, visitors_.size() - 1)], visitors_.back());
  const auto& [who, logon_id] = visitors_.back().actor;
  simulation::write_logoff(host_, who, logon_id, 3);
  visitors_.pop_back();
}

void FileServer::mistype() {
  host_.wait_ms(0, 60);
  simulation::write_logon_failure(
      host_, {.who = any_user(), .workstation = "WKS-0142", .address = any_address(), .port = "0"},
      kLogonFailure, kWrongPassword, kBadPasswordText);
}

void FileServer::run_as() {
  host_.wait_ms(0, 60);
  simulation::write_explicit_credentials(host_, {.who = any_user(),
                                                 .subject = simulation::machine(host_),
                                                 .process_id = 1'204,
                                                 .process = "C:\\Windows\\System32\\svchost.exe"});
}

void FileServer::refuse_guess() {
  constexpr std::uint64_t addresses = 200;
  host_.wait_ms(1, 100);
  const std::uint64_t from = host_.dice().between(1, addresses);
  const bool known = host_.dice().one_in(4);
  User who = any_user();
  if (!known) who.name = "guess" + std::to_string(host_.dice().between(1, 5'000));
  simulation::write_logon_failure(host_,
                                  {.who = std::move(who),
                                   .workstation = "kali",
                                   .address = "203.0.113." + std::to_string(from),
                                   .port = std::to_string(host_.dice().between(1'024, 65'535))},
                                  kLogonFailure, known ? kWrongPassword : kNoSuchUser,
                                  kBadPasswordText);
}

User FileServer::any_user() {
  const std::string number = std::to_string(host_.dice().between(1, kUsers));
  return {"maria.lindqvist" + number, "CORP.EXAMPLE",
          "S-1-5-21-1004336348-1177238915-682003330-" + std::to_string(10'000) + number};
}

// Nearly always the user's own machine.
std::string FileServer::address_of(const User& who) {
  if (host_.dice().one_in(20)) return any_address();
  const std::size_t machine = std::hash<std::string>{}(who.name) % kUsers;
  constexpr std::size_t kPerNetwork = 250;
  return "10.20." + std::to_string(4 + machine / kPerNetwork) + '.' +
         std::to_string(2 + machine % kPerNetwork);
}

std::string FileServer::any_address() {
  return "10.20." + std::to_string(host_.dice().between(4, 19)) + '.' +
         std::to_string(host_.dice().between(2, 254));
}

const std::vector<simulation::LogRecord>& FileServer::records() const {
  return host_.channels().find(simulation::kSecurityChannel)->second;
}

void FileServer::write_json_to(std::ostream& log) const {
  log << simulation::json_log(records(), simulation::JsonForm::evtx_dump);
}

std::uint64_t FileServer::write_to(simulation::EvtxWriter& log) {
  const std::uint64_t count = records().size();
  for (const simulation::LogRecord& record : records()) log.add(record);
  host_.clear_channel(simulation::kSecurityChannel);
  return count;
}

}  // namespace sojourn::bench
