#include "schema/record_range.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace sojourn {
namespace {

void join(RecordRange& range, const RecordRange& next, std::uint64_t missing) {
  range.last = std::max(range.last, next.last);
  range.first_time = std::min(range.first_time, next.first_time);
  range.last_time = std::max(range.last_time, next.last_time);
  range.missing = missing;
}

std::uint64_t hole_between(const RecordRange& before, const RecordRange& after) {
  return after.first - before.last - 1;
}

// At most so many are missing of two ranges that overlap: one that has a record fills the hole of
// the other. `next` begins no earlier.
std::uint64_t missing_of_both(const RecordRange& range, const RecordRange& next) {
  const std::uint64_t before_next = next.first - range.first;
  const std::uint64_t behind_next = range.last - std::min(range.last, next.last);
  const std::uint64_t behind_range = next.last - std::min(range.last, next.last);
  return std::min(range.missing + std::min(next.missing, behind_range),
                  next.missing + std::min(range.missing, before_next + behind_next));
}

}  // namespace

void unite(std::vector<RecordRange>& ranges) {
  std::ranges::sort(ranges, {}, [](const RecordRange& range) {
    return std::tuple{range.first, range.last, range.missing};
  });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const RecordRange next = ranges[i];
    if (kept > 0) {
      RecordRange& range = ranges[kept - 1];
      if (next.first <= range.last) {
        join(range, next, missing_of_both(range, next));
        continue;
      }
      if (hole_between(range, next) == 0) {
        join(range, next, range.missing + next.missing);
        continue;
      }
    }
    ranges[kept++] = next;
  }
  ranges.resize(kept);
}

void fold_smallest_holes(std::vector<RecordRange>& ranges) {
  if (ranges.size() <= kMostRanges) return;
  std::vector<std::pair<std::uint64_t, std::size_t>> holes;  // width, and before which range
  holes.reserve(ranges.size() - 1);
  for (std::size_t i = 1; i < ranges.size(); ++i)
    holes.emplace_back(hole_between(ranges[i - 1], ranges[i]), i);
  std::ranges::sort(holes, [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::vector<bool> stays(ranges.size(), false);
  stays[0] = true;
  for (std::size_t i = 0; i + 1 < kMostRanges; ++i) stays[holes[i].second] = true;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const RecordRange next = ranges[i];
    if (stays[i]) {
      ranges[kept++] = next;
      continue;
    }
    RecordRange& range = ranges[kept - 1];
    join(range, next, range.missing + hole_between(range, next) + next.missing);
  }
  ranges.resize(kept);
}

}  // namespace sojourn
