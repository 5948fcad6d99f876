// Writes what the correlator found on one host into the tables of a case.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "correlator/correlate.h"
#include "correlator/hosts/hosts.h"
#include "engine/case/account_table.h"
#include "engine/case/database.h"
#include "engine/case/event_table.h"
#include "schema/strings.h"

namespace sojourn {

// Ids count on from host to host, so that with hosts in their order every id follows from the
// evidence alone.
class HostRows {
 public:
  // REQUIRES: a transaction is open on `database`; both outlive this.
  HostRows(const Database& database, const Strings& strings);

  // `evidence_id_of` translates Event::file.
  void write(const Host& host, const Correlation& found,
             const std::function<std::int64_t(std::uint32_t)>& evidence_id_of);

  // The rows that need all hosts, accounts, and those that need none, the rules.
  void finish();

 private:
  // The last id given out, by table. A row of this host has the id of its place plus one above.
  struct Last {
    std::int64_t boot = 0, clock_epoch = 0, event = 0, logon_session = 0, local_session = 0,
                 session = 0, burst = 0;
  };

  void write_host(const Host& host);
  void write_boots(const Correlation& found);
  void write_clock_epochs(const Correlation& found);
  void write_events(const Correlation& found,
                    const std::function<std::int64_t(std::uint32_t)>& evidence_id_of);
  void write_logon_sessions(const Correlation& found);
  void write_local_sessions(const Correlation& found);
  void write_bursts(const Correlation& found);
  void write_sessions(const Correlation& found);
  std::string uid(const Correlation& found, const Session& session);

  std::string_view text(Text text) const { return strings_[text]; }

  const Database& database_;
  const Strings& strings_;
  AccountTable accounts_;
  EventWriter events_;
  std::int64_t host_id_ = 0;
  Last last_;
  std::unordered_map<std::string, int> sessions_of_uid_;
  std::unordered_map<std::string, int> hosts_of_name_;
};

}  // namespace sojourn
