#include "correlator/access/shadow_records.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <utility>

namespace sojourn {
namespace {

// What follows the end of the session that it ends.
constexpr Ticks kTrail = std::chrono::seconds{10};

struct Stay {
  EventRef begin = kNone, end = kNone;  // of its records; no end while it lasts
  SessionId session;
};
// By boot and SessionID, in order.
using Stays = std::map<std::pair<BootId, std::uint32_t>, std::vector<Stay>>;

Stays stays_at_desktops(AccessSessions& sessions, const LocalSessions& local_sessions) {
  Stays all;
  for (const SessionId id : sessions.ids()) {
    const Session& session = sessions[id];
    const std::uint32_t number = session.local_session != kNone
                                     ? local_sessions[session.local_session].number
                                     : session.windows_session;
    if (session.outcome != Outcome::success || number == kNone) continue;
    Stay stay{.session = id};
    for (const Citation& cited : session.evidence) {
      stay.begin = std::min(stay.begin, cited.event);
      if (cited.role == Role::end) stay.end = cited.event;
    }
    all[{session.boot, number}].push_back(stay);
  }
  for (auto& of_number : all) std::ranges::sort(of_number.second, {}, &Stay::begin);
  return all;
}

struct ShadowKind {
  EventKind kind;
  bool is_shadowing;  // and not only asked for
};
constexpr std::array kKinds{
    ShadowKind{EventKind::shadow_view_started, true},
    ShadowKind{EventKind::shadow_view_stopped, true},
    ShadowKind{EventKind::shadow_control_started, true},
    ShadowKind{EventKind::shadow_control_stopped, true},
    ShadowKind{EventKind::shadow_view_granted, false},
    ShadowKind{EventKind::shadow_view_denied, false},
    ShadowKind{EventKind::shadow_control_granted, false},
    ShadowKind{EventKind::shadow_control_denied, false},
};

}  // namespace

void add_shadow_records(AccessSessions& sessions, const LocalSessions& local_sessions) {
  const HostLog& log = sessions.log();
  sessions.claims().begin(Stage::shadow_records);
  if (std::ranges::all_of(kKinds, [&](const ShadowKind& row) { return log.of(row.kind).empty(); }))
    return;
  const Stays stays = stays_at_desktops(sessions, local_sessions);
  for (const ShadowKind& row : kKinds) {
    for (const EventRef ref : log.of(row.kind)) {
      const auto found = stays.find({log.boot(ref), log[ref].session});
      if (found == stays.end()) continue;
      const auto next = std::ranges::upper_bound(found->second, ref, {}, &Stay::begin);
      if (next == found->second.begin()) continue;
      const Stay& stay = *(next - 1);
      if (stay.end != kNone && stay.end < ref && log.between(stay.end, ref) > kTrail) continue;
      sessions.cite(stay.session, ref, row.is_shadowing ? Role::watched : Role::context,
                    Rule::session_id);
      if (row.is_shadowing) sessions[stay.session].set(Flag::shadowed);
    }
  }
}

}  // namespace sojourn
