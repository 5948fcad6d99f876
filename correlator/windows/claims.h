// The ledger of who claimed what. A record or a connection serves one session at most, and a logon
// session counts as one thing: what an earlier stage claimed, a later one leaves alone.
#pragma once

#include <cassert>
#include <cstdint>
#include <vector>

#include "correlator/windows/logon_sessions.h"
#include "schema/session.h"

namespace sojourn {

class Connections;
using ConnectionId = Id<struct Connection>;

// The stages of correlate(), in their order: each relies on those before it having claimed theirs.
enum class Stage : std::uint8_t {
  none,
  local_sessions,
  desktop_sessions,
  security_desktops,
  rdp_attempts,
  interactive_logons,
  secondary_logons,
  reauthentications,
  ssh_logons,
  failures,
  credential_checks,
  network_sessions,
  winrm_records,
  shadow_records,
  unseen_logons
};

class Claims {
 public:
  // `logons` must outlive this.
  Claims(const HostLog& log, const Connections& connections, LogonSessions& logons);

  // Whose claims come from now on.
  void begin(Stage stage) {
    assert(stage > stage_);
    stage_ = stage;
  }

  // Whether a stage has the record, for a session of any kind.
  bool has(EventRef ref) const { return of_record_[ref] != Stage::none; }
  // False, and nothing happens, where one has it already.
  bool claim(EventRef ref) { return claim(of_record_[ref]); }

  // Whether some session is built on the connection.
  bool has(ConnectionId connection) const { return of_connection_[connection].by != Stage::none; }
  bool claim(ConnectionId connection) { return claim(of_connection_[connection].by); }

  // Without NLA an 1149 may only have announced passwords that failed at the logon screen: its
  // connection is for them.
  void leave_to_failures(ConnectionId connection) {
    of_connection_[connection].for_failures = true;
  }
  bool is_for_failures(ConnectionId connection) const {
    return of_connection_[connection].for_failures;
  }

  // What a logon session was for: as its 4624 tells, until a stage knows better.
  LogonRole role(LogonSessionId logon) const { return logons_[logon].role; }
  void set_role(LogonSessionId logon, LogonRole role) { logons_.set_role(logon, role); }
  // The same for both halves of a split token.
  void set_role_of_halves(LogonSessionId logon, LogonRole role);

 private:
  struct ConnectionClaim {
    Stage by = Stage::none;
    bool for_failures = false;
  };
  bool claim(Stage& by) const {
    if (by != Stage::none) return false;
    by = stage_;
    return true;
  }

  Stage stage_ = Stage::none;
  std::vector<Stage> of_record_;
  ById<Connection, ConnectionClaim> of_connection_;
  LogonSessions& logons_;
};

}  // namespace sojourn
