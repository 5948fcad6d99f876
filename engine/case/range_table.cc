#include "engine/case/range_table.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "engine/case/case_row.h"
#include "schema/time.h"

namespace sojourn {
namespace {

// By host, the first file with events of that host alone: one of forwarded events does not tell
// of whom it is.
std::map<std::int64_t, std::int64_t> own_files(
    const std::set<std::pair<std::int64_t, std::int64_t>>& telling) {
  std::map<std::int64_t, int> hosts;  // how many, by file
  for (const auto& [host, evidence] : telling) ++hosts[evidence];
  std::map<std::int64_t, std::int64_t> own;
  for (const auto& [host, evidence] : telling) {
    if (hosts[evidence] == 1) own.try_emplace(host, evidence);
  }
  return own;
}

}  // namespace

std::vector<RecordRange> read_ranges(const Database& database, const EvidencePlaces& places,
                                     Strings& strings, const std::set<std::int64_t>& without) {
  std::set<std::pair<std::int64_t, std::int64_t>> telling;  // hosts, and the files of their events
  Statement events(database, "SELECT DISTINCT host_id, evidence_id FROM event_row");
  while (events.step()) {
    if (!without.contains(events.number(1))) telling.emplace(events.number(0), events.number(1));
  }

  // A file whose events are all copies belongs to the host that has a file with the originals: one
  // of the same channel, or an export of several, which has no ranges.
  const std::map<std::int64_t, std::int64_t> own_file = own_files(telling);
  std::map<std::pair<std::int64_t, Text>, std::int64_t> teller;  // the first file, by host, channel
  std::vector<std::pair<std::int64_t, RecordRange>> ranges;      // with their hosts
  Statement rows(
      database,
      "SELECT rowid, host_id, evidence_id, channel, first_record, last_record, first_time, "
      "last_time, missing, is_sign FROM record_range ORDER BY host_id, evidence_id, is_sign, "
      "first_record");
  const CaseRow row(database, "record_range", rows);
  while (rows.step()) {
    const std::int64_t host = rows.number(1), evidence = rows.number(2);
    if (without.contains(evidence)) continue;
    const Text channel = strings.intern(row.text(3));
    const auto first = static_cast<std::uint64_t>(rows.number(4));
    const auto last = static_cast<std::uint64_t>(rows.number(5));
    if (first > last) row.refuse("ends before it begins");
    if (!places.contains(evidence)) {
      row.refuse("is of evidence " + std::to_string(evidence) + ", which the case does not have");
    }
    if (telling.contains({host, evidence})) teller.try_emplace({host, channel}, evidence);
    ranges.emplace_back(host, RecordRange{.file = static_cast<std::uint32_t>(evidence),
                                          .host_source_file = static_cast<std::uint32_t>(evidence),
                                          .channel = channel,
                                          .first = first,
                                          .last = last,
                                          .first_time = row.time(6),
                                          .last_time = row.time(7),
                                          .missing = row.number(8, last - first),
                                          .is_sign = row.number(9, 1) != 0});
  }
  const auto place_of = [&](std::int64_t evidence) {
    const auto place = places.find(evidence);
    if (place == places.end()) {
      refuse_row(database, "a row of its table record_range is of evidence " +
                               std::to_string(evidence) + ", which the case does not have");
    }
    return place->second;
  };
  std::vector<RecordRange> read;
  read.reserve(ranges.size());
  for (auto& [host, range] : ranges) {
    if (!telling.contains({host, std::int64_t{range.file}})) {
      const auto same_channel = teller.find({host, range.channel});
      const auto any = own_file.find(host);
      if (same_channel != teller.end()) {
        range.host_source_file = static_cast<std::uint32_t>(same_channel->second);
      } else if (any != own_file.end()) {
        range.host_source_file = static_cast<std::uint32_t>(any->second);
      }
    }
    range.file = place_of(range.file);
    range.host_source_file = place_of(range.host_source_file);
    read.push_back(range);
  }
  return read;
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
