// Reads files in parallel and gives what they hold in their order, whichever thread was first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "engine/container_options.h"
#include "engine/evidence.h"
#include "engine/issue_tally.h"
#include "schema/event.h"
#include "schema/record_range.h"
#include "schema/result.h"
#include "schema/strings.h"

namespace sojourn {

// What a stretch of a file holds; large files come in several.
struct Reading {
  std::size_t file = 0;  // its place among the files given
  bool is_last = false;  // of the file
  std::uint64_t bytes = 0;
  std::uint64_t records = 0;
  std::uint64_t bad_records = 0;  // of them, those that could not be read
  std::uint64_t tickets = 0;      // of them, service tickets that are not asked for
  std::optional<std::uint64_t> chunks = {}, bad_chunks = {};  // of an event log; see ChunkTally
  std::unique_ptr<Strings> strings = std::make_unique<Strings>();  // its texts
  std::vector<Event> events;
  std::vector<CountedIssue> issues;
  std::vector<RecordRange>
      ranges;             // of its records, whatever event they hold, then its signs of life
  bool is_mixed = false;  // they are of several channels, and have no ranges but signs
  // Each byte was read, and nobody wrote to the file since it was hashed.
  bool is_whole = true;
};

// Calls `take` in this thread, for every stretch in the order of the files; with one thread that
// reads, it is this one. What has been read ahead and not yet taken is bounded. A file that changed
// since it was hashed is an Issue of what it holds. None of the files lies in a container.
void read_in_parallel(const std::vector<EvidenceFile>& files, std::size_t threads,
                      const std::function<void(Reading&&)>& take);

// The same for files that lie in containers, in the order in which they lie there, one by one: the
// child that reads the container works beside this thread.
void read_in_containers(const std::vector<EvidenceFile>& files, const ContainerOptions& options,
                        const std::function<void(Reading&&)>& take);

}  // namespace sojourn
