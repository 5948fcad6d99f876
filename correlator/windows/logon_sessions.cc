#include "correlator/windows/logon_sessions.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>

namespace sojourn {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// An unlock or a reconnect checks credentials with a logon that is thrown away (observed: within 1
// ms to 2.9 s).
constexpr Ticks kThrownAway = seconds{5};
constexpr Ticks kHalves = milliseconds{16};  // between the 4624s of a split token: one tick
constexpr std::size_t kMostBetween = 64;  // LogonIds between those of one token, and their records

bool names_logon_id(EventKind kind) {
  using enum EventKind;
  return kind == logon || kind == logon_ended || kind == logoff_initiated ||
         kind == privileges_assigned || kind == station_reconnected ||
         kind == station_disconnected || kind == locked || kind == unlocked ||
         kind == screensaver_started || kind == screensaver_stopped;
}

bool process_is(const Event& event, const Strings& strings, std::string_view file_name) {
  const std::string_view path = strings[event.process];
  return path.size() > file_name.size() && path.ends_with(file_name) &&
         path[path.size() - file_name.size() - 1] == '\\';
}

}  // namespace

LogonRole role_of(const Event& logon, const Strings& strings) {
  const AccountClass account = classify({strings[logon.sid], strings[logon.user]});
  if (account == AccountClass::window_manager) return LogonRole::window_manager;
  if (account == AccountClass::system || account == AccountClass::anonymous ||
      logon.logon_type == 0) {
    return LogonRole::system;
  }
  const std::string_view asked_by = strings[logon.logon_process];
  switch (logon.logon_type) {
    case 3:
    case 8:
      return LogonRole::network;
    case 4:
      return LogonRole::batch;
    case 5:
      return LogonRole::service;
    case 7:
    case 13:
      return LogonRole::reauthentication;
    case 9:
      return LogonRole::secondary;
    case 2:
    case 10:
    case 11:
    case 12:
      if (asked_by == "seclogo" || asked_by == "CredPro") return LogonRole::secondary;
      if (process_is(logon, strings, "consent.exe")) return LogonRole::secondary;
      // lsass.exe validating once more what User32 has just logged on.
      if (asked_by == "Negotiat") return LogonRole::reauthentication;
      // "Chrome", "OOBE" and services calling LogonUser check a password; nobody gets a desktop.
      return asked_by == "User32" || asked_by.empty() ? LogonRole::interactive : LogonRole::other;
    default:
      return LogonRole::other;
  }
}

LogonSessions::LogonSessions(const HostLog& log) : session_of_(log.size(), kNone) {
  find_sessions(log);
  collect_records();
  for (EventRef ref = 0; ref < log.size(); ++ref) {
    if (session_of_[ref] == kNone) continue;
    LogonSession& session = row_of(all_, session_of_[ref]);
    const EventKind kind = log[ref].kind;
    // SYSTEM and the service accounts log on under one id again and again; the first counts.
    if (kind == EventKind::logon && session.start_event == kNone) begin(log, ref);
    if (kind == EventKind::logon_ended || kind == EventKind::logoff_initiated) end(log, ref);
    if (kind == EventKind::privileges_assigned) session.elevated = true;
  }
  link_adjacent_halves(log);
  link_back();
  close_at_boot_ends(log);
}

// Sorting finds the records of one id as surely as a hash table, and ten million of them in a
// quarter of the time and the memory.
void LogonSessions::find_first_records(const HostLog& log) {
  struct Named {
    std::uint64_t logon_id;
    EventRef ref;
    auto operator<=>(const Named&) const = default;
  };
  std::vector<Named> named;
  for (const BootId boot : IdRange<Boot>(log.boots().size())) {
    named.clear();
    for (EventRef ref = log.boot_begin(boot); ref < log.boot_end(boot); ++ref) {
      if (log[ref].logon_id != 0 && names_logon_id(log[ref].kind))
        named.push_back({log[ref].logon_id, ref});
    }
    std::ranges::sort(named);
    for (std::size_t i = 0; i < named.size(); ++i) {
      const bool is_first = i == 0 || named[i].logon_id != named[i - 1].logon_id;
      if (is_first) by_id_.emplace_back(named[i].ref);  // for now
      session_of_[named[i].ref] = by_id_.back();
    }
  }
}

