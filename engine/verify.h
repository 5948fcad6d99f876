// Reads evidence with both readers and compares what they say, value by value.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/container_options.h"
#include "engine/evidence.h"
#include "schema/result.h"

namespace sojourn {

// Where the two differ. `field` is a member of the event (event_members.h and others), or "record"
// where only one of them has the record; a value is empty where there is none.
struct Disagreement {
  std::uint64_t record = 0;  // EventRecordID
  std::string field;
  std::string native, libevtx;
  // The documented fault of libevtx that explains it, so that the native reader is right; empty
  // where none does.
  std::string_view fault;
};

struct FileComparison {
  std::filesystem::path path;
  std::uint64_t native_records = 0, libevtx_records = 0;
  std::uint64_t native_events = 0, libevtx_events = 0;
  std::vector<Disagreement> disagreements;

  bool is_explained() const;
};

// Calls `take` for every event log, in the order of their paths, then for those in containers, as
// they lie there. Returns the files that are none.
// Throws as find_evidence does.
std::vector<UnreadableFile> verify(const std::vector<std::filesystem::path>& evidence,
                                   const std::function<void(const FileComparison&)>& take,
                                   const ContainerOptions& options = {});

}  // namespace sojourn
