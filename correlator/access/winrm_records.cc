#include "correlator/access/winrm_records.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

namespace sojourn {
namespace {

constexpr Ticks kAtOnce = std::chrono::seconds{5};

struct NetworkLogon {
  EventRef start = kNone;
  SessionId session;
};
// By account, in order.
using NetworkLogons = std::unordered_map<Text, std::vector<NetworkLogon>>;

NetworkLogons network_logons(AccessSessions& sessions) {
  NetworkLogons all;
  for (const SessionId id : sessions.ids()) {
    const Session& session = sessions[id];
    if (session.kind != SessionKind::network || session.outcome == Outcome::failure) continue;
    for (const LogonSessionId logon : session.logons) {
      const EventRef start = sessions.logons()[logon].start_event;
      if (start != kNone)
        all[sessions.log().accounts().account_key(session.who)].push_back({start, id});
    }
  }
  for (auto& of_account : all) std::ranges::sort(of_account.second, {}, &NetworkLogon::start);
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
      const auto of_account = logons.find(account);
      if (account == Text::none || of_account == logons.end()) continue;
      const auto& all = of_account->second;
      const auto next = std::ranges::upper_bound(all, ref, {}, &NetworkLogon::start);
      NetworkLogon nearest;
      const auto look_at = [&](const NetworkLogon& logon) {
        const auto apart = [&](EventRef start) {
          const Ticks between = log.between(start, ref);
          return between < Ticks{} ? -between : between;
        };
        const bool is_near =
            log.boot(logon.start) == log.boot(ref) && apart(logon.start) <= kAtOnce;
        if (is_near && (nearest.start == kNone || apart(logon.start) < apart(nearest.start)))
          nearest = logon;
      };
      if (next != all.begin()) look_at(*(next - 1));
      if (next != all.end()) look_at(*next);
      if (nearest.start == kNone) continue;
      sessions.cite(nearest.session, ref, Role::context, Rule::same_account_at_once);
      sessions[nearest.session].set(Flag::winrm);
    }
  }
}

}  // namespace sojourn
