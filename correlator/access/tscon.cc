#include "correlator/access/tscon.h"

#include <algorithm>

#include "correlator/records/nearest.h"

namespace sojourn {
namespace {

using std::chrono::seconds;

constexpr Ticks kHandedOver = seconds{5};  // 4779 to 4778 of a connection that tscon moves: 0.46 s
constexpr Ticks kReauthBefore = seconds{15};
constexpr Ticks kReauthAfter = seconds{60};

}  // namespace

bool is_moved_by_tscon(const HostLog& log, EventRef reconnect) {
  const Event& to = log[reconnect];
  const auto left = [&](EventRef ref) {
    const Event& from = log[ref];
    return from.terminal != Text::none && from.terminal == to.terminal &&
           from.client == to.client && !log.accounts().same(from, to);
  };
  const auto proves = [&](EventRef ref) { return log.accounts().same(log[ref], to); };
  const auto proven_by = [&](LogonPurpose purpose) {
    const auto logons = log.logons_of(log.accounts().identity(to), purpose);
    return nearest(log, logons, reconnect, -kReauthBefore, kReauthAfter, proves) != kNone;
  };
  return nearest(log, log.of(EventKind::station_disconnected), reconnect, -kHandedOver, Ticks{0},
                 left) != kNone &&
         !proven_by(LogonPurpose::desktop) && !proven_by(LogonPurpose::access);
}

bool is_moved_by_tscon(const HostLog& log, const Session& session) {
  return std::ranges::any_of(session.evidence, [&](const Citation& citation) {
    return citation.role == Role::desktop &&
           log[citation.event].kind == EventKind::station_reconnected &&
           is_moved_by_tscon(log, citation.event);
  });
}

}  // namespace sojourn
