// Tables `session`, `session_event` and `session_logon`: the access sessions of a host, the records
// that prove each, and the Windows logon sessions in it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/case/account_table.h"
#include "engine/case/database.h"
#include "engine/case/host_ids.h"
#include "engine/case/session_uid.h"
#include "schema/strings.h"

namespace sojourn {

class SessionTable {
 public:
  // A transaction is open on `database`; all must outlive this.
  SessionTable(const Database& database, AccountTable& accounts);

  // The texts of `found` are of `strings`; `hashes` are those of hashes_of_sessions().
  void write(const HostIds& ids, const Correlation& found, const Strings& strings,
             const std::vector<std::uint64_t>& hashes);

 private:
  void write_session(std::int64_t session_id, std::string_view uid, const HostIds& ids,
                     const Session& session, const Strings& strings);

  AccountTable& accounts_;
  SessionUids uids_;
  Statement insert_, insert_event_, insert_logon_;
};

}  // namespace sojourn
