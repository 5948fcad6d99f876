// Which ids the rows of one host have in a case.
#pragma once

#include <cstdint>
#include <optional>

#include "correlator/correlate.h"

namespace sojourn {

// The ids of a table count on from host to host: row `index` of this host has the id of the last
// row before this host plus `index` plus 1.
struct HostIds {
  std::int64_t host = 0;  // this host's own
  std::int64_t last_boot = 0, last_clock_epoch = 0, last_event = 0, last_logon_session = 0,
               last_local_session = 0, last_session = 0, last_burst = 0;

  // For the next host, when all rows of this one are written.
  void count_on(const Correlation& found) {
    const auto add = [](std::int64_t& last, const auto& rows) {
      last += static_cast<std::int64_t>(rows.size());
    };
    add(last_boot, found.boots);
    add(last_clock_epoch, found.clock_epochs.rows);
    add(last_event, found.events);
    add(last_logon_session, found.logon_sessions);
    add(last_local_session, found.local_sessions);
    add(last_session, found.sessions);
    add(last_burst, found.bursts);
  }
};

// The row's id in the case; nothing for none.
inline std::optional<std::int64_t> row_id(std::int64_t last, EventRef ref) {
  return ref == kNone ? std::optional<std::int64_t>{} : last + ref + 1;
}
template <class Row>
std::optional<std::int64_t> row_id(std::int64_t last, Id<Row> row) {
  return row_id(last, EventRef{row.place()});
}

}  // namespace sojourn
