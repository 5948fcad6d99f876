#include "tests/bench/collection_forms.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <ostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/measurement.h"
#include "tests/support/disk_image.h"
#include "tests/support/places.h"

namespace sojourn::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kServers = 50;

struct Form {
  std::string name;
  std::string make;  // a line of shell, run where the folder "logs" is
};

// CMake has libarchive's other half, and is there where this was built.
const std::vector<Form>& forms() {
  static const std::vector<Form> all = {
      {"folder", "mv logs folder"},
      {"zip", "cmake -E tar cf zip --format=zip folder"},
      {"tar", "cmake -E tar cf tar folder"},
      {"zip in 7z", "cmake -E tar cf 'zip in 7z' --format=7zip zip"},
      {"tar.zst", "cmake -E tar cf tar.zst --zstd folder"},
      {"7z", "cmake -E tar cf 7z --format=7zip folder"},
      {"json", "true"},
      {"raw image", "mv volume 'raw image'"},
      {"E01", "ewfacquire -u -q -c fast -t E01 'raw image' && mv E01.E01 E01"},
      {"QCOW2", "qemu-img convert -f raw -O qcow2 'raw image' QCOW2"},
  };
  return all;
}

std::uint64_t size_of(const fs::path& path) {
  if (!fs::is_directory(path)) return fs::file_size(path);
  std::uint64_t size = 0;
  for (const auto& entry : fs::recursive_directory_iterator(path))
    size += entry.is_regular_file() ? entry.file_size() : 0;
  return size;
}

LargeLog write_logs(const testing::Scratch& folder, std::uint64_t bytes) {
  fs::create_directory(folder / "logs");
  fs::create_directory(folder / "json");
  LargeLog all{.name = "fifty logs", .path = folder / "logs"};
  for (std::uint64_t i = 1; i <= kServers; ++i) {
    const std::string server = "SRV-FILE" + std::to_string(i);
    const LargeLog log =
        write_log_and_json(Kind::sparse, bytes / kServers, server, all.path / (server + ".evtx"),
                           folder / ("json/" + server));
    all.bytes += log.bytes;
    all.records += log.records;
  }
  return all;
}

Measurement measure(const LargeLog& logs, const testing::Scratch& folder, const std::string& form) {
  const fs::path written = folder / "case.db";
  Measurement measured =
      measure_program(kAnalyze, logs,
                      {testing::program().string(), "analyze", "--quiet", "--temp",
                       folder.path().string(), (folder / form).string(), "-o", written.string()});
  fs::remove(written);
  return measured;
}

}  // namespace

void measure_forms(const testing::Scratch& folder, std::uint64_t bytes, std::ostream& out) {
  constexpr double kMegabyte = 1e6, kMebibyte = 1 << 20;
  constexpr int kRounds = 3;
  const LargeLog logs = write_logs(folder, bytes);
  std::vector<std::pair<std::string, Measurement>> best;
  const std::uint64_t mebibytes = (logs.bytes >> 20) + (logs.bytes >> 24) + 64;
  testing::make_ntfs_volume(folder, "volume", "logs", mebibytes);
  for (const Form& form : forms()) {
    if (testing::run_in(folder, form.make).status == 0) best.emplace_back(form.name, Measurement{});
  }
  for (int round = 0; round < kRounds; ++round) {
    for (auto& [name, measured] : best) {
      Measurement now = measure(logs, folder, name);
      if (round == 0 || now.seconds < measured.seconds) measured = std::move(now);
    }
  }
  out << "form            MB        s    cpu s   MB/s of the logs   of the folder's   peak MiB\n";
  for (const auto& [name, measured] : best) {
    char line[128];
    std::snprintf(line, sizeof line, "%-11s %6.0f %8.2f %8.2f %18.0f %16.0f%% %10.0f\n",
                  name.c_str(), static_cast<double>(size_of(folder / name)) / kMegabyte,
                  measured.seconds, measured.processor_seconds,
                  measured.bytes_per_second() / kMegabyte,
                  100 * best.front().second.seconds / measured.seconds,
                  static_cast<double>(measured.peak_memory.value_or(0)) / kMebibyte);
    out << line;
  }
}

}  // namespace sojourn::bench
