// Measures the readers and the whole job on large logs that it makes in a scratch folder, beside
// what others need for the same: sojourn_bench [--size MB]; or the correlator alone, on up to so
// many events of one host: sojourn_bench --correlate EVENTS; or a case of so many sessions and its
// lists, or of so many hosts, or of so many cases merged: --sessions N, --hosts N, --cases N; or
// `analyze` on logs of that size in each form in which collections arrive: --forms MB; or of a
// domain controller's log of so many records with and without its service tickets: --controller
// RECORDS. --keep FOLDER leaves the logs there. No time is right or wrong; it fails only when
// something cannot be measured.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <exception>
#include <future>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/bench/answer.h"
#include "tests/bench/collection_forms.h"
#include "tests/bench/company.h"
#include "tests/bench/controller.h"
#include "tests/bench/correlation_run.h"
#include "tests/bench/large_logs.h"
#include "tests/bench/many_cases.h"
#include "tests/bench/many_hosts.h"
#include "tests/bench/measurement.h"
#include "tests/bench/report.h"
#include "tests/support/places.h"
#include "tests/support/scratch.h"

namespace sojourn::bench {
namespace {

constexpr std::uint64_t kMegabyte = 1'000'000;

struct Logs {
  LargeLog mix, logons, sparse, storm, small_storm;
  LargeLog small_mix, small_logons;  // for libevtx, which would need minutes for the large ones
};

Logs write_logs(const std::filesystem::path& folder, std::uint64_t megabytes) {
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
  explicit Bench(const std::filesystem::path& folder) : folder_(folder), report_(std::cout) {}

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
    Measurement measured = measure_program(kAnalyze, log,
                                           {testing::program().string(), "analyze", "--quiet",
                                            log.path.string(), "-o", written.string()});
    measured.events = events_;
    report_.add(std::move(measured));
    std::filesystem::remove(written);
  }