void LogonSessions::find_sessions(const HostLog& log) {
  find_first_records(log);
  all_.reserve(by_id_.size());
  for (EventRef ref = 0; ref < log.size(); ++ref) {
    if (session_of_[ref] == kNone) continue;
    const EventRef first = session_of_[ref].place();
    session_of_[ref] = first != ref ? session_of_[first] : LogonSessionId(all_.size());
    if (first != ref) continue;
    LogonSession session;
    session.boot = log.boot(ref);
    session.logon_id = log[ref].logon_id;
    session.who = log.accounts().identity(log[ref]);
    all_.push_back(session);
  }
  for (LogonSessionId& entry : by_id_) entry = session_of_[entry.place()];
}

void LogonSessions::collect_records() {
  first_record_.assign(all_.size() + 1, 0);
  for (const LogonSessionId session : session_of_) {
    if (session != kNone) ++first_record_[session.place() + 1];
  }
  std::partial_sum(first_record_.begin(), first_record_.end(), first_record_.begin());
  records_.resize(first_record_.back());
  std::vector<std::uint32_t> next(first_record_.begin(), first_record_.end() - 1);
  for (EventRef ref = 0; ref < session_of_.size(); ++ref) {
    if (session_of_[ref] != kNone) records_[next[session_of_[ref].place()]++] = ref;
  }
}

void LogonSessions::begin(const HostLog& log, EventRef ref) {
  const Event& event = log[ref];
  LogonSession& session = row_of(all_, session_of_[ref]);
  const Address address = log.address(ref);
  session.who = log.accounts().identity(event);
  session.from = {.address = address.text,
                  .client = log.client(ref),
                  .scope = address.scope,
                  .inferred = false};
  session.logon_type = event.logon_type;
  session.package = event.package;
  session.logon_process = event.logon_process;
  session.linked_logon_id = event.linked_logon_id;
  session.elevated = session.elevated || event.elevated == Elevation::yes;
  session.role = role_of(event, log.strings());
  session.start_event = ref;
  // What seemed to end it before it began did not: the records that set the clock back are lost.
  session.end_event = kNone;
  session.end_reason = EndReason::unknown;
}

// 4634 says that the session is gone, 4647 only that the user asked for it: the 4634 wins.
void LogonSessions::end(const HostLog& log, EventRef ref) {
  LogonSession& session = row_of(all_, session_of_[ref]);
  const bool better =
      session.end_event == kNone || (log[session.end_event].kind == EventKind::logoff_initiated &&
                                     log[ref].kind == EventKind::logon_ended);
  if (!better) return;
  session.end_event = ref;
  session.end_reason = EndReason::logoff;
  if (session.logon_type == kNoLogonType) session.logon_type = log[ref].logon_type;
  if (session.start_event != kNone && session.role == LogonRole::interactive &&
      log[ref].kind == EventKind::logon_ended &&
      log.between(session.start_event, ref) <= kThrownAway) {
    session.role = LogonRole::reauthentication;
  }
}

// The 4624 of the other half, kNone if there is none. Records of others may stand between the two
// (they are written by many threads); a record that is missing there may itself have been the half.
EventRef LogonSessions::other_half(const HostLog& log, EventRef half) const {
  const Event& a = log[half];
  constexpr std::uint64_t farthest = 64;  // records of others between the two
  constexpr EventRef most = 1024;         // those of other channels counted in
  const EventRef end = half < log.size() - std::min(most, log.size()) ? half + most : log.size();
  std::uint64_t next = a.record + 1;
  for (EventRef ref = half + 1; ref < end && next <= a.record + farthest; ++ref) {
    const Event& b = log[ref];
    if (log.between(half, ref) > kHalves || log.boot(ref) != log.boot(half)) return kNone;
    if (b.channel != a.channel) continue;
    if (b.record != next++) return kNone;
    const bool pair = b.kind == EventKind::logon && b.version < 2 && b.logon_id != 0 &&
                      b.sid == a.sid && a.logon_id != b.logon_id && a.logon_type == b.logon_type &&
                      a.process_id == b.process_id;
    // A 4672 of the same account is of a logon that has no other half.
    if (pair || b.sid == a.sid) return pair ? ref : kNone;
  }
  return kNone;
}

