#include "correlator/access/access_sessions.h"

#include <algorithm>
#include <array>

namespace sojourn {
namespace {

using std::chrono::seconds;

// A 4648 stands in the same block of records as its 4624, up to eight before it.
constexpr Ticks kExplicitToLogon = seconds{2};
constexpr std::uint64_t kExplicitRecords = 8;

}  // namespace

SessionId AccessSessions::add(Session session) {
  all_.push_back(std::move(session));
  return SessionId(all_.size() - 1);
}

std::vector<Session> AccessSessions::take() {
  for (Session& session : all_) {
    std::ranges::sort(session.logons);
    session.logons.erase(std::unique(session.logons.begin(), session.logons.end()),
                         session.logons.end());
  }
  return std::move(all_);
}

void AccessSessions::end_with_boot(SessionId session, EventRef since) {
  Session& open = (*this)[session];
  open.end_reason = log_.end_reason(open.boot);
  const EventRef bound = log_.end_bound(open.boot, since);
  if (open.end_reason != EndReason::open && bound != kNone) open.end = log_[bound].time;
}

EventRef AccessSessions::record_at(SessionId session, const std::optional<Timestamp>& time) const {
  const auto& evidence = row_of(all_, session).evidence;
  const auto found = std::ranges::find_if(
      evidence, [&](const Citation& cited) { return log_[cited.event].time == time; });
  return found == evidence.end() ? EventRef{kNone} : found->event;
}

bool AccessSessions::is_over(SessionId session, EventRef ref, Ticks late) const {
  const auto& end = row_of(all_, session).end;
  if (!end) return false;
  const EventRef record = record_at(session, end);
  return record == kNone ? log_[ref].time > *end + late : log_.between(record, ref) > late;
}

bool AccessSessions::cite(SessionId session, EventRef ref, Role role, Rule rule) {
  if (!claims_.claim(ref)) return false;
  (*this)[session].evidence.push_back({ref, role, rule});
  return true;
}

void AccessSessions::cite_logon_start(SessionId session, LogonSessionId logon, Role role,
                                      Rule rule) {
  for (const LogonSessionId half : {logon, logons_.linked(logon)}) {
    if (half == kNone) continue;
    (*this)[session].logons.push_back(half);  // perhaps once more: take() puts that right
    const Rule how = half == logon ? rule : Rule::linked_logon;
    // Two 4624s of one password.
    const Role as = half != logon && role == Role::unlock ? Role::reauthentication : role;
    for (const EventRef ref : logons_.records(half)) {
      if (log_[ref].kind == EventKind::logon && cite(session, ref, as, how)) {
        cite_explicit_credentials(session, ref);
      }
      if (log_[ref].kind == EventKind::privileges_assigned) {
        cite(session, ref, Role::privileges, Rule::logon_id);
      }
    }
  }
}

void AccessSessions::cite_logon(SessionId session, LogonSessionId logon, Role role, Rule rule) {
  cite_logon_start(session, logon, role, rule);
  for (const LogonSessionId half : {logon, logons_.linked(logon)}) {
    if (half == kNone) continue;
    for (const EventRef ref : logons_.records(half)) {
      const EventKind kind = log_[ref].kind;
      if (kind == EventKind::logon_ended || kind == EventKind::logoff_initiated) {
        cite(session, ref, Role::corroborates_end, Rule::logon_id);
      }
    }
  }
}

// Whether the process that gave the credentials logged their account on before `logon`: they were
// for that.
bool AccessSessions::has_logon_between(EventRef credentials, EventRef logon) const {
  const Event& event = log_[logon];
  const auto is_for_another = [&](EventRef ref) {
    return ref > credentials && ref < logon && log_[ref].process_id == event.process_id &&
           log_[ref].process_id != kNoNumber &&
           logons_.of(ref) != logons_.linked(logons_.of(logon));
  };
  const Identity who = log_.accounts().identity(event);
  const Ticks since = log_.between(logon, credentials);
  return std::ranges::any_of(std::array{LogonPurpose::desktop, LogonPurpose::access},
                             [&](LogonPurpose purpose) {
                               return nearest(log_, log_.logons_of(who, purpose), logon, since,
                                              Ticks{0}, is_for_another) != kNone;
                             });
}

void AccessSessions::cite_explicit_credentials(SessionId session, EventRef logon) {
  const Event& event = log_[logon];
  auto near = log_.within(log_.credentials_of(log_.accounts().name_key(event.user)), logon,
                          -kExplicitToLogon, Ticks{0});
  near = near.last(std::min(near.size(), kMostNear));
  for (auto it = near.rbegin(); it != near.rend(); ++it) {
    const Event& explicit_credentials = log_[*it];
    const bool same_block = explicit_credentials.record < event.record &&
                            event.record - explicit_credentials.record <= kExplicitRecords &&
                            explicit_credentials.process_id == event.process_id;
    if (same_block && !has_logon_between(*it, logon) &&
        cite(session, *it, Role::authentication, Rule::explicit_credentials))
      return;
  }
}

}  // namespace sojourn
