#include "correlator/findings/confidence.h"

#include <algorithm>
#include <bitset>
#include <optional>

namespace sojourn {
namespace {

using Kinds = std::bitset<kEventKinds>;

class Evidence {
 public:
  Evidence(const Session& session, const HostLog& log) {
    for (const Citation& citation : session.evidence) {
      kinds_.set(static_cast<std::size_t>(log[citation.event].kind));
      if (citation.role == Role::end) end_ = log[citation.event].kind;
      if (citation.role == Role::corroborates_end)
        echoes_.set(static_cast<std::size_t>(log[citation.event].kind));
    }
  }
  bool has(EventKind kind) const { return kinds_.test(static_cast<std::size_t>(kind)); }
  std::optional<EventKind> end() const { return end_; }
  bool end_repeated_by(EventKind kind) const {
    return echoes_.test(static_cast<std::size_t>(kind));
  }

 private:
  Kinds kinds_, echoes_;
  std::optional<EventKind> end_;
};

double of_start(const Session& session, const Evidence& evidence) {
  using enum EventKind;
  if (!session.start) return 0.3;
  if (session.outcome == Outcome::failure || session.kind == SessionKind::network ||
      session.kind == SessionKind::secondary) {
    return 0.95;
  }
  const bool connection = evidence.has(rdp_authenticated) || evidence.has(connection_from);
  if (evidence.has(session_logon) || evidence.has(session_reconnected)) {
    return connection || evidence.has(logon) ? 0.98 : 0.95;
  }
  if (evidence.has(station_reconnected) && session.start_reason == StartReason::reconnect)
    return 0.85;
  if (session.outcome == Outcome::unknown) return evidence.has(logon) ? 0.7 : 0.35;
  if (evidence.has(logon) && (evidence.has(arbitration_began) || evidence.has(winlogon_logon)))
    return 0.9;
  if (evidence.has(rdp_authenticated) && evidence.has(logon)) return 0.7;
  return evidence.has(logon) ? 0.75 : 0.7;
}

// A 102 or 4779 that comes first of one disconnect's records is as sure as the LSM record after it.
bool lsm_tells_disconnect(const Evidence& evidence) {
  using enum EventKind;
  return evidence.end_repeated_by(session_disconnected) ||
         evidence.end_repeated_by(disconnect_reason) ||
         evidence.end_repeated_by(disconnected_by_session);
}

std::optional<double> of_end(const Session& session, const Evidence& evidence) {
  using enum EventKind;
  if (session.outcome == Outcome::failure || !session.end) return std::nullopt;
  if (const auto end = evidence.end()) {
    switch (*end) {
      case session_logoff:
        return evidence.has(logoff_initiated) ? 0.98 : 0.95;
      case station_disconnected:
        return lsm_tells_disconnect(evidence) ? 0.95 : 0.9;
      case logoff_initiated:
        return 0.85;
      case transport_closed:
      case connection_closed:
        if (lsm_tells_disconnect(evidence)) return 0.95;
        return evidence.end_repeated_by(station_disconnected) ? 0.9 : 0.8;
      case logon_ended:
        return session.kind == SessionKind::network || session.kind == SessionKind::secondary ? 0.95
                                                                                              : 0.7;
      default:
        return 0.95;
    }
  }
  switch (session.end_reason) {
    case EndReason::shutdown:
      return 0.8;
    case EndReason::crash:
      return 0.4;
    default:
      return 0.5;
  }
}

}  // namespace

double confidence_of(const Session& session, const HostLog& log) {
  const Evidence evidence(session, log);
  double confidence = of_start(session, evidence);
  if (const auto end = of_end(session, evidence)) confidence = std::min(confidence, *end);
  if (session.has(Flag::conflict)) confidence = std::max(0.0, confidence - 0.2);
  return confidence;
}

}  // namespace sojourn
