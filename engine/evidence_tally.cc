#include "engine/evidence_tally.h"

#include <algorithm>

#include "engine/read_filter.h"

namespace sojourn {

void count(EvidenceRow& row, const Reading& reading) {
  row.records += reading.records;
  row.bad_records += reading.bad_records;
  row.tickets_left_out += reading.tickets;
  if (reading.chunks) {
    row.chunks = row.chunks.value_or(0) + *reading.chunks;
    row.bad_chunks = row.bad_chunks.value_or(0) + reading.bad_chunks.value_or(0);
  }
  const auto widen = [](auto& first, auto& last, const auto& begin, const auto& end) {
    first = std::min(first.value_or(begin), begin);
    last = std::max(last.value_or(end), end);
  };
  for (const Event& event : reading.events) widen(row.first, row.last, event.time, event.time);
  for (const RecordRange& range : reading.ranges) {
    widen(row.first, row.last, range.first_time, range.last_time);
    if (!range.is_sign) widen(row.first_record, row.last_record, range.first, range.last);
  }
  if (reading.is_mixed) row.first_record = row.last_record = {};
}

bool is_deleted(const EvidencePlace& place) { return place.origin.ends_with("deleted"); }

void mark_deleted(const EvidenceRow& row, Reading& reading) {
  if (!is_deleted(row.place)) return;
  for (Event& event : reading.events) event.recovered = true;
  reading.ranges.clear();
}

bool leave_out(EvidenceRow& row, Reading& reading) {
  if (row.filters.empty()) return false;
  RecordFilter filter(row.filters, *reading.strings);
  bool is_partial = false;
  row.left_out += std::erase_if(reading.events, [&](const Event& event) {
    const bool is_left_out = !filter.lets(event);
    // Of a channel that is read, records of another host.
    is_partial = is_partial || (is_left_out && filter.lets_channel(event.channel));
    return is_left_out;
  });
  std::erase_if(reading.ranges,
                [&](const RecordRange& range) { return !filter.lets_channel(range.channel); });
  return is_partial;
}

}  // namespace sojourn
