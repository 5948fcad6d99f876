#include "tests/simulation/evidence_folder.h"

#include <string>
#include <string_view>

#include "tests/simulation/evtx_writer.h"

namespace sojourn::simulation {
namespace {

// As Windows names a channel's file.
std::string file_name(std::string_view channel) {
  std::string name;
  for (const char c : channel) {
    if (c == '/') {
      name += "%4";
    } else {
      name += c;
    }
  }
  return name + ".evtx";
}

}  // namespace

void write_evidence(const Scenario& scenario, const std::filesystem::path& folder) {
  for (const Host& host : scenario.hosts) {
    const auto logs = folder / host.name() / "Windows" / "System32" / "winevt" / "Logs";
    std::filesystem::create_directories(logs);
    for (const auto& [channel, records] : host.channels()) {
      if (!records.empty()) write_evtx(logs / file_name(channel), records);
    }
  }
}

}  // namespace sojourn::simulation
