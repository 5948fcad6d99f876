// A file server with two thousand users, as busy as it is told to be. Only its Security log is
// kept, and only until it was handed over: a log of any size needs the memory of a few
// records.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "tests/bench/everyday_records.h"
#include "tests/simulation/evtx_writer.h"
#include "tests/simulation/host.h"

namespace sojourn::bench {

class FileServer {
 public:
  // `name` is its NetBIOS name.
  explicit FileServer(const std::string& name = "SRV-FILE01");

  // One thing that happens. Of every hundred records, `logon_percent` are about logons (4624, 4634,
  // 4672, 4625, 4648, 4776), the rest about files, processes and connections.
  void serve(std::uint64_t logon_percent);
  // A logon with its privileges, and the end of an earlier one.
  void change_visitor();
  // A wrong password from one of two hundred addresses.
  void refuse_guess();

  // Hands over what happened since the last call; returns how many records that are.
  std::uint64_t write_to(simulation::EvtxWriter& log);
  // The same as JSON lines, before that.
  void write_json_to(std::ostream& log) const;

 private:
  struct Visitor {
    Actor actor;
    std::string address;
  };
  static constexpr std::size_t kVisitors = 400;  // logged on at a time

  void serve_logon();
  void serve_work();
  void come(bool privileged);
  void leave();
  void mistype();
  void run_as();
  const std::vector<simulation::LogRecord>& records() const;
  simulation::User any_user();
  std::string address_of(const simulation::User& who);
  std::string any_address();

  simulation::Host host_;
  std::vector<Visitor> visitors_;
  std::uint64_t logon_records_ = 0, all_records_ = 0;
};

}  // namespace sojourn::bench