// Before Windows 10 a 4624 does not name its linked half. The pair is two records in a row on a
// machine at rest, of one account, type and process, within a tick of 15.6 ms (observed in 104
// pairs of versions 0 and 1).
void LogonSessions::link_adjacent_halves(const HostLog& log) {
  for (const EventRef ref : log.of(EventKind::logon)) {
    if (log[ref].version >= 2 || log[ref].logon_id == 0) continue;
    LogonSession& first = row_of(all_, session_of_[ref]);
    // Services and network logons get no split token.
    const bool may_split = first.role == LogonRole::interactive ||
                           first.role == LogonRole::secondary ||
                           first.role == LogonRole::reauthentication;
    if (!may_split || first.linked_logon_id != 0) continue;
    const EventRef other = other_half(log, ref);
    const LogonSessionId half = other != kNone ? session_of_[other] : lost_half(log, ref);
    if (half == kNone) continue;
    LogonSession& second = row_of(all_, half);
    first.linked_logon_id = second.logon_id;
    second.linked_logon_id = first.logon_id;
    if (second.start_event == kNone) first.elevated = true;  // it is the one that comes first
  }
}

// Where the record behind the 4624 `half` is lost, the other half may be of those whose 4624 is
// lost: LogonIds rise, and what a desktop leaves names the second. kNone if there is none.
LogonSessionId LogonSessions::lost_half(const HostLog& log, EventRef half) const {
  constexpr EventRef most = 1024;
  const EventRef end = half < log.size() - std::min(most, log.size()) ? half + most : log.size();
  EventRef next = half + 1;
  while (next < end && log[next].channel != log[half].channel) ++next;
  if (next >= end || log.follows_without_loss(half, next)) return kNone;
  const LogonSession& first = (*this)[session_of_[half]];
  const auto has_desktop = [&](LogonSessionId id) {
    const auto all = records(id);
    return std::ranges::any_of(all.first(std::min(all.size(), kMostBetween)), [&](EventRef ref) {
      const EventKind kind = log[ref].kind;
      return ref != half && kind != EventKind::logon_ended &&
             kind != EventKind::privileges_assigned;
    });
  };
  if (has_desktop(session_of_[half])) return kNone;
  auto id = std::ranges::upper_bound(by_id_, std::pair{first.boot, first.logon_id}, {},
                                     [&](LogonSessionId of) { return key_of(of); });
  for (std::size_t looked = 0; id != by_id_.end() && looked < kMostBetween; ++id, ++looked) {
    const LogonSession& second = (*this)[*id];
    if (second.boot != first.boot || (second.start_event != kNone && second.start_event > half))
      return kNone;
    if (second.start_event == kNone && second.who.sid == first.who.sid && !second.elevated &&
        has_desktop(*id))
      return *id;
  }
  return kNone;
}

// Of a pair one 4624 may be lost: the half that is left names the other.
void LogonSessions::link_back() {
  for (const LogonSession& session : all_) {
    if (session.linked_logon_id == 0) continue;
    const LogonSessionId other = find(session.boot, session.linked_logon_id);
    if (other != kNone && row_of(all_, other).linked_logon_id == 0)
      row_of(all_, other).linked_logon_id = session.logon_id;
  }
}

void LogonSessions::close_at_boot_ends(const HostLog& log) {
  for (LogonSession& session : all_) {
    if (session.end_event != kNone) continue;
    session.end_event = log.end_bound(session.boot, session.start_event);
    session.end_reason = log.end_reason(session.boot);
  }
}

LogonSessionId LogonSessions::find(BootId boot, std::uint64_t logon_id) const {
  const std::pair wanted{boot, logon_id};
  const auto key = [&](LogonSessionId id) { return key_of(id); };
  const auto found = std::ranges::lower_bound(by_id_, wanted, {}, key);
  return found == by_id_.end() || key(*found) != wanted ? kNone : *found;
}

LogonSessionId LogonSessions::linked(LogonSessionId index) const {
  const LogonSession& session = row_of(all_, index);
  if (session.linked_logon_id == 0) return kNone;
  const LogonSessionId other = find(session.boot, session.linked_logon_id);
  // Where the records between two boots are lost, a LogonId can mean two logons.
  return other != kNone && row_of(all_, other).linked_logon_id == session.logon_id ? other : kNone;
}

LogonSessionId LogonSessions::shell_half(LogonSessionId index) const {
  const LogonSessionId other = linked(index);
  if (other == kNone) return index;
  return row_of(all_, index).elevated && !row_of(all_, other).elevated ? other : index;
}

}  // namespace sojourn
