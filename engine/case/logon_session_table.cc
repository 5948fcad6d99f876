#include "engine/case/logon_session_table.h"

#include "engine/case/column_value.h"

namespace sojourn {

void write_logon_sessions(const Database& database, const HostIds& ids, const Correlation& found,
                          AccountTable& accounts, TextTable& texts) {
  Statement insert(database, insert_into("logon_session_row", 23));
  std::int64_t logon_session_id = ids.last_logon_session;
  for (const LogonSession& logon : found.logon_sessions) {
    insert.run(
        ++logon_session_id, ids.host, row_id(ids.last_boot, logon.boot), hex_text(logon.logon_id),
        std::to_string(logon.logon_id), logon_id_text(logon.linked_logon_id),
        accounts.id_of(logon.who, found.time(logon.start_event)), texts.id_of(logon.who.user),
        texts.id_of(logon.who.domain), texts.id_of(logon.who.sid), name_of(logon.who.account_class),
        name_of(logon.role), logon_type_number(logon.logon_type), texts.id_of(logon.package),
        texts.id_of(logon.logon_process), logon.elevated, texts.id_of(logon.from.address),
        texts.id_of(logon.from.client), time_text(found.time(logon.start_event)),
        time_text(found.time(logon.end_event)), name_of(logon.end_reason),
        row_id(ids.last_event, logon.start_event), row_id(ids.last_event, logon.end_event));
  }
}

}  // namespace sojourn
