#include "engine/case/coverage_table.h"

#include "schema/time.h"

namespace sojourn {

void write_coverage(const Database& database, const HostIds& ids, const Correlation& found,
                    const Strings& strings) {
  Statement insert(database, insert_into("coverage", 11));
  for (const Coverage& stretch : found.coverage) {
    const std::string_view channel = strings[stretch.channel];
    insert.run(ids.host, channel.empty() ? std::string_view("unnamed") : channel,
               format_time(stretch.first), format_time(stretch.last), format_time(stretch.begins),
               format_time(stretch.ends), stretch.first_record, stretch.last_record, stretch.events,
               stretch.ended_by, stretch.missing);
  }
}

}  // namespace sojourn
