#include "correlator/correlate.h"

#include <algorithm>
#include <utility>

#include "correlator/access/access_sessions.h"
#include "correlator/access/desktop_sessions.h"
#include "correlator/access/failures.h"
#include "correlator/access/network_sessions.h"
#include "correlator/access/rdp_attempts.h"
#include "correlator/access/security_desktops.h"
#include "correlator/access/security_sessions.h"
#include "correlator/access/shadow_records.h"
#include "correlator/access/ssh_logons.h"
#include "correlator/access/unaudited_logoffs.h"
#include "correlator/access/unseen_logons.h"
#include "correlator/access/winrm_records.h"
#include "correlator/findings/bursts.h"
#include "correlator/findings/confidence.h"
#include "correlator/findings/crash_ends.h"
#include "correlator/findings/session_epochs.h"
#include "correlator/findings/session_flags.h"
#include "correlator/findings/unmatched.h"
#include "correlator/records/host_log.h"
#include "correlator/records/permute.h"
#include "correlator/windows/claims.h"
#include "correlator/windows/connections.h"
#include "correlator/windows/local_sessions.h"
#include "correlator/windows/logon_sessions.h"

namespace sojourn {
namespace {

// Chains the sessions of each local session.
void chain(std::vector<Session>& sessions, std::size_t local_sessions) {
  ById<LocalSession, SessionId> latest(local_sessions);
  for (const SessionId id : IdRange<Session>(sessions.size())) {
    Session& session = row_of(sessions, id);
    if (session.local_session != kNone)
      session.previous = std::exchange(latest[session.local_session], id);
  }
}

// Puts sessions in the order of their first records and what points at them along.
void put_in_order(std::vector<Session>& sessions) {
  for (Session& session : sessions) std::ranges::sort(session.evidence, {}, &Citation::event);
  std::vector<std::pair<EventRef, SessionId>> first;
  first.reserve(sessions.size());
  for (const SessionId id : IdRange<Session>(sessions.size()))
    first.emplace_back(row_of(sessions, id).evidence.front().event, id);
  std::ranges::sort(first);
  std::vector<std::uint32_t> order;
  order.reserve(sessions.size());
  ById<Session, SessionId> place(sessions.size());
  for (const auto& [event, id] : first) {
    place[id] = SessionId(order.size());
    order.push_back(id.place());
  }
  permute(sessions, std::move(order));
  for (Session& session : sessions) {
    if (session.previous != kNone) session.previous = place[session.previous];
    if (session.asked_by != kNone) session.asked_by = place[session.asked_by];
  }
}

}  // namespace

Correlation correlate(std::vector<Event> events, Strings& strings, const CorrelateOptions& options,
                      const std::vector<RecordRange>& ranges) {
  HostLog log(std::move(events), strings, ranges);
  LogonSessions logons(log);
  const Connections connections(log);
  Claims claims(log, connections, logons);
  AccessSessions sessions(log, logons, claims);

  // Reads LSM's records, or Winlogon's and Security's for them; claims them and the connections
  // they name. First: nothing tells of a desktop as surely.
  LocalSessions local_sessions(log, connections, logons, claims);
  // Reads who held each terminal; claims the logons, connections, NLA checks and notices that led
  // there. Before all that judges what got no desktop.
  add_desktop_sessions(sessions, connections, local_sessions);
  // Reads the interactive logons where LocalSessionManager is silent, with the 1149s and NLA checks
  // of who came back to their desktops; claims them all. Before the 1149s that led to none.
  add_security_desktops(sessions, connections, local_sessions);
  // Reads the 1149s left; claims their connections with the logons and NLA checks behind them.
  // Before the logons, which then know that they got no desktop by RDP.
  add_rdp_attempts(sessions, connections);
  // Reads the interactive logons left; claims their records, connections and NLA checks. Before
  // secondary logons and unlocks, which need a desktop to be in.
  add_interactive_logons(sessions, connections);
  // Reads the console's window managers; claims those that show that a desktop was over. Behind the
  // logons, whose ends they are.
  end_unaudited_logoffs(sessions);
  // Reads the logons that a program asked for in somebody's session; claims their records.
  add_secondary_logons(sessions);
  // Reads unlocks and re-validations; claims them for the desktops, of which all are there now.
  fold_reauthentications(sessions);
  // Reads sshd's messages; claims no record, but makes its logons count as network or as nothing.
  // Before the failures and network sessions that its messages tell of.
  const SshLogons ssh(log);
  ssh.set_sources_and_roles(logons, claims);
  // Reads 4625, 4825, 140 and sshd's failures; claims them and the connections they came through.
  // Behind all that succeeded, whose connections are theirs.
  add_failures(sessions, connections, ssh);
  // Reads the type 3 logons that were no access but an NLA check; claims them and their
  // connections. Behind the failures: what failed on a connection left it no check.
  add_lone_credential_checks(sessions, connections);
  // Reads the type 3 and 8 logons left; claims their records and sshd's messages. Last: a type 3 is
  // access over the network where nothing else has it.
  add_network_sessions(sessions, connections, ssh, options.network_gap);
  // Reads WinRM's records of who was let in; claims them for the network sessions, which it names.
  add_winrm_records(sessions);
  // Reads who watched which desktop; claims that for its sessions, of which all are there now.
  add_shadow_records(sessions, local_sessions);
  // Reads who asked for a logon, cleared the log or set the clock; claims those records for people
  // of whom nothing else tells that they were on. Last: whoever has a session needs no other.
  add_unseen_logons(sessions, strings);
  name_askers(sessions);

  Correlation result;
  result.sessions = sessions.take();
  chain(result.sessions, local_sessions.all().size());
  put_in_order(result.sessions);
  result.bursts = find_bursts(result.sessions, log);
  set_epochs(result.sessions, log);
  set_flags(result.sessions, log);
  for (Session& session : result.sessions) session.confidence = confidence_of(session, log);

  result.duplicates = log.duplicates();
  result.copies = log.take_copies();
  result.clock_epochs = log.clock_epochs();
  result.boots = log.boots();
  result.coverage = log.coverage();
  result.logon_sessions = logons.take();
  result.local_sessions = std::move(local_sessions.all());
  result.used =
      used_records(result.sessions, result.logon_sessions, result.local_sessions, log.size());
  const CrashEnds crashes(log, ranges);
  for (const EventRef ref : crashes.end(result.sessions, result.local_sessions, result.boots))
    result.used[ref] = true;
  result.events = log.take_events();
  return result;
}

}  // namespace sojourn
