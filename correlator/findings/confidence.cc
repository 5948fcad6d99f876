#include "correlator/findings/confidence.h"

#include <algorithm>
#include <bitset>

namespace sojourn {
namespace {

// Of a hundred sessions of damaged logs whose start, or end, is told like this, at least so many
// are right in it, as docs/confidence.md measures.
constexpr double kSure = 0.98;         // two logs tell the same
constexpr double kTold = 0.95;         // one record says it
constexpr double kLikely = 0.9;        // it follows from one
constexpr double kFollows = 0.8;       // the same across what may be lost
constexpr double kOneSided = 0.7;      // another record would tell it, too, and is not there
constexpr double kLonely = 0.6;        // nothing else tells of the desktop
constexpr double kAcrossAGap = 0.5;    // the same where records are known to be lost
constexpr double kReasonUnsaid = 0.2;  // that it was left, not why
constexpr double kContradicted = 0.2;  // most often sshd looked an account up
constexpr double kGuess = 0.1;         // most often a record that is lost tells otherwise
constexpr double kRefuted = 0;         // its end is that of a desktop, whose records are lost

class Evidence {
 public:
  Evidence(const Session& session, const HostLog& log) {
    for (const Citation& citation : session.evidence) {
      const auto kind = static_cast<std::size_t>(log[citation.event].kind);
      all_.set(kind);
      if (citation.role == Role::end) end_.set(kind);
      if (citation.role == Role::end || citation.role == Role::corroborates_end) ends_.set(kind);
    }
  }
  bool has(EventKind kind) const { return test(all_, kind); }
  bool ends_by(EventKind kind) const { return test(end_, kind); }     // it gave the end's time
  bool tells_end(EventKind kind) const { return test(ends_, kind); }  // or says the same
  bool has_end() const { return end_.any(); }

 private:
  using Kinds = std::bitset<kEventKinds>;
  static bool test(const Kinds& kinds, EventKind kind) {
    return kinds.test(static_cast<std::size_t>(kind));
  }
  Kinds all_, end_, ends_;
};

bool is_desktop(const Session& session) {
  return session.kind == SessionKind::local || session.kind == SessionKind::remote;
}

// Who has the desktop, from where and since when: best record first.
double of_desktop(const Session& session, const Evidence& evidence) {
  using enum EventKind;
  const bool gap = session.has(Flag::gap);
  const bool logged_on = evidence.has(logon);
  const bool connected = evidence.has(rdp_authenticated) || evidence.has(connection_from);
  if (!session.start) return gap ? kAcrossAGap : kFollows;
  if (evidence.has(session_logon) || evidence.has(session_reconnected)) {
    if (logged_on || connected) return kSure;
    return gap ? kFollows : kTold;
  }
  if (evidence.has(station_reconnected) && session.start_reason != StartReason::logon)
    return logged_on || connected ? kTold : kFollows;
  if (evidence.has(winlogon_logon)) {
    if (logged_on) return kTold;
    return gap ? kAcrossAGap : kLonely;
  }
  if (logged_on && connected) return gap ? kLikely : kTold;
  if (!logged_on) return kAcrossAGap;
  if (session.start_reason == StartReason::logon) return gap ? kAcrossAGap : kLikely;
  return kOneSided;
}

// A connection of which nothing shows a desktop.
double of_attempt(const Session& session, const Evidence& evidence) {
  using enum EventKind;
  const bool gap = session.has(Flag::gap);
  if (session.outcome == Outcome::no_desktop) {
    if (!session.end) return session.end_reason == EndReason::open ? kRefuted : kTold;
    if (!evidence.has_end()) return kRefuted;
    return session.end_exact && !(gap && evidence.ends_by(transport_closed)) ? kTold : kAcrossAGap;
  }
  if (!session.end) return gap && !evidence.has(rdp_authenticated) ? kAcrossAGap : kLikely;
  if (!evidence.ends_by(transport_closed) && !evidence.ends_by(logon_ended)) return kRefuted;
  if (gap) return kReasonUnsaid;
  return evidence.has(logon) ? kLikely : kAcrossAGap;
}

// Why the terminal was left. LSM's 40 and 39 say it, and a 24 on a Windows that has no 40: there
// who takes over the console leaves no other trace. A 102 that comes before the 4779 is of a client
// that closed its connection.
double of_disconnect(const Session& session, const Evidence& evidence, const HostLog& log) {
  using enum EventKind;
  if (evidence.tells_end(disconnect_reason) || evidence.tells_end(disconnected_by_session))
    return kTold;
  if (evidence.tells_end(session_disconnected)) {
    if (!log.of(disconnect_reason).empty()) return kReasonUnsaid;
    return session.kind == SessionKind::local ? kLonely : kFollows;
  }
  const bool client_closed =
      evidence.ends_by(transport_closed) && evidence.tells_end(station_disconnected);
  return client_closed ? kTold : kReasonUnsaid;
}

double of_end(const Session& session, const Evidence& evidence, const HostLog& log) {
  using enum EventKind;
  switch (session.end_reason) {
    case EndReason::logoff:
      if (evidence.ends_by(winlogon_logoff)) return kOneSided;
      if (evidence.ends_by(session_logoff)) return kSure;
      return kTold;
    case EndReason::disconnect:
      return of_disconnect(session, evidence, log);
    case EndReason::replaced:
      return session.end_exact ? kSure : kFollows;
    case EndReason::shutdown:
    case EndReason::crash:
      return session.has(Flag::gap) ? kFollows : kTold;
    case EndReason::superseded:
      return kOneSided;
    default:
      return 1;  // told by its own record, or nothing is said of it
  }
}

// Access over the network lasts for as long as its logons, of which each has its 4634.
double of_logons(const Session& session, const Evidence& evidence) {
  const bool gap = session.has(Flag::gap);
  if (session.outcome == Outcome::unknown)
    return gap || !evidence.has_end() ? kGuess : kContradicted;
  const bool until_boot_ended = session.end && !evidence.has_end();
  if (session.kind == SessionKind::secondary) return gap && until_boot_ended ? kOneSided : kTold;
  if (!gap) return kTold;
  return until_boot_ended || session.end_reason == EndReason::disconnect ? kGuess : kLikely;
}

}  // namespace

double confidence_of(const Session& session, const HostLog& log) {
  const Evidence evidence(session, log);
  double confidence = kTold;
  if (session.outcome != Outcome::failure) {
    if (!is_desktop(session)) {
      confidence = of_logons(session, evidence);
    } else if (session.outcome == Outcome::success) {
      confidence = std::min(of_desktop(session, evidence), of_end(session, evidence, log));
    } else {
      confidence = of_attempt(session, evidence);
    }
  }
  if (session.has(Flag::conflict)) confidence = std::max(0.0, confidence - 0.2);
  return confidence;
}

}  // namespace sojourn
