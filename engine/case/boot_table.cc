#include "engine/case/boot_table.h"

#include "engine/case/column_value.h"

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

void write_boots(const Database& database, const HostIds& ids, const Correlation& found) {
  Statement insert(database, insert_into("boot", 5));
  std::int64_t boot_id = ids.last_boot;
  for (const Boot& boot : found.boots) {
    insert.run(++boot_id, ids.host, time_text(boot.start), time_text(boot.stop),
               name_of(boot.stop_kind));
  }
}

}  // namespace sojourn
