#include "engine/case/range_table.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "engine/case/case_row.h"
#include "schema/time.h"

namespace sojourn {

std::vector<RecordRange> read_ranges(const Database& database, const EvidencePlaces& places,
                                     Strings& strings, const std::set<std::int64_t>& without) {
  std::vector<RecordRange> ranges;
  Statement rows(database,
                 "SELECT rowid, evidence_id, channel, first_record, last_record, first_time, "
                 "last_time, missing, is_sign FROM record_range ORDER BY host_id, evidence_id, "
                 "is_sign, first_record");
  const CaseRow row(database, "record_range", rows);
  while (rows.step()) {
    const std::int64_t evidence = rows.number(1);
    if (without.contains(evidence)) continue;
    const Text channel = strings.intern(row.text(2));
    const auto first = static_cast<std::uint64_t>(rows.number(3));
    const auto last = static_cast<std::uint64_t>(rows.number(4));
    if (first > last) row.refuse("ends before it begins");
    const auto place = places.find(evidence);
    if (place == places.end()) {
      row.refuse("is of evidence " + std::to_string(evidence) + ", which the case does not have");
    }
    ranges.push_back({.file = place->second,
                      .channel = channel,
                      .first = first,
                      .last = last,
                      .first_time = row.time(5),
                      .last_time = row.time(6),
                      .missing = row.number(7, last - first),
                      .is_sign = row.number(8, 1) != 0});
  }
  return ranges;
}

void write_ranges(const Database& database, std::int64_t host_id, std::vector<RecordRange> ranges,
                  const Strings& strings) {
  std::ranges::sort(ranges, {}, [&](const RecordRange& range) {
    return std::tuple{range.file, range.is_sign, range.first, strings[range.channel],
                      range.first_time};
  });
  Statement insert(database, insert_into("record_range", 9));
  for (const RecordRange& range : ranges) {
    insert.run(evidence_id_of(range.file), host_id, strings[range.channel], range.first, range.last,
               format_time(range.first_time), format_time(range.last_time), range.missing,
               range.is_sign);
  }
}

void join_stretches(std::vector<RecordRange>& ranges) {
  const auto sign = std::stable_partition(ranges.begin(), ranges.end(),
                                          [](const RecordRange& range) { return !range.is_sign; });
  const std::vector<RecordRange> signs(sign, ranges.end());
  ranges.erase(sign, ranges.end());
  const bool mixed = std::ranges::any_of(
      ranges, [&](const RecordRange& range) { return range.channel != ranges.front().channel; });
  if (mixed) ranges.clear();
  unite(ranges);
  fold_smallest_holes(ranges);
  ranges.insert(ranges.end(), signs.begin(), signs.end());
}

}  // namespace sojourn
