// Writes what the correlator found on one host into the tables of a case, one after another.
#pragma once

#include <cstdint>
#include <vector>

#include "correlator/correlate.h"
#include "correlator/hosts/hosts.h"
#include "engine/case/account_table.h"
#include "engine/case/database.h"
#include "engine/case/event_table.h"
#include "engine/case/host_ids.h"
#include "engine/case/host_table.h"
#include "engine/case/session_table.h"
#include "engine/case/text_table.h"
#include "schema/strings.h"

namespace sojourn {

// Ids count on from host to host, so that with hosts in their order every id follows from the
// evidence alone.
class HostRows {
 public:
  // A transaction is open on `database`, which must outlive this.
  explicit HostRows(const Database& database);

  // The texts of both are of `strings`; `hashes` are those of hashes_of_sessions(), which takes as
  // long as to write their rows, and may be made by another thread.
  void write(const Host& host, const Correlation& found, const Strings& strings,
             const std::vector<std::uint64_t>& hashes);

  // The rows that need all hosts, accounts, and those that need none, the rules.
  void finish();

 private:
  const Database& database_;
  HostIds ids_;
  HostTable hosts_;
  AccountTable accounts_;
  TextTable texts_;
  EventWriter events_;
  SessionTable sessions_;
};

}  // namespace sojourn
