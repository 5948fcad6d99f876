// Joins to desktop sessions the records that name them by LogonId or SessionID, and finds from them
// when each ended. Sessions and attachments share their numbers here.
#pragma once

#include <cstdint>
#include <set>
#include <vector>

#include "correlator/access/access_sessions.h"
#include "correlator/windows/local_sessions.h"

namespace sojourn {

class DesktopRecords {
 public:
  DesktopRecords(AccessSessions& sessions, LocalSessions& local_sessions)
      : sessions_(sessions),
        log_(sessions.log()),
        logons_(sessions.logons()),
        local_(local_sessions),
        sessions_of_(local_sessions.all().size()) {}

  // Called once for each attachment, in order, before anything else.
  void add(SessionId session);
  SessionId first_session(LocalSessionId local) const { return sessions_of_[local].front(); }

  // The local session's desktop runs under this logon (kNone: not known) and its linked half.
  void bind_logon(LocalSessionId local, LogonSessionId logon);
  // For local sessions whose logon the log does not hold: 4647 before LSM 23, 4778 and 4779 beside
  // 25 and 24 name the LogonId too.
  void bind_logons_by_their_ends();
  // Whether a desktop runs under the logon of the record `ref`.
  bool is_bound(EventRef ref) const;

  // Where LocalSessionManager's log tells only how the desktop ended: its logon, or the last 4778
  // before that end, began what it ended.
  void begin_by_logon(LocalSessionId local);

  void cite_by_logon_id();    // 4624, 4672, 4647, 4634, 4778, 4779, 4800 to 4803
  void cite_by_session_id();  // Winlogon 7001, 7002; User Profile Service 1 to 4

  // What the client calls itself in the session's 4778.
  Text client_name(SessionId session) const;

  // When and why the session ended, whether the records say so exactly, and how long it was not
  // locked.
  void set_end(SessionId index);

 private:
  const Attachment& attachment(SessionId session) const {
    return local_.attachments()[session.place()];
  }
  EventRef start_before(LogonSessionId logon, EventRef end) const;
  EventRef begin_of(SessionId session) const;
  std::size_t place_at(LocalSessionId local, EventRef ref) const;
  SessionId nearest_boundary(LocalSessionId local, EventRef ref) const;
  void bind_by(LocalSessionId local, EventKind kind, EventRef near, Ticks from, Ticks to);
  void cite_logon_record(LocalSessionId local, EventRef ref, bool linked);
  bool learns_sid(LocalSession& session, EventRef ref, bool begins) const;
  bool ended_lately(SessionId session, EventRef ref) const;
  bool is_first_seen_behind(LocalSessionId local, EventRef ref) const;
  EventRef earliest_end(SessionId session) const;
  void end_without_lsm(SessionId index);
  bool is_left_to_security(LocalSessionId local) const;

  AccessSessions& sessions_;
  const HostLog& log_;
  const LogonSessions& logons_;
  LocalSessions& local_;
  ById<LocalSession, std::vector<SessionId>> sessions_of_;  // in order
  std::set<LogonSessionId> bound_;
};

// How long the session was not locked, as far as that was audited.
void set_active_time(Session& session, const HostLog& log);

}  // namespace sojourn
