// Which records of a log were read, whatever they say: the measure of what is missing.
//
// Windows counts the records of a channel without leaving any out, so a hole in their ids is a
// record that is not there: lost with a damaged chunk, rolled over, left out by an export, or
// deleted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "schema/strings.h"
#include "schema/time.h"

namespace sojourn {

// Where a record stands: what it says of itself, whatever event it holds.
struct RecordPlace {
  Text channel = Text::none;
  std::uint64_t record = 0;  // EventRecordID
  Timestamp time;
};

// Records of one file and channel that were read, all from `first` to `last` but for `missing`.
struct RecordRange {
  std::uint32_t file = 0;  // as Event::file
  Text channel = Text::none;
  std::uint64_t first = 0, last = 0;
  Timestamp first_time, last_time;  // the earliest and the latest of its records
  std::uint64_t missing = 0;        // in holes too many to be told one by one
  // A single record that the catalog does not know, the last before a start of the machine or of
  // its file: a sign of life, and no measure of what is missing.
  bool is_sign = false;
};

// More holes than this in one log are not told one by one: an export of selected records has one at
// nearly every record, and so may a hostile file.
inline constexpr std::size_t kMostRanges = 1000;

// Sorts by record id and joins what overlaps or goes on by one: ranges of one log, whose ids began
// only once. What of ranges that overlap is `missing` is the most that all of them can lack.
void unite(std::vector<RecordRange>& ranges);

// Leaves kMostRanges of united ranges: those between the widest holes, of equally wide ones the
// first. The smaller holes are counted as `missing`.
void fold_smallest_holes(std::vector<RecordRange>& ranges);

}  // namespace sojourn
