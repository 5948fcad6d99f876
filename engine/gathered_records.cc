#include "engine/gathered_records.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

#include "engine/case/session_uid.h"
#include "engine/ordered_work.h"

namespace sojourn {
namespace {

// Events of hosts that are so small that some more of them in memory do not count.
constexpr std::uint64_t kSmallHosts = 20'000;

std::filesystem::path folder_of(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.parent_path();
  return folder.empty() ? "." : folder;
}

}  // namespace

GatheredRecords::GatheredRecords(const std::filesystem::path& case_file,
                                 const std::filesystem::path& temp)
    : spill_(temp.empty() ? folder_of(case_file) : temp, names_), logs_(names_) {}

void GatheredRecords::add(std::span<const Event> events, const Strings& strings) {
  spill_.add(events, strings);
  logs_.note(events, strings);
}

void GatheredRecords::add(const std::vector<RecordRange>& ranges) {
  ranges_.insert(ranges_.end(), ranges.begin(), ranges.end());
}

void GatheredRecords::correlate_hosts(const CorrelateOptions& options, std::size_t threads,
                                      const std::function<void(CorrelatedHost&&)>& take) {
  logs_.finish(ranges_);
  const HostSplit split(logs_, ranges_,
                        [this](const std::set<LogName>& logs, const StretchVisitor& visitor) {
                          spill_.visit(logs, visitor);
                        });
  std::uint64_t largest = kSmallHosts;
  for (std::size_t i = 0; i < split.size(); ++i) largest = std::max(largest, split.events(i));
  OrderedWork<CorrelatedHost> hosts(
      {.count = split.size(),
       .work =
           [&](std::size_t place) {
             CorrelatedHost correlated;
             Strings& strings = *correlated.strings;
             correlated.host = split.take(place, strings);
             correlated.found = correlate(std::move(correlated.host.events), strings, options,
                                          correlated.host.ranges);
             correlated.hashes = hashes_of_sessions(correlated.found, strings);
             return correlated;
           },
       .weight = [&](std::size_t place) { return split.events(place); },
       .most = largest},
      threads);
  while (auto host = hosts.next()) take(std::move(*host));
}

}  // namespace sojourn
