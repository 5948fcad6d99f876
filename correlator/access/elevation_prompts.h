// UAC's prompts for the password of an administrator: what one of them tried is one attempt.
//
// Asked for consent, UAC tries a cached logon (type 11) and then the password itself (type 2),
// observed 1 ms to 1.2 s later. The first may only say that there is no such kind of logon
// (0xC000010B). Records of another's prompt may come between.
#pragma once

#include <utility>
#include <vector>

#include "correlator/access/access_sessions.h"

namespace sojourn {

// Whether the 4624 or 4625 is of such a prompt.
bool is_elevation(const Event& event, const Strings& strings);

class ElevationPrompts {
 public:
  // REQUIRES: the prompts that succeeded are sessions; `sessions` outlives this.
  explicit ElevationPrompts(AccessSessions& sessions);

  // Of a failure of type 2 the attempt whose first half failed as well, which it completes: it
  // tells why. kNone where it is an attempt itself.
  SessionId begun_by_first_half(EventRef failure);
  // Of a failure of type 11 the session that the same try began. Where type 2 failed as well, the
  // password was wrong, and a later success is another try: kNone.
  SessionId granted(EventRef failure) const;
  // `session` is the failure of type 11 alone so far. REQUIRES: called with rising `failure`.
  void begin(SessionId session, EventRef failure) { begun_.push_back({session, failure, false}); }

 private:
  struct Begun {
    SessionId session;
    EventRef failure = kNone;
    bool is_complete = false;
  };

  bool is_one_try(EventRef a, EventRef b) const;
  bool failed_again(EventRef first, EventRef logon) const;

  const HostLog& log_;
  std::vector<Begun> begun_;                             // in order
  std::vector<std::pair<EventRef, SessionId>> granted_;  // 4624s in order, and their sessions
};

}  // namespace sojourn
