#include "engine/case/coverage_table.h"

#include "engine/case/column_value.h"
#include "schema/time.h"

namespace sojourn {

void write_coverage(const Database& database, const HostIds& ids, const Correlation& found,
                    const Strings& strings) {
  Statement insert(database, insert_into("coverage", 13));
  for (const Coverage& stretch : found.coverage) {
    const std::string_view channel = strings[stretch.channel];
    insert.run(ids.host, channel.empty() ? std::string_view("unnamed") : channel,
               format_time(stretch.first.time), format_time(stretch.last.time),
               format_time(stretch.begins.time), format_time(stretch.ends.time),
               row_id(ids.last_clock_epoch, stretch.first.epoch),
               row_id(ids.last_clock_epoch, stretch.last.epoch), stretch.first_record,
               stretch.last_record, stretch.events, stretch.ended_by, stretch.missing);
  }
}

}  // namespace sojourn
