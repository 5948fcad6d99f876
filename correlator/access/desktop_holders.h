// Who is at one desktop, and who was before: its sessions, one after another.
#pragma once

#include <map>
#include <vector>

#include "correlator/access/access_sessions.h"
#include "correlator/access/desktop_course.h"

namespace sojourn {

class DesktopHolders {
 public:
  // Begins with the session of the desktop's logon, where it has one. REQUIRES: both outlive this.
  DesktopHolders(AccessSessions& sessions, const SecurityDesktop& desktop);

  const std::vector<SessionId>& all() const { return all_; }
  bool is_any() const { return current_ != kNone; }
  bool is_active() const { return active_; }  // somebody is at it
  SessionId id() const { return current_; }   // the latest; none before the first
  Session& current() { return sessions_[current_]; }
  EventRef since() const { return since_; }  // when it took up the desktop

  // A session of this desktop of which no record tells yet.
  Session next() const;
  // A client, or the console, as a 4778 or 4779 names it, has it then.
  Session next_at(EventRef station) const;
  void begin(Session session, EventRef since);

  // Ends with a record, which is better than the one that ended it before. False, and nothing
  // happens, where another session has the record.
  bool end(EventRef ref, EndReason reason, bool exact);
  // Ends at a bound, or with no time where it is kNone.
  void end_by(EventRef bound, EndReason reason);
  void end_with_boot() { sessions_.end_with_boot(current_, since_); }
  // A 4647, the desktop's own 4634, or Winlogon's 7002, which follows them.
  void log_off(EventRef ref, bool exact);
  // Is there still: what seemed to end it did not.
  void resume();
  // Another session has the desktop by now; when this one lost it no record tells.
  void lose();

  void cite(EventRef ref, Role role);
  // What trails the end of an earlier session.
  void cite_for(SessionId session, EventRef ref);
  // The records of an end that the desktop's first session had before it was known who came after
  // it, and that no session has again.
  std::vector<EventRef> kept() const;
  bool keeps(EventRef ref) const { return kept_.contains(ref); }
  void cite_kept(EventRef ref);

  // Whether the client that a 4779 or 4778 names may be that of the current session.
  bool is_client(EventRef station) const;
  bool is_from(Text address) const;
  bool ended_within(Ticks time, EventRef ref) const;

 private:
  bool take(EventRef ref, Role role);
  Rule rule_of(EventRef ref) const;

  AccessSessions& sessions_;
  const HostLog& log_;
  const SecurityDesktop& desktop_;
  std::vector<SessionId> all_;
  std::map<EventRef, Citation> kept_;
  SessionId current_;
  bool active_ = false;
  EventRef since_ = kNone, ended_ = kNone;
};

}  // namespace sojourn
