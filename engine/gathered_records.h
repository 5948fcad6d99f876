// All that a run has read, until the hosts are taken from it one after another.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "correlator/correlate.h"
#include "correlator/hosts/hosts.h"
#include "correlator/hosts/machine_logs.h"
#include "engine/event_spill.h"
#include "schema/event.h"
#include "schema/record_range.h"
#include "schema/strings.h"

namespace sojourn {

// A host with what was found of it, and their texts.
struct CorrelatedHost {
  std::unique_ptr<Strings> strings = std::make_unique<Strings>();
  Host host;
  Correlation found;
  std::vector<std::uint64_t> hashes;  // of its sessions
};

class GatheredRecords {
 public:
  // Events are kept in the folder `temp`, where they are many; without one beside the case, where
  // what it grows to has room, too.
  explicit GatheredRecords(const std::filesystem::path& case_file,
                           const std::filesystem::path& temp = {});

  // The channels of ranges are of these.
  Strings& names() { return names_; }

  // A stretch of events, whose texts are of `strings`. Throws as EventSpill::add.
  void add(std::span<const Event> events, const Strings& strings);
  void add(const std::vector<RecordRange>& ranges);

  // Calls `take` in this thread for each host in the order of their names. They are correlated in
  // so many threads, beside each other and beside `take`, but no more of them are in memory at a
  // time than have together as many events as the largest. REQUIRES: it is called once, at the end.
  void correlate_hosts(const CorrelateOptions& options, std::size_t threads,
                       const std::function<void(CorrelatedHost&&)>& take);

 private:
  Strings names_;  // of computers and channels
  EventSpill spill_;
  MachineLogs logs_;
  std::vector<RecordRange> ranges_;
};

}  // namespace sojourn
