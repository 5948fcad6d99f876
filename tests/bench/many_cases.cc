#include "tests/bench/many_cases.h"

#include <cstdio>
#include <string>
#include <vector>

#include "tests/bench/large_logs.h"
#include "tests/bench/measurement.h"
#include "tests/support/places.h"

namespace sojourn::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kRecordsOfHost = 1'200;  // of which 45 in 100 tell of logons

std::vector<std::string> write_cases(std::uint64_t cases, const fs::path& folder) {
  std::vector<std::string> written;
  for (std::uint64_t i = 1; i <= cases; ++i) {
    const std::string name = "SRV-" + std::to_string(i);
    const fs::path log = folder / (name + ".evtx"), made = folder / (name + ".db");
    written.push_back(made.string());
    if (fs::exists(made)) continue;
    write_log_of_server(Kind::mix, kRecordsOfHost, name, log);
    measure_program(kAnalyze, {.name = name},
                    {testing::program().string(), "analyze", "--quiet", "--threads", "1",
                     log.string(), "-o", made.string()});
    fs::remove(log);
  }
  return written;
}

}  // namespace

void measure_many_cases(std::uint64_t cases, const fs::path& folder, std::ostream& out) {
  const std::vector<std::string> all = write_cases(cases, folder);
  const fs::path merged = folder / "merged.db";
  out << "cases merged        s    cpu s   peak MiB   ms a case   MiB of the case\n";
  for (const std::uint64_t number : {cases / 10, cases}) {
    std::vector<std::string> command = {testing::program().string(), "merge", "--quiet", "-o",
                                        merged.string()};
    command.insert(command.end(), all.begin(), all.begin() + static_cast<std::ptrdiff_t>(number));
    fs::remove(merged);
    const Measurement measured = measure_program("sojourn merge", {.name = "cases"}, command);
    char line[128];
    std::snprintf(line, sizeof line, "%12llu %8.2f %8.2f %10.0f %11.1f %17.0f\n",
                  static_cast<unsigned long long>(number), measured.seconds,
                  measured.processor_seconds,
                  static_cast<double>(measured.peak_memory.value_or(0)) / (1 << 20),
                  1000 * measured.seconds / static_cast<double>(number),
                  static_cast<double>(fs::file_size(merged)) / (1 << 20));
    out << line;
  }
  fs::remove(merged);
}

}  // namespace sojourn::bench
