// Who shows a desktop, one after another: LocalSessions' stretches of terminal ownership.
#include "correlator/names/activity_id.h"
#include "correlator/records/nearest.h"
#include "correlator/windows/local_sessions.h"
#include "schema/rules.h"

namespace sojourn {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr Ticks kArbitrationToLogon = minutes{10};  // observed up to 48.7 s, when a profile is made
constexpr Ticks kArbitrationToReconnect = seconds{60};  // observed up to 2.8 s
constexpr Ticks kReplacement = seconds{5};              // 24 to 25 of a takeover, observed 1 s

Role role_of_lead(EventKind kind) {
  using enum EventKind;
  return kind == arbitration_began || kind == arbitration_ended ? Role::arbitration : Role::context;
}

}  // namespace

// Ends the stretch that still holds the terminal when another one takes it and no 40 or 24 was
// logged.
void LocalSessions::take_over(Desk& at, EventRef ref) {
  Stretch& stretch = stretches_[at.stretch];
  stretch.replaced_at = ref;
  stretch.end_reason = EndReason::replaced;
  at.active = false;
}

// Windows 7 has no 40 to say that another connection took the terminal. It did where it was there
// before the 24: its user had authenticated, or sat at the console, where 24 and 25 follow at once.
void LocalSessions::infer_replacement(std::uint32_t left, std::uint32_t taken) {
  Stretch& before = stretches_[left];
  const Stretch& after = stretches_[taken];
  if (before.end == kNone || before.end_reason != EndReason::disconnect ||
      log_.between(before.end, after.start) > kReplacement)
    return;
  const bool was_there = after.connection == kNone
                             ? after.terminal == Stretch::Terminal::console
                             : connections_[after.connection].authenticated < before.end;
  if (was_there) before.end_reason = EndReason::replaced;
}

// Opens a stretch that `ref` begins; for StartReason::unknown, one that it only proves.
void LocalSessions::open_stretch(Desk& at, EventRef ref, StartReason reason) {
  Stretch stretch;
  stretch.local_session = at.local_session;
  stretch.start_reason = reason;
  set_terminal(stretch, ref);
  at.stretch = static_cast<std::uint32_t>(stretches_.size());
  at.active = true;
  stretches_.push_back(std::move(stretch));
  if (reason != StartReason::unknown) {
    stretches_[at.stretch].start = ref;
    cite(at.stretch, ref, Role::desktop, Rule::session_id);
  }
  for (const EventRef lead : at.lead_in) {
    if (log_.between(lead, ref) > kArbitrationToLogon) continue;
    cite(at.stretch, lead, role_of_lead(log_[lead].kind), Rule::session_id);
  }
  at.lead_in.clear();
  at.arbitrated = ref;
}

// Whether the 41 has led to no 21 or 25 yet.
bool LocalSessions::awaits(EventRef arbitration) const {
  const auto desk = desks_.find(log_[arbitration].session);
  return desk != desks_.end() && desk->second.arbitrated <= arbitration;
}

// Who shows the desktop, as `ref` says: a connection, an address, or the console.
void LocalSessions::set_terminal(Stretch& stretch, EventRef ref) {
  stretch.connection = connections_.of_session_event(log_, claims_, ref);
  if (stretch.connection == kNone) {
    stretch.terminal = terminal_of(ref);
    return;
  }
  claims_.claim_connection(stretch.connection);
  stretch.terminal = Stretch::Terminal::remote;
}

// What the address and the ActivityID of an LSM record say of the terminal.
Stretch::Terminal LocalSessions::terminal_of(EventRef ref) const {
  using enum Address::Kind;
  const Address address = log_.address(ref);
  const Text activity = log_[ref].activity;
  if (address.kind == ip || (address.kind == none && names_connection(log_.strings()[activity])))
    return Stretch::Terminal::remote;
  return address.kind == word || activity != Text::none ? Stretch::Terminal::console
                                                        : Stretch::Terminal::unknown;
}

// Finds the temporary session in which the user authenticated for this reconnect, by connection or
// by user.
void LocalSessions::adopt_temporary_session(std::uint32_t stretch, EventRef ref) {
  const Event& event = log_[ref];
  while (!arbitrations_.empty() && log_.between(arbitrations_.front(), ref) > kArbitrationToLogon)
    arbitrations_.pop_front();
  while (!arbitrations_.empty() && !awaits(arbitrations_.back())) arbitrations_.pop_back();
  std::size_t looked = 0;
  for (auto it = arbitrations_.rbegin(); it != arbitrations_.rend(); ++it) {
    if (++looked > kMostNear) return;
    const Event& arbitration = log_[*it];
    if (!awaits(*it)) continue;
    const bool same_connection =
        names_connection(log_.strings()[event.activity]) && event.activity == arbitration.activity;
    const bool same_user = log_.between(*it, ref) <= kArbitrationToReconnect &&
                           log_.accounts().same(arbitration, event);
    if (!same_connection && !same_user) continue;
    Desk& temporary = desks_[arbitration.session];
    if (temporary.open) continue;
    for (const EventRef lead : temporary.lead_in) {
      const bool began = log_[lead].kind == EventKind::arbitration_began;
      cite(stretch, lead, began ? Role::arbitration : Role::context, Rule::temporary_session);
    }
    temporary.lead_in.clear();
    temporary.handed_to = stretch;
    temporary.arbitrated = *it + 1;
    return;
  }
}

}  // namespace sojourn
