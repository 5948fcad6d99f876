#include "tests/bench/controller.h"

#include <cstdio>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/everyday_records.h"
#include "tests/bench/measurement.h"
#include "tests/simulation/controller_records.h"
#include "tests/simulation/evtx_writer.h"
#include "tests/simulation/host.h"
#include "tests/simulation/security_records.h"
#include "tests/support/places.h"

namespace sojourn::bench {
namespace {

using simulation::User;

constexpr std::uint64_t kPeople = 2'000, kServers = 60;
constexpr std::size_t kVisitors = 200;  // logged on at a time
constexpr double kMebibyte = 1 << 20;

// Two thousand people and their machines ask it for tickets to sixty servers; some of them come to
// it, too, for their policies.
class Controller {
 public:
  Controller()
      : host_(simulation::kServer2022, "DC01.corp.example", "CORP",
              *parse_time("2026-03-02T05:00:00Z"), 1) {
    host_.start_lsass();
    simulation::write_lsass_started(host_);
  }

  // One thing that happens.
  void serve() {
    host_.wait_ms(0, 60);
    const bool asks_for_service = tickets_ * 3 < all_ * 2;
    if (asks_for_service) {
      const auto [who, address] = anyone();
      const std::string server = "SRV-" + std::to_string(host_.dice().between(1, kServers));
      simulation::write_service_ticket(host_, who, address, server);
    } else {
      serve_other();
    }
    const std::size_t written = records().size() - before_;
    all_ += written;
    if (asks_for_service) tickets_ += written;
    before_ = records().size();
  }

  std::uint64_t write_to(simulation::EvtxWriter& log) {
    for (const simulation::LogRecord& record : records()) log.add(record);
    const std::uint64_t count = records().size();
    host_.clear_channel(simulation::kSecurityChannel);
    before_ = 0;
    return count;
  }

 private:
  struct Visitor {
    User who;
    std::uint64_t logon_id = 0;
  };

  const std::vector<simulation::LogRecord>& records() const {
    return host_.channels().find(simulation::kSecurityChannel)->second;
  }

  void serve_other() {
    constexpr std::uint64_t everything = 100, tickets = 20, ntlm = 32, wrong = 35, visits = 67;
    const auto [who, address] = anyone();
    const std::uint64_t what = host_.dice().between(1, everything);
    if (what <= tickets) {
      simulation::write_ticket_requested(host_, who, address);
    } else if (what <= ntlm) {
      simulation::write_credentials_validated(host_, who, "WKS-0142");
    } else if (what <= wrong) {
      simulation::write_preauthentication_failed(host_, who, address);
    } else if (what <= visits && visitors_.size() < kVisitors) {
      come(who, address);
    } else if (!visitors_.empty()) {
      leave();
    }
  }

  void come(const User& who, const std::string& address) {
    visitors_.push_back({who, host_.new_logon_id()});
    simulation::write_logon(host_,
                            {.who = who,
                             .logon_process = "Kerberos",
                             .package = "Kerberos",
                             .address = address,
                             .port = std::to_string(host_.dice().between(49'152, 65'535)),
                             .logon_guid = host_.new_guid()},
                            visitors_.back().logon_id, false);
  }

  void leave() {
    std::swap(visitors_[host_.dice().between(0, visitors_.size() - 1)], visitors_.back());
    simulation::write_logoff(host_, visitors_.back().who, visitors_.back().logon_id, 3);
    visitors_.pop_back();
  }

  // A person, or a machine in its own name, and its address.
  std::pair<User, std::string> anyone() {
    constexpr std::uint64_t network = 250;
    const std::uint64_t number = host_.dice().between(1, kPeople);
    const std::string text = std::to_string(number);
    const bool is_machine = host_.dice().one_in(2);
    return {{is_machine ? "WKS-" + text + "$" : "person" + text, "CORP",
             "S-1-5-21-1004336348-1177238915-682003330-" +
                 std::to_string((is_machine ? 20'000 : 10'000) + number)},
            "10.20." + std::to_string(4 + number / network) + '.' +
                std::to_string(2 + number % network)};
  }

  simulation::Host host_;
  std::vector<Visitor> visitors_;
  std::size_t before_ = 0;
  std::uint64_t tickets_ = 0, all_ = 0;
};

LargeLog write_controller_log(std::uint64_t records, const std::filesystem::path& path) {
  Controller controller;
  simulation::EvtxWriter writer(path);
  std::uint64_t written = 0;
  while (written < records) {
    controller.serve();
    written += controller.write_to(writer);
  }
  writer.finish();
  return {path.stem().string(), path, std::filesystem::file_size(path), written};
}

}  // namespace

void measure_service_tickets(const std::filesystem::path& folder, std::uint64_t records,
                             std::ostream& out) {
  constexpr int runs = 3;
  const LargeLog log = write_controller_log(records, folder / "controller.evtx");
  const std::filesystem::path written = folder / "case.db";
  char line[160];
  std::snprintf(line, sizeof line,
                "%llu records of a domain controller, %.0f MiB\n%-20s%12s%12s%12s\n",
                static_cast<unsigned long long>(log.records),
                static_cast<double>(log.bytes) / kMebibyte, "", "cpu s", "peak MiB", "case MiB");
  out << line;
  warm(log.path);
  for (const bool with_tickets : {false, true}) {
    std::vector<std::string> command{testing::program().string(), "analyze", "--quiet",
                                     log.path.string(),           "-o",      written.string()};
    if (with_tickets) command.emplace_back("--service-tickets");
    const Measurement measured = best_of(runs, [&] {
      std::filesystem::remove(written);
      return measure_program(kAnalyze, log, command);
    });
    std::snprintf(line, sizeof line, "%-20s%12.2f%12.0f%12.1f\n",
                  with_tickets ? "--service-tickets" : "without", measured.processor_seconds,
                  static_cast<double>(measured.peak_memory.value_or(0)) / kMebibyte,
                  static_cast<double>(std::filesystem::file_size(written)) / kMebibyte);
    out << line << std::flush;
  }
}

}  // namespace sojourn::bench
