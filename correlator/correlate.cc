#include "correlator/correlate.h"

#include <algorithm>
#include <utility>

#include "correlator/access/access_sessions.h"
#include "correlator/access/connection_sessions.h"
#include "correlator/access/desktop_sessions.h"
#include "correlator/access/failures.h"
#include "correlator/access/logon_access.h"
#include "correlator/access/network_sessions.h"
#include "correlator/access/ssh_logons.h"
#include "correlator/findings/bursts.h"
#include "correlator/findings/confidence.h"
#include "correlator/findings/marks.h"
#include "correlator/findings/unmatched.h"
#include "correlator/records/arrange.h"
#include "correlator/records/host_log.h"
#include "correlator/windows/connections.h"
#include "correlator/windows/local_sessions.h"
#include "correlator/windows/logon_sessions.h"

namespace sojourn {
namespace {

// Chains the sessions of each local session. REQUIRES: stretches of one local session in the order
// they began.
void chain(std::vector<Session>& sessions, std::size_t local_sessions) {
  std::vector<std::uint32_t> latest(local_sessions, kNone);
  for (std::uint32_t i = 0; i < sessions.size(); ++i) {
    if (sessions[i].local_session == kNone) continue;
    sessions[i].previous = latest[sessions[i].local_session];
    latest[sessions[i].local_session] = i;
  }
}

// Puts sessions in the order of their first records and what points at them along.
void put_in_order(std::vector<Session>& sessions) {
  for (Session& session : sessions) std::ranges::sort(session.evidence, {}, &Citation::event);
  std::vector<std::pair<EventRef, std::uint32_t>> first;
  first.reserve(sessions.size());
  for (std::uint32_t i = 0; i < sessions.size(); ++i)
    first.emplace_back(sessions[i].evidence.front().event, i);
  std::ranges::sort(first);
  std::vector<std::uint32_t> order, place(sessions.size());
  order.reserve(sessions.size());
  for (const auto& [event, i] : first) {
    place[i] = static_cast<std::uint32_t>(order.size());
    order.push_back(i);
  }
  arrange(sessions, std::move(order));
  for (Session& session : sessions) {
    if (session.previous != kNone) session.previous = place[session.previous];
  }
}

}  // namespace

Correlation correlate(std::vector<Event> events, Strings& strings, const CorrelateOptions& options,
                      const std::vector<RecordRange>& ranges) {
  HostLog log(std::move(events), strings, ranges);
  LogonSessions logons(log);
  Connections connections(log);
  LocalSessions local_sessions(log, connections);
  AccessSessions sessions(log, logons);
  add_desktop_sessions(sessions, connections, local_sessions);
  add_connection_sessions(sessions, connections);
  add_interactive_logons(sessions, connections);
  add_secondary_logons(sessions);
  fold_reauthentications(sessions);
  SshLogons ssh(sessions);
  add_failures(sessions, connections, ssh);
  add_lone_credential_checks(sessions, connections);
  add_network_sessions(sessions, connections, ssh, options.network_gap);

  Correlation result;
  result.sessions = sessions.take();
  chain(result.sessions, local_sessions.all().size());
  put_in_order(result.sessions);
  result.bursts = find_bursts(result.sessions, log);
  mark_circumstances(result.sessions, log);
  for (Session& session : result.sessions) session.confidence = confidence_of(session, log);

  result.duplicates = log.duplicates();
  result.boots = log.boots();
  result.coverage = log.coverage();
  result.logon_sessions = logons.take();
  result.local_sessions = std::move(local_sessions.all());
  result.used = log.take_used();
  mark_boundaries(result.used, result.logon_sessions, result.local_sessions);
  result.events = log.take_events();
  result.clock_epochs = find_clock_epochs(result.events);
  return result;
}

}  // namespace sojourn
