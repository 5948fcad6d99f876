#include "correlator/access/desktop_roles.h"

namespace sojourn {

Role role_by_kind(EventKind kind) {
  using enum EventKind;
  switch (kind) {
    case logon:
      return Role::logon;
    case privileges_assigned:
      return Role::privileges;
    case logoff_initiated:
    case logon_ended:
    case station_disconnected:
    case winlogon_logoff:
    case profile_logoff_received:
    case profile_logoff_finished:
      return Role::corroborates_end;
    case station_reconnected:
      return Role::desktop;
    case locked:
    case screensaver_started:
      return Role::lock;
    case unlocked:
    case screensaver_stopped:
      return Role::unlock;
    default:
      return Role::context;
  }
}

bool is_end(EventKind kind) {
  using enum EventKind;
  return kind == disconnect_reason || kind == session_disconnected ||
         kind == station_disconnected || kind == transport_closed;
}

}  // namespace sojourn
