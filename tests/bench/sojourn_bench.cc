// Measures the readers and the whole job on large logs that it makes in a scratch folder, beside
// what others need for the same: sojourn_bench [--size MB]. No time is right or wrong; it fails
// only when something cannot be measured.
#include <charconv>
#include <exception>
#include <future>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/bench/large_logs.h"
#include "tests/bench/measurement.h"
#include "tests/bench/report.h"
#include "tests/scratch.h"

namespace sojourn::bench {
namespace {

constexpr std::uint64_t kMegabyte = 1'000'000;

struct Logs {
  LargeLog mix, logons, sparse, storm, small_storm;
  LargeLog small_mix, small_logons;  // for libevtx, which would need minutes for the large ones
};

Logs write_logs(const testing::Scratch& folder, std::uint64_t megabytes) {
  const auto path = [&](const std::string& name) { return folder / (name + ".evtx"); };
  const auto of_size = [&](Kind kind, std::uint64_t size, const std::string& name) {
    return std::async(std::launch::async, write_log_of_size, kind, size * kMegabyte, path(name));
  };
  const auto of_records = [&](std::uint64_t records, const std::string& name) {
    return std::async(std::launch::async, write_log_of_records, Kind::storm, records, path(name));
  };
  constexpr std::uint64_t small = 16, failures = 1'000'000, few_failures = 100'000;
  // Not all at once: a machine of two processors would only get in its own way.
  auto storm = of_records(failures, "storm");
  Logs logs;
  logs.mix = of_size(Kind::mix, megabytes, "mix").get();
  logs.logons = of_size(Kind::logons, megabytes / 2, "logons").get();
  logs.sparse = of_size(Kind::sparse, megabytes, "sparse").get();
  logs.small_storm = of_records(few_failures, "storm-100k").get();
  logs.small_mix = of_size(Kind::mix, small, "mix-16").get();
  logs.small_logons = of_size(Kind::logons, small, "logons-16").get();
  logs.storm = storm.get();
  return logs;
}

class Bench {
 public:
  explicit Bench(const testing::Scratch& folder) : folder_(folder), report_(std::cout) {}

  void run(const Logs& logs) {
    for (const LargeLog* const log : {&logs.mix, &logs.logons, &logs.sparse}) {
      read_natively(*log);
      if (has_dump_) dump(*log);
      analyze(*log);
    }
    for (const LargeLog* const log : {&logs.small_storm, &logs.storm}) {
      read_natively(*log);
      analyze(*log);
    }
    for (const LargeLog* const log : {&logs.small_mix, &logs.small_logons}) {
      read_natively(*log);
      report_.add(measure_libevtx_reader(*log));
    }
    report_.write_promises();
    if (!has_dump_) std::cout << "evtx_dump (of the Rust crate evtx) is not on PATH\n";
  }

 private:
  // Of what is done so soon that chance counts. The whole job needs long enough.
  static constexpr int kRuns = 3;

  void read_natively(const LargeLog& log) {
    warm(log.path);
    Measurement measured = best_of(kRuns, [&] { return measure_native_reader(log); });
    events_ = measured.events;
    report_.add(std::move(measured));
  }

  void dump(const LargeLog& log) {
    const std::string path = log.path.string();
    report_.add(best_of(kRuns, [&] {
      return measure_program(kDumpOne, log, {"evtx_dump", "-t", "1", "-o", "jsonl", path});
    }));
    const std::filesystem::path written = folder_ / "dump.jsonl";
    report_.add(best_of(kRuns, [&] {
      // It asks before it writes over a file.
      std::filesystem::remove(written);
      return measure_program(kDumpTwo, log,
                             {"evtx_dump", "-t", "2", "-o", "jsonl", "-f", written.string(), path});
    }));
    std::filesystem::remove(written);
  }

  // REQUIRES: the log was read before, so that its events are counted.
  void analyze(const LargeLog& log) {
    const std::filesystem::path written = folder_ / "case.db";
    Measurement measured = measure_program(
        kAnalyze, log,
        {SOJOURN_PROGRAM, "analyze", "--quiet", log.path.string(), "-o", written.string()});
    measured.events = events_;
    report_.add(std::move(measured));
    std::filesystem::remove(written);
  }

  const testing::Scratch& folder_;
  const bool has_dump_ = is_installed("evtx_dump");
  std::uint64_t events_ = 0;  // in the log read last
  Report report_;
};

int run(std::uint64_t megabytes) {
  const testing::Scratch folder;
  std::cerr << "sojourn_bench: writing logs\n";
  const Logs logs = write_logs(folder, megabytes);
  Bench(folder).run(logs);
  return 0;
}

}  // namespace
}  // namespace sojourn::bench

int main(int argc, char** argv) {
  std::uint64_t megabytes = 256;
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  if (!arguments.empty()) {
    const std::string_view last = arguments.back();
    const auto [end, error] = std::from_chars(last.data(), last.data() + last.size(), megabytes);
    const bool is_number = error == std::errc() && end == last.data() + last.size();
    constexpr std::uint64_t largest = 4000;  // an event log ends there
    if (arguments.size() != 2 || arguments[0] != "--size" || !is_number || megabytes == 0 ||
        megabytes > largest) {
      std::cerr << "usage: sojourn_bench [--size MB]\n";
      return 2;
    }
  }
  try {
    return sojourn::bench::run(megabytes);
  } catch (const std::exception& error) {
    std::cerr << "sojourn_bench: " << error.what() << '\n';
    return 1;
  }
}
