// Joins to desktop sessions the records that name them by LogonId or SessionID, and finds from them
// when each ended. Sessions and stretches of terminal ownership share their numbers here.
#pragma once

#include <cstdint>
#include <unordered_map>
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
        local_(local_sessions) {}

  // REQUIRES: called once for each stretch, in order, before anything else.
  void add(std::uint32_t session);
  std::uint32_t first_session(std::uint32_t local) const { return sessions_of_[local].front(); }

  // The local session's desktop runs under this logon (kNone: not known) and its linked half.
  void bind_logon(std::uint32_t local, std::uint32_t logon);
  // For local sessions whose logon the log does not hold: 4647 before LSM 23, 4778 and 4779 beside
  // 25 and 24 name the LogonId too.
  void bind_logons_by_their_ends();

  void cite_by_logon_id();    // 4624, 4672, 4647, 4634, 4778, 4779, 4800 to 4803
  void cite_by_session_id();  // Winlogon 7001, 7002; User Profile Service 1 to 4

  // What the client calls itself in the session's 4778.
  Text client_name(std::uint32_t session) const;

  // When and why the session ended, whether the records say so exactly, and how long it was not
  // locked.
  void set_end(std::uint32_t index);

 private:
  const Stretch& stretch(std::uint32_t session) const { return local_.stretches()[session]; }
  EventRef begin_of(std::uint32_t session) const;
  std::size_t place_at(std::uint32_t local, EventRef ref) const;
  std::uint32_t nearest_boundary(std::uint32_t local, EventRef ref) const;
  bool is_bound(EventRef ref) const;
  void bind_by(std::uint32_t local, EventKind kind, EventRef near, Ticks from, Ticks to);
  void cite_logon_record(std::uint32_t local, EventRef ref, bool linked);
  bool learns_sid(LocalSession& session, EventRef ref, bool begins) const;
  bool ended_lately(std::uint32_t session, EventRef ref) const;
  bool is_first_seen_behind(std::uint32_t local, EventRef ref) const;
  EventRef earliest_end(std::uint32_t session) const;
  void end_without_lsm(std::uint32_t index);
  void set_active_time(std::uint32_t index);

  AccessSessions& sessions_;
  const HostLog& log_;
  const LogonSessions& logons_;
  LocalSessions& local_;
  std::vector<std::vector<std::uint32_t>> sessions_of_;  // by local session, in order
  std::unordered_map<std::uint32_t, std::uint32_t> local_of_logon_;
};

}  // namespace sojourn
