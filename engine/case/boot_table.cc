#include "engine/case/boot_table.h"

#include "engine/case/column_value.h"
#include "engine/case/evidence_table.h"

namespace sojourn {
namespace {

std::string_view name_of(Boot::Stop stop) {
  switch (stop) {
    case Boot::Stop::shutdown:
      return "shutdown";
    case Boot::Stop::crash:
      return "crash";
    case Boot::Stop::running:
      return "running";
  }
  return {};
}

}  // namespace

void write_boots(const Database& database, const HostIds& ids, const Correlation& found,
                 const Strings& strings) {
  Statement insert(database, insert_into("boot", 10));
  std::int64_t boot_id = ids.last_boot;
  for (std::size_t i = 0; i < found.boots.size(); ++i) {
    const Boot& boot = found.boots[i];
    const bool is_last = i + 1 == found.boots.size();
    const std::size_t end = is_last ? found.events.size() : found.boots[i + 1].first_event;
    const auto last = boot.stop_event != kNone ? boot.stop_event : static_cast<EventRef>(end - 1);
    insert.run(
        ++boot_id, ids.host, time_text(boot.start), time_text(boot.stop), name_of(boot.stop_kind),
        boot.stop_file == kNone ? std::optional<std::int64_t>{} : evidence_id_of(boot.stop_file),
        strings[boot.stop_record.channel],
        boot.stop_file == kNone ? std::optional<std::uint64_t>{} : boot.stop_record.record,
        row_id(ids.last_clock_epoch, found.clock_epochs.of(boot.first_event)),
        row_id(ids.last_clock_epoch, found.clock_epochs.of(last)));
  }
}

}  // namespace sojourn