  const std::filesystem::path& folder_;
  const bool has_dump_ = is_installed("evtx_dump");
  std::uint64_t events_ = 0;  // in the log read last
  Report report_;
};

void write_heading(std::string_view what) {
  std::printf("\n%-30s%12s%12s%10s%14s%10s%9s\n", std::string(what).c_str(), "events", "sessions",
              "cpu s", "ns an event", "peak MiB", "B/event");
}

void write_row(std::string_view name, const CorrelationRun& run) {
  std::printf("%-30s%12llu%12llu%10.2f%14.0f%10.0f%9.0f\n", std::string(name).c_str(),
              static_cast<unsigned long long>(run.events),
              static_cast<unsigned long long>(run.sessions), run.seconds,
              run.nanoseconds_per_event(), static_cast<double>(run.peak_memory) / (1 << 20),
              run.bytes_per_event());
  std::fflush(stdout);
}

// Ten times as many events each time, so that growth can be seen.
void correlate_ever_more(const std::vector<const LargeLog*>& logs, std::uint64_t most) {
  write_heading("correlator");
  for (const LargeLog* const log : logs) {
    for (std::uint64_t events = 10'000; events <= most; events *= 10)
      write_row(log->name, measure_correlation(*log, events));
  }
}

constexpr std::uint64_t kManyForged = 100'000;

// What a record costs must not grow here either.
void correlate_hostile(std::uint64_t most) {
  write_heading("hostile logs");
  for (const HostileLog& log : hostile_logs()) {
    for (const std::uint64_t events : {most / 10, most})
      write_row(log.name, measure_correlation(log, events));
  }
}

constexpr std::uint64_t kManyEvents = 10'000'000, kManyHosts = 100'000;

void measure_correlator(const std::filesystem::path& folder, std::uint64_t most) {
  constexpr std::uint64_t records = 1'000'000;
  const LargeLog logons = write_log_of_records(Kind::logons, records, folder / "logons.evtx");
  const LargeLog storm = write_log_of_records(Kind::storm, records, folder / "storm.evtx");
  correlate_ever_more({&logons, &storm}, most);
  correlate_hostile(std::min(most, kManyForged));
}

void measure_all(const std::filesystem::path& folder, std::uint64_t megabytes) {
  std::cerr << "sojourn_bench: writing logs\n";
  const Logs logs = write_logs(folder, megabytes);
  Bench(folder).run(logs);
  correlate_ever_more({&logs.logons, &logs.storm}, kManyEvents);
  correlate_hostile(kManyForged);
}

// What a case of so many sessions takes to be made and to be asked.
void measure_lists(const std::filesystem::path& folder, std::uint64_t sessions) {
  const std::filesystem::path logs = folder / "logs", written = folder / "case.db";
  if (!std::filesystem::exists(logs)) {
    std::cerr << "sojourn_bench: writing logs\n";
    write_company(sessions, logs);
  }
  std::filesystem::remove(written);
  const Measurement made = measure_program(
      kAnalyze, {.name = "company", .path = logs},
      {testing::program().string(), "analyze", "--quiet", logs.string(), "-o", written.string()});
  std::printf("analyze: %.1f s, %.1f s of the processors, %.0f MiB; the case has %.0f MiB\n",
              made.seconds, made.processor_seconds,
              static_cast<double>(made.peak_memory.value_or(0)) / (1 << 20),
              static_cast<double>(std::filesystem::file_size(written)) / (1 << 20));
  ask_everything(written, folder);
}

// The number behind `option`, where that is what is asked for.
bool is_asked(const std::vector<std::string_view>& arguments, std::string_view option,
              std::uint64_t most, std::uint64_t& number) {
  if (arguments.size() < 2 || arguments[0] != option) return false;
  const std::string_view text = arguments[1];
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() && number != 0 && number <= most;
}

// The folder behind --keep at the end, which stays with the logs, so that others can be measured on
// them.
std::filesystem::path take_kept_folder(std::vector<std::string_view>& arguments) {
  if (arguments.size() < 2 || *(arguments.end() - 2) != "--keep") return {};
  std::filesystem::path folder = arguments.back();
  arguments.resize(arguments.size() - 2);
  std::filesystem::create_directories(folder);
  return folder;
}

}  // namespace
}  // namespace sojourn::bench

int main(int argc, char** argv) {
  using namespace sojourn::bench;
  constexpr std::uint64_t largest = 4000;  // an event log ends there
  std::uint64_t megabytes = 256, events = 0, sessions = 0, hosts = 0, cases = 0, records = 0;
  try {
    std::vector<std::string_view> arguments(argv + 1, argv + argc);
    const std::filesystem::path kept = take_kept_folder(arguments);
    const sojourn::testing::Scratch scratch;
    const std::filesystem::path& folder = kept.empty() ? scratch.path() : kept;
    if (is_asked(arguments, "--forms", largest, megabytes)) {
      measure_forms(scratch, megabytes * kMegabyte, std::cout);
    } else if (is_asked(arguments, "--sessions", kManyEvents, sessions)) {
      measure_lists(folder, sessions);
    } else if (is_asked(arguments, "--hosts", kManyHosts, hosts)) {
      measure_many_hosts(hosts, folder, std::cout);
    } else if (is_asked(arguments, "--controller", kManyEvents, records)) {
      measure_service_tickets(folder, records, std::cout);
    } else if (is_asked(arguments, "--cases", kManyHosts, cases)) {
      measure_many_cases(cases, folder, std::cout);
    } else if (is_asked(arguments, "--correlate", kManyEvents, events)) {
      measure_correlator(folder, events);
    } else if (arguments.empty() || is_asked(arguments, "--size", largest, megabytes)) {
      measure_all(folder, megabytes);
    } else {
      std::cerr << "usage: sojourn_bench [--size MB | --correlate EVENTS | --sessions N | "
                   "--hosts N | --cases N | --forms MB | --controller RECORDS] [--keep FOLDER]\n";
      return 2;
    }
  } catch (const std::exception& error) {
    std::cerr << "sojourn_bench: " << error.what() << '\n';
    return 1;
  }
}
