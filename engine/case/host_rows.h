// Writes what the correlator found on one host into the tables of a case, one after another.
#pragma once

#include <cstdint>

#include "correlator/correlate.h"
#include "correlator/hosts/hosts.h"
#include "engine/case/account_table.h"
#include "engine/case/database.h"
#include "engine/case/event_table.h"
#include "engine/case/host_ids.h"
#include "engine/case/host_table.h"
#include "engine/case/session_table.h"
#include "schema/strings.h"

namespace sojourn {

// Ids count on from host to host, so that with hosts in their order every id follows from the
// evidence alone.
class HostRows {
 public:
  // A transaction is open on `database`; both must outlive this.
  HostRows(const Database& database, const Strings& strings);

  void write(const Host& host, const Correlation& found);

  // The rows that need all hosts, accounts, and those that need none, the rules.
  void finish();

 private:
  const Database& database_;
  const Strings& strings_;
  HostIds ids_;
  HostTable hosts_;
  AccountTable accounts_;
  EventWriter events_;
  SessionTable sessions_;
};

}  // namespace sojourn
