#include "engine/case/coverage_table.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "engine/case/column_value.h"
#include "schema/time.h"

namespace sojourn {
namespace {

// A host of so many logons, none of which ends by a logoff, does not write them.
constexpr std::size_t kLogonsWithoutLogoff = 20;

bool audits_no_logoffs(const Correlation& found) {
  return found.logon_sessions.size() >= kLogonsWithoutLogoff &&
         std::ranges::find(found.logon_sessions, EndReason::logoff, &LogonSession::end_reason) ==
             found.logon_sessions.end();
}

}  // namespace

void write_coverage(const Database& database, const HostIds& ids, const Correlation& found,
                    const Strings& strings) {
  Statement insert(database, insert_into("coverage", 14));
  const std::string_view note = audits_no_logoffs(found) ? "logoffs not audited" : "";
  for (const Coverage& stretch : found.coverage) {
    const std::string_view channel = strings[stretch.channel];
    insert.run(ids.host, channel.empty() ? std::string_view("unnamed") : channel,
               format_time(stretch.first.time), format_time(stretch.last.time),
               format_time(stretch.begins.time), format_time(stretch.ends.time),
               row_id(ids.last_clock_epoch, stretch.first.epoch),
               row_id(ids.last_clock_epoch, stretch.last.epoch), stretch.first_record,
               stretch.last_record, stretch.events, stretch.ended_by, stretch.missing,
               channel == "Security" ? note : std::string_view{});
  }
}

}  // namespace sojourn
