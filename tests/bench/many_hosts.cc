#include "tests/bench/many_hosts.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/large_logs.h"
#include "tests/bench/measurement.h"
#include "tests/support/places.h"

namespace sojourn::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kRecordsOfHost = 1'200;  // of which 45 in 100 tell of logons
constexpr int kRuns = 3;

std::string server(std::uint64_t number) {
  std::string digits = std::to_string(number);
  digits.insert(0, 5 - std::min<std::size_t>(5, digits.size()), '0');
  return "SRV-" + digits;
}

// The folders few, most and last: together all hosts.
struct Folders {
  fs::path few, most, last;
};

Folders write_hosts(std::uint64_t hosts, const fs::path& folder) {
  Folders made{folder / "few", folder / "most", folder / "last"};
  for (std::uint64_t i = 1; i <= hosts; ++i) {
    const fs::path of_host = (i == hosts         ? made.last
                              : i <= hosts / 100 ? made.few
                                                 : made.most) /
                             server(i);
    if (fs::exists(of_host)) continue;
    fs::create_directories(of_host);
    write_log_of_server(Kind::mix, kRecordsOfHost, server(i), of_host / "Security.evtx");
  }
  return made;
}

struct Run {
  std::string name;
  std::vector<fs::path> evidence;
  std::vector<std::string> options = {};
};

Measurement analyze(const Run& run, const fs::path& written) {
  std::vector<std::string> command = {testing::program().string(), "analyze", "--quiet", "-o",
                                      written.string()};
  for (const fs::path& path : run.evidence) command.push_back(path.string());
  command.insert(command.end(), run.options.begin(), run.options.end());
  return measure_program(kAnalyze, {.name = run.name}, command);
}

void write_row(const Measurement& measured, double all, std::ostream& out) {
  char line[128];
  std::snprintf(line, sizeof line, "%-32s %8.2f %8.2f %10.0f %9.1f%%\n", measured.log.c_str(),
                measured.seconds, measured.processor_seconds,
                static_cast<double>(measured.peak_memory.value_or(0)) / (1 << 20),
                100 * measured.seconds / all);
  out << line;
}

}  // namespace

void measure_many_hosts(std::uint64_t hosts, const fs::path& folder, std::ostream& out) {
  const Folders all = write_hosts(hosts, folder);
  const fs::path &few = all.few, &most = all.most, &last = all.last;
  const fs::path written = folder / "case.db", others = folder / "others.db";
  const std::string number = std::to_string(hosts);
  const Run one_thread{number + " hosts, --threads 1", {few, most, last}, {"--threads", "1"}};
  std::vector<Measurement> best;
  for (const Run& run : {one_thread, Run{number + " hosts", {few, most, last}},
                         Run{std::to_string(hosts / 100) + " hosts", {few}}}) {
    best.push_back(best_of(kRuns, [&] {
      fs::remove(written);
      return analyze(run, written);
    }));
  }
  fs::remove(others);
  analyze({"others", {few, most}}, others);
  best.push_back(best_of(kRuns, [&] {
    fs::copy_file(others, written, fs::copy_options::overwrite_existing);
    return analyze({"one more, to a case of the others", {last}}, written);
  }));
  out << "                                        s    cpu s   peak MiB   of one thread's\n";
  for (const Measurement& measured : best) write_row(measured, best.front().seconds, out);
  fs::remove(written);
  fs::remove(others);
}

}  // namespace sojourn::bench
