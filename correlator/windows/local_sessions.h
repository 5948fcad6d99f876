// The desktops of a host: the state machine over the records of LocalSessionManager.
//
// A local session is one use of a SessionID, from LSM 21 to 23. Who showed it when terminals.h
// keeps. Observed orders are in the comments of local_sessions.cc.
#pragma once

#include <cstdint>
#include <deque>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "correlator/records/host_log.h"
#include "correlator/windows/claims.h"
#include "correlator/windows/connections.h"
#include "correlator/windows/terminals.h"
#include "schema/session.h"

namespace sojourn {

class LocalSessions {
 public:
  // Claims the records it cites and the connections that showed a desktop.
  LocalSessions(const HostLog& log, const Connections& connections, const LogonSessions& logons,
                Claims& claims);

  std::vector<LocalSession>& all() { return all_; }
  const LocalSession& operator[](LocalSessionId id) const { return row_of(all_, id); }
  LocalSession& operator[](LocalSessionId id) { return row_of(all_, id); }
  auto ids() const { return IdRange<LocalSession>(all_.size()); }
  std::vector<Attachment>& attachments() { return terminals_.all(); }

 private:
  // What is known of one SessionID at this point of the boot.
  struct SessionIdState {
    LocalSessionId local_session;  // the latest, open or not
    AttachmentId attachment;       // its latest
    bool open = false;             // the local session lives
    bool active = false;           // somebody is at its terminal
    EventRef logged_off = kNone;   // its 23
    std::uint32_t uses = 0;
    std::vector<EventRef> pending;  // records that await the 21 or 25 they lead to
    AttachmentId handed_to;         // as a temporary session: the attachment it was for
    EventRef arbitrated = 0;        // its 41s before this one led somewhere
  };

  void take(EventRef ref);
  void arbitrate(EventRef ref);
  void end_arbitration(EventRef ref);
  void log_on(EventRef ref);
  void reconnect(SessionIdState& state, EventRef ref);
  void disconnect(SessionIdState& state, EventRef ref, EndReason reason);
  void log_off(SessionIdState& state, EventRef ref);
  // Where LocalSessionManager's log does not reach (desktops_beside_lsm.cc).
  bool lsm_tells(EventRef ref) const;
  bool lsm_covers(EventRef ref) const;
  bool lsm_tells_same(EventRef ref) const;
  void take_notice(EventRef ref);
  void take_beside(EventRef ref);
  void take_station_record(EventRef ref);
  SessionIdState* only_desktop_of(EventRef ref);
  // The same of the clients that come and leave (returns_beside_lsm.cc).
  struct Return;
  void take_logon(EventRef ref);
  void take_authentication(EventRef ref);
  void take_up(SessionIdState& state, const Return& client);
  void take_leave(EventRef ref);
  bool has_closed(const SessionIdState& state, ConnectionId id) const;
  bool has_checked_client(const SessionIdState& state, LogonSessionId id) const;
  bool is_left_to_notices(const SessionIdState& state) const;
  bool is_handed_on(const Attachment& left, EventRef next) const;
  bool is_taken_up_lately(const SessionIdState& state, EventRef ref) const;
  bool is_of_client_before(const SessionIdState& state, EventRef ref) const;
  bool is_by_client_there(const SessionIdState& state, EventRef ref) const;
  Return return_by(const SessionIdState& state, EventRef unlock) const;
  EventRef check_before(EventRef unlock, EventRef since) const;
  bool stays(EventRef begin, EventRef end) const;
  bool is_still_shown(const SessionIdState& state, EventRef ref) const;

  void prove_by_its_end(SessionIdState& state, EventRef ref);

  SessionIdState& state_of(EventRef ref) { return states_[log_[ref].session]; }
  void open_local_session(SessionIdState& state, EventRef ref, bool start_known);
  void attach(SessionIdState& state, EventRef ref, StartReason reason);
  bool is_told_again(const SessionIdState& state, EventRef ref) const;
  void confirm(SessionIdState& state, EventRef ref);
  void supersede(SessionIdState& state, EventRef ref);
  void check_user(SessionIdState& state, EventRef ref);
  bool awaits(EventRef arbitration) const;
  void adopt_temporary_session(AttachmentId attachment, EventRef ref);
  bool echoes_teardown(const SessionIdState& state, EventRef ref) const;
  void close_boot();

  const HostLog& log_;
  const Connections& connections_;
  const LogonSessions& logons_;
  Claims& claims_;
  Terminals terminals_;
  std::vector<LocalSession> all_;
  BootId boot_{0};
  std::size_t first_of_boot_ = 0;
  std::unordered_map<std::uint32_t, SessionIdState> states_;  // by SessionID; asked, never walked
  std::set<std::uint32_t> open_;                              // SessionIDs with a desktop
  std::set<std::pair<BootId, std::uint32_t>> told_;  // SessionIDs that LocalSessionManager tells of
  std::deque<EventRef> arbitrations_;                // 41s that may await their 21 or 25, in order
};

}  // namespace sojourn
