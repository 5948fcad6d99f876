// The desktops of a host and who held each of their terminals when: the state machine over the
// records of LocalSessionManager.
//
// A local session is one use of a SessionID, from LSM 21 to 23. Inside it, each stretch between a
// logon (21) or reconnect (25) and the next disconnect (24, 40, 39) or logoff (23) has one owner at
// one terminal: it becomes an access session. Observed orders are in the comments of
// local_sessions.cc.
#pragma once

#include <cstdint>
#include <deque>
#include <unordered_map>
#include <vector>

#include "correlator/records/host_log.h"
#include "correlator/windows/claims.h"
#include "correlator/windows/connections.h"
#include "schema/session.h"

namespace sojourn {

// One stretch of terminal ownership.
struct Stretch {
  enum class Terminal : std::uint8_t { unknown, console, remote };
  std::uint32_t local_session = kNone;
  Terminal terminal = Terminal::unknown;
  std::uint32_t connection = kNone;
  EventRef start = kNone;  // 21, 25 or 7001; kNone: began before the logs do
  EventRef end = kNone;    // the first record that ended it; kNone: the boot's end, or still open
  EventRef replaced_at = kNone;  // the record that shows its end without ending it (25, 21)
  StartReason start_reason = StartReason::unknown;
  EndReason end_reason = EndReason::open;
  std::vector<Citation> evidence;
};

class LocalSessions {
 public:
  // Claims the records it cites and the connections that showed a desktop.
  LocalSessions(const HostLog& log, const Connections& connections, Claims& claims);

  std::vector<LocalSession>& all() { return all_; }
  // In the order they began (or, begun before the logs, ended).
  std::vector<Stretch>& stretches() { return stretches_; }

 private:
  // What is known of one SessionID at this point of the boot.
  struct Desk {
    std::uint32_t local_session = kNone;  // the latest, open or not
    std::uint32_t stretch = kNone;        // its latest
    bool open = false;                    // the local session lives
    bool active = false;                  // somebody is at its terminal
    EventRef logged_off = kNone;          // its 23
    std::uint32_t uses = 0;
    std::vector<EventRef> lead_in;    // records that await the 21 or 25 they lead to
    std::uint32_t handed_to = kNone;  // as a temporary session: the stretch it was for
    EventRef arbitrated = 0;          // its 41s before this one led somewhere
  };

  void take(EventRef ref);
  void arbitrate(EventRef ref);
  void end_arbitration(EventRef ref);
  void log_on(EventRef ref);
  void reconnect(EventRef ref);
  void disconnect(EventRef ref, EndReason reason);
  void log_off(EventRef ref);
  void end_unseen(Desk& at, EventRef ref);

  Desk& desk(EventRef ref) { return desks_[log_[ref].session]; }
  void open_local_session(Desk& at, EventRef ref, bool start_known);
  bool is_told_again(const Desk& at, EventRef ref) const;
  void confirm(Desk& at, EventRef ref);
  void open_stretch(Desk& at, EventRef ref, StartReason reason);
  void set_terminal(Stretch& stretch, EventRef ref);
  Stretch::Terminal terminal_of(EventRef ref) const;
  void take_over(Desk& at, EventRef ref);
  bool awaits(EventRef arbitration) const;
  void infer_replacement(std::uint32_t left, std::uint32_t taken);
  void supersede(Desk& at, EventRef ref);
  void check_user(Desk& at, EventRef ref);
  void adopt_temporary_session(std::uint32_t stretch, EventRef ref);
  bool echoes_teardown(const Desk& at, EventRef ref) const;
  void cite(std::uint32_t stretch, EventRef ref, Role role, Rule rule);
  void close_boot();

  const HostLog& log_;
  const Connections& connections_;
  Claims& claims_;
  std::vector<LocalSession> all_;
  std::vector<Stretch> stretches_;
  std::uint32_t boot_ = 0;
  std::size_t first_of_boot_ = 0, first_stretch_of_boot_ = 0;
  std::unordered_map<std::uint32_t, Desk> desks_;  // by SessionID; asked, never walked
  std::deque<EventRef> arbitrations_;              // 41s that may await their 21 or 25, in order
};

}  // namespace sojourn
