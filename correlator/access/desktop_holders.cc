#include "correlator/access/desktop_holders.h"

#include <algorithm>
#include <utility>

namespace sojourn {
namespace {

constexpr Ticks kLogoff = std::chrono::seconds{10};  // 4634 of the check to the 4634 of a logoff

bool is_of_end(const Citation& citation) {
  return citation.role == Role::end || citation.role == Role::corroborates_end;
}

}  // namespace

DesktopHolders::DesktopHolders(AccessSessions& sessions, const SecurityDesktop& desktop)
    : sessions_(sessions),
      log_(sessions.log()),
      desktop_(desktop),
      current_(desktop.session),
      active_(desktop.session != kNone) {
  if (desktop.shell != kNone) since_ = sessions.logons()[desktop.shell].start_event;
  if (current_ == kNone) return;
  all_.push_back(current_);
  for (const Citation& citation : current().evidence) {
    if (is_of_end(citation)) kept_.emplace(citation.event, citation);
  }
  std::erase_if(current().evidence, is_of_end);
}

Session DesktopHolders::next() const {
  const LogonSessions& logons = sessions_.logons();
  Session next = desktop_.model;
  next.evidence.clear();
  next.logons.clear();
  if (desktop_.shell != kNone) {
    next.logons.push_back(desktop_.shell);
    const LogonSessionId other = logons.linked(desktop_.shell);
    if (other != kNone) next.logons.push_back(other);
  }
  next.start.reset();
  next.granted.reset();
  next.end.reset();
  next.end_exact = false;
  next.start_reason = StartReason::unknown;
  next.end_reason = EndReason::unknown;
  next.outcome = Outcome::success;
  next.flags = 0;
  return next;
}

Session DesktopHolders::next_at(EventRef station) const {
  Session session = next();
  const Address address = log_.address(station);
  session.kind = address.kind == Address::Kind::ip ? SessionKind::remote : SessionKind::local;
  session.from = {.address = address.text,
                  .client = log_[station].client,
                  .scope = address.scope,
                  .inferred = false};
  if (session.kind == SessionKind::local) session.from.scope = SourceScope::local;
  return session;
}

void DesktopHolders::begin(Session session, EventRef since) {
  session.previous = session.local_session == kNone && !all_.empty() ? all_.back() : SessionId{};
  current_ = sessions_.add(std::move(session));
  all_.push_back(current_);
  since_ = since;
  active_ = true;
}

Rule DesktopHolders::rule_of(EventRef ref) const {
  if (ref == desktop_.gone) return Rule::session_id;
  return log_[ref].kind == EventKind::transport_closed ? Rule::connection_address : Rule::logon_id;
}

bool DesktopHolders::take(EventRef ref, Role role) {
  const auto kept = kept_.find(ref);
  if (kept == kept_.end()) return sessions_.cite(current_, ref, role, rule_of(ref));
  current().evidence.push_back({ref, role, kept->second.rule});
  kept_.erase(kept);
  return true;
}

void DesktopHolders::cite(EventRef ref, Role role) {
  if (current_ != kNone) take(ref, role);
}

void DesktopHolders::cite_for(SessionId session, EventRef ref) {
  sessions_.cite(session, ref, Role::corroborates_end, rule_of(ref));
}

std::vector<EventRef> DesktopHolders::kept() const {
  std::vector<EventRef> refs;
  refs.reserve(kept_.size());
  for (const auto& [ref, citation] : kept_) refs.push_back(ref);
  return refs;
}

void DesktopHolders::cite_kept(EventRef ref) {
  const auto kept = kept_.find(ref);
  if (kept == kept_.end()) return;
  // A notice of the logoff is of who was there then.
  const bool notice = kept->second.rule == Rule::session_id && current_ != kNone;
  sessions_[notice ? current_ : all_.front()].evidence.push_back(
      {ref, Role::corroborates_end, kept->second.rule});
  kept_.erase(kept);
}

bool DesktopHolders::end(EventRef ref, EndReason reason, bool exact) {
  auto& evidence = current().evidence;
  const auto before = std::ranges::find(evidence, Role::end, &Citation::role);
  const auto place = before - evidence.begin();
  const bool again = before != evidence.end();
  if (!take(ref, Role::end)) return false;
  if (again) current().evidence[static_cast<std::size_t>(place)].role = Role::corroborates_end;
  end_by(ref, reason);
  current().end_exact = exact;
  return true;
}

void DesktopHolders::end_by(EventRef bound, EndReason reason) {
  Session& session = current();
  if (bound != kNone) session.end = log_[bound].time;
  session.end_reason = reason;
  session.end_exact = false;
  ended_ = bound;
  active_ = false;
}

void DesktopHolders::log_off(EventRef ref, bool exact) {
  if (current_ == kNone) begin(next(), kNone);  // nobody was seen to log on
  const Session& session = current();
  const bool estimated = session.end_reason == EndReason::disconnect && !session.end_exact;
  if (active_ || (estimated && ended_within(kLogoff, ref))) {
    end(ref, EndReason::logoff, exact);
  } else {
    cite(ref, Role::corroborates_end);
  }
}

void DesktopHolders::resume() {
  for (Citation& citation : current().evidence) {
    if (citation.role == Role::end) citation.role = Role::context;
  }
  current().end.reset();
  active_ = true;
}

void DesktopHolders::lose() {
  if (active_) current().end_reason = EndReason::unknown;
  active_ = false;
  current_ = SessionId{};
}

bool DesktopHolders::is_client(EventRef station) const {
  if (current_ == kNone) return false;
  const Session& session = sessions_[current_];
  const Address address = log_.address(station);
  if (address.kind == Address::Kind::none) return true;
  if (session.kind == SessionKind::local) return address.kind == Address::Kind::word;
  return session.from.address == Text::none || session.from.address == address.text;
}

bool DesktopHolders::is_from(Text address) const {
  const Session& session = sessions_[current_];
  return session.kind == SessionKind::remote &&
         (session.from.address == Text::none || session.from.address == address);
}

bool DesktopHolders::ended_within(Ticks time, EventRef ref) const {
  if (current_ == kNone || active_ || ended_ == kNone) return false;
  // Of one moment two logs may stand on either side of a step of the clock.
  return log_.between(ended_, ref) <= time ||
         std::chrono::abs(log_[ref].time - log_[ended_].time) <= time;
}

}  // namespace sojourn
