#include "correlator/access/winrm_records.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "correlator/records/nearest.h"

namespace sojourn {
namespace {

constexpr Ticks kAtOnce = std::chrono::seconds{5};

struct NetworkLogons {
  std::unordered_map<Text, std::vector<EventRef>> of_account;  // their starts, in order
  std::unordered_map<EventRef, SessionId> session_of;
};

NetworkLogons network_logons(AccessSessions& sessions) {
  NetworkLogons all;
  for (const SessionId id : sessions.ids()) {
    const Session& session = sessions[id];
    if (session.kind != SessionKind::network || session.outcome == Outcome::failure) continue;
    for (const LogonSessionId logon : session.logons) {
      const EventRef start = sessions.logons()[logon].start_event;
      if (start == kNone) continue;
      all.of_account[sessions.log().accounts().account_key(session.who)].push_back(start);
      all.session_of.emplace(start, id);
    }
  }
  for (auto& starts : all.of_account) std::ranges::sort(starts.second);
  return all;
}

}  // namespace

void add_winrm_records(AccessSessions& sessions) {
  const HostLog& log = sessions.log();
  sessions.claims().begin(Stage::winrm_records);
  constexpr std::array kKinds{EventKind::winrm_authenticated, EventKind::winrm_shell_created};
  if (std::ranges::all_of(kKinds, [&](EventKind kind) { return log.of(kind).empty(); })) return;
  const NetworkLogons logons = network_logons(sessions);
  for (const EventKind kind : kKinds) {
    for (const EventRef ref : log.of(kind)) {
      const Text account = log.accounts().account_key(log.accounts().identity(log[ref]));
      const auto starts = logons.of_account.find(account);
      if (account == Text::none || starts == logons.of_account.end()) continue;
      const auto same_boot = [&](EventRef start) { return log.boot(start) == log.boot(ref); };
      const EventRef start = nearest(log, starts->second, ref, -kAtOnce, kAtOnce, same_boot);
      if (start == kNone) continue;
      const SessionId session = logons.session_of.at(start);
      sessions.cite(session, ref, Role::context, Rule::same_account_at_once);
      sessions[session].set(Flag::winrm);
    }
  }
}

}  // namespace sojourn
