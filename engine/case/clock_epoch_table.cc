#include "engine/case/clock_epoch_table.h"

#include <algorithm>
#include <chrono>
#include <span>

#include "engine/case/column_value.h"

namespace sojourn {

void write_clock_epochs(const Database& database, const HostIds& ids, const Correlation& found) {
  Statement insert(database, insert_into("clock_epoch", 6));
  std::int64_t clock_epoch_id = ids.last_clock_epoch;
  for (std::size_t i = 0; i < found.clock_epochs.size(); ++i) {
    const ClockEpoch& epoch = found.clock_epochs[i];
    const std::size_t end = i + 1 < found.clock_epochs.size()
                                ? found.clock_epochs[i + 1].first_event
                                : found.events.size();
    const std::span<const Event> records{found.events.data() + epoch.first_event,
                                         found.events.data() + end};
    const auto [first, last] = std::ranges::minmax(records, {}, &Event::time);
    std::optional<double> step_s;
    if (epoch.step_event != kNone) step_s = std::chrono::duration<double>(epoch.step).count();
    insert.run(++clock_epoch_id, ids.host, format_time(first.time), format_time(last.time), step_s,
               row_id(ids.last_event, epoch.step_event));
  }
}

}  // namespace sojourn
