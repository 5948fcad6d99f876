// The RDP connections that LocalSessionManager does not tell of, as Security and
// RemoteConnectionManager know them.
//
// The check of a client's credentials (NLA) is a type 3 logon that lives as long as its connection:
// its 4634 comes with RdpCoreTS' 102 or up to 5 s after it (observed on Server 2012 R2 and Windows
// 10). What follows the check within seconds says what it was for: a type 10 that stays is a new
// desktop; a type 7, or a type 10 that is thrown away, took up one that was there.
#pragma once

#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "correlator/access/access_sessions.h"
#include "correlator/windows/connections.h"
#include "correlator/windows/window_managers.h"

namespace sojourn {

struct CheckedConnection {
  LogonSessionId check{};     // none where its 4624 is lost, or the client was not checked
  ConnectionId connection{};  // of RemoteConnectionManager's and RdpCoreTS' records, if any
  std::span<const EventRef> records{};  // these
  Identity who{};
  Origin from{};
  EventRef begin = kNone;
  EventRef ready = kNone;                  // the last record of its logging on
  EventRef end = kNone;                    // the check's 4634, or where it is earlier the 102
  bool replaced = false;                   // its account's next client was logging on by then
  LogonSessionId desktop{};                // the type 10 that stays
  std::vector<LogonSessionId> repeated{};  // types 7 and 10 that were thrown away
};

class CheckedConnections {
 public:
  // By the account's name key, in the order they began.
  using Map = std::map<std::pair<Text, EventRef>, CheckedConnection>;

  // Of those that no session has yet. REQUIRES: all outlive this; the desktops that
  // LocalSessionManager tells of are there.
  CheckedConnections(AccessSessions& sessions, const Connections& connections,
                     const WindowManagers& managers);

  const Map& all() const { return all_; }
  CheckedConnection& add(CheckedConnection connection);
  // The one that brought the type 10 `logon`, or null.
  const CheckedConnection* of_desktop(LogonSessionId logon) const;
  // Once all are there.
  void find_replaced();

 private:
  void add_authenticated();
  void add_checks();
  void follow(LogonSessionId id);
  bool may_follow(LogonSessionId id) const;
  bool joins(const CheckedConnection& connection, LogonSessionId id) const;
  CheckedConnection* begin_by(LogonSessionId id);
  EventRef check_before(LogonSessionId id) const;
  // The account's latest that began by `at` and `fits`, or null.
  template <class Fits>
  CheckedConnection* latest(Text account, EventRef at, Fits fits);

  AccessSessions& sessions_;
  const HostLog& log_;
  const LogonSessions& logons_;
  const Connections& connections_;
  const WindowManagers& managers_;
  Map all_;
  std::set<EventRef> checks_;                                      // 4624s
  std::map<LogonSessionId, const CheckedConnection*> of_desktop_;  // by either half
};

// Joins the records of the connection and of its credential check, but for its end; what else
// closes it as echoes.
void cite_checked_connection(AccessSessions& sessions, const CheckedConnection& connection,
                             SessionId session);

}  // namespace sojourn
