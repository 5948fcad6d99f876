#include "engine/case/burst_table.h"

#include "schema/time.h"

namespace sojourn {

void write_bursts(const Database& database, const HostIds& ids, const Correlation& found,
                  const Strings& strings) {
  Statement insert(database, insert_into("burst", 11));
  std::int64_t burst_id = ids.last_burst;
  for (const Burst& burst : found.bursts) {
    insert.run(++burst_id, ids.host, strings[burst.from.address], strings[burst.from.client],
               name_of(burst.from.scope), strings[burst.who.user], burst.attempts, burst.accounts,
               format_time(burst.first), format_time(burst.last),
               row_id(ids.last_session, burst.followed_by));
  }
}

}  // namespace sojourn
