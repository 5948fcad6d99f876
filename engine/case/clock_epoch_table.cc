#include "engine/case/clock_epoch_table.h"

#include <chrono>

#include "engine/case/column_value.h"

namespace sojourn {

void write_clock_epochs(const Database& database, const HostIds& ids, const Correlation& found) {
  Statement insert(database, insert_into("clock_epoch", 7));
  std::int64_t clock_epoch_id = ids.last_clock_epoch;
  for (const ClockEpoch& epoch : found.clock_epochs.rows) {
    std::optional<double> step_s;
    if (epoch.step_event != kNone) step_s = std::chrono::duration<double>(epoch.step).count();
    insert.run(++clock_epoch_id, ids.host, format_time(epoch.first), format_time(epoch.last),
               step_s, name_of(epoch.reason), row_id(ids.last_event, epoch.step_event));
  }
}

}  // namespace sojourn
