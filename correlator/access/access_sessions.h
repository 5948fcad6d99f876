// The access sessions of one host while they are being put together, and the ways records join
// them. Every stage that finds sessions adds them here; a record joins at most one.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "correlator/records/host_log.h"
#include "correlator/records/nearest.h"
#include "correlator/windows/claims.h"
#include "correlator/windows/logon_sessions.h"
#include "schema/rules.h"
#include "schema/session.h"

namespace sojourn {

class AccessSessions {
 public:
  // All must outlive this.
  AccessSessions(const HostLog& log, const LogonSessions& logons, Claims& claims)
      : log_(log), logons_(logons), claims_(claims) {}

  const HostLog& log() const { return log_; }
  const LogonSessions& logons() const { return logons_; }
  Claims& claims() { return claims_; }

  // So many are about to be added, and then others: growing by itself, the list of millions would
  // be in memory twice for a moment.
  void expect(std::size_t more) { all_.reserve(all_.size() + more + more / 2); }
  SessionId add(Session session);
  Session& operator[](SessionId id) { return row_of(all_, id); }
  auto ids() const { return IdRange<Session>(all_.size()); }
  // With each logon session named once, whatever joined it how often.
  std::vector<Session> take();

  // The record of the session's own that gave this time of it; kNone where another one's did. Times
  // of two records are compared by their places: the clock may have been set between.
  EventRef record_at(SessionId session, const std::optional<Timestamp>& time) const;
  // Whether the session had ended, and `late` was over, at the record.
  bool is_over(SessionId session, EventRef ref, Ticks late) const;

  // Claims a record and joins it; false, and nothing happens, when another session has it.
  bool cite(SessionId session, EventRef ref, Role role, Rule rule);

  // Joins how a logon session began: its 4624 in `role`, the 4648 right before it, its 4672. The
  // other half of a split token comes with it. Records of other sessions stay theirs.
  void cite_logon_start(SessionId session, LogonSessionId logon, Role role, Rule rule);
  // Joins the whole logon session: what ended it, too, as an echo.
  void cite_logon(SessionId session, LogonSessionId logon, Role role, Rule rule);

  // Of a session whose end no record tells: it ends with its boot, at the bound that the boot has,
  // or is open while that runs. `since` is the last that shows it, kNone for none.
  void end_with_boot(SessionId session, EventRef since);

  // The nearest to `at` of the unclaimed 4624s of `who` within [from, to] of it that `fits`
  // accepts; an earlier one wins a tie. kNone when there is none.
  template <class Fits>
  EventRef nearest_logon(const Identity& who, EventRef at, Ticks from, Ticks to,
                         LogonPurpose purpose, Fits fits);
  // Calls `take` with each that fits, the nearest first.
  template <class Fits, class Take>
  void take_logons(const Identity& who, EventRef at, Ticks from, Ticks to, LogonPurpose purpose,
                   Fits fits, Take take);

 private:
  // Whether the 4624 is unclaimed and of `who`.
  bool may_be(const Identity& who, EventRef ref) const {
    // A 4624 without a LogonId is no logon session.
    return !claims_.has(ref) && logons_.of(ref) != kNone && log_.accounts().same(who, log_[ref]);
  }
  void cite_explicit_credentials(SessionId session, EventRef logon);
  bool has_logon_between(EventRef credentials, EventRef logon) const;

  const HostLog& log_;
  const LogonSessions& logons_;
  Claims& claims_;
  std::vector<Session> all_;
};

template <class Fits>
EventRef AccessSessions::nearest_logon(const Identity& who, EventRef at, Ticks from, Ticks to,
                                       LogonPurpose purpose, Fits fits) {
  return nearest(log_, log_.logons_of(who, purpose), at, from, to,
                 [&](EventRef ref) { return may_be(who, ref) && fits(ref); });
}

template <class Fits, class Take>
void AccessSessions::take_logons(const Identity& who, EventRef at, Ticks from, Ticks to,
                                 LogonPurpose purpose, Fits fits, Take take) {
  visit_nearest(log_, log_.logons_of(who, purpose), at, from, to, [&](EventRef ref) {
    if (may_be(who, ref) && fits(ref)) take(ref);
    return false;
  });
}

}  // namespace sojourn
