#include "engine/case/local_session_table.h"

#include "engine/case/column_value.h"

namespace sojourn {

void write_local_sessions(const Database& database, const HostIds& ids, const Correlation& found,
                          const Strings& strings, AccountTable& accounts) {
  Statement insert(database, insert_into("local_session", 16));
  std::int64_t local_session_id = ids.last_local_session;
  for (const LocalSession& local : found.local_sessions) {
    insert.run(++local_session_id, ids.host, row_id(ids.last_boot, local.boot), local.number,
               local.ordinal, accounts.id_of(local.who, local.start ? local.start : local.end),
               strings[local.who.user], strings[local.who.domain], strings[local.who.sid],
               logon_id_text(local.logon_id), time_text(local.start), name_of(local.start_reason),
               time_text(local.end), name_of(local.end_reason),
               row_id(ids.last_event, local.start_event), row_id(ids.last_event, local.end_event));
  }
}

}  // namespace sojourn
