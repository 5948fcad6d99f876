#include "correlator/findings/unmatched.h"

namespace sojourn {

std::string_view reason_unmatched(const Event& event) {
  switch (event.kind) {
    using enum EventKind;
    case lsass_started:
    case lsm_started:
    case lsm_shutdown:
    case os_started:
    case os_stopped:
    case dirty_restart:
    case event_log_started:
    case event_log_stopped:
    case security_log_stopped:
    case unexpected_shutdown:
    case uptime:
    case shutdown_requested:
      return "marks a start or stop of Windows";
    case security_clock_changed:
    case clock_changed:
      return "marks a change of the clock";
    case sleep_entered:
    case sleep_left:
      return "marks sleep or resume";
    case security_log_cleared:
    case log_cleared:
      return "marks the clearing of a log";
    case security_events_lost:
    case security_log_full:
    case security_event_refused:
      return "marks a loss of records";
    case outbound_rdp_started:
    case outbound_rdp_connected:
      return "leaves this host: a connection to another one";
    case ssh_message:
      return "tells of no logon or failure";
    case explicit_credentials:
      return "credentials used on another host, or for a logon that is in no session";
    case logon:
    case logon_ended:
    case logoff_initiated:
    case privileges_assigned:
    case station_reconnected:
    case station_disconnected:
    case locked:
    case unlocked:
    case screensaver_started:
    case screensaver_stopped:
      return event.logon_id == 0 ? "names no LogonId"
                                 : "belongs to a logon session that is no access session";
    case logon_failed:
    case rdp_denied:
      return "repeats a failed attempt";
    case listener_connected:
    case rdp_authenticated:
    case connection_accepted:
    case connection_created:
    case connection_assigned:
    case connection_established:
    case transport_closed:
    case connection_closed:
    case connection_from:
    case security_layer_failed:
    case credentials_refused:
      return "a connection without credentials";
    case session_logon:
    case shell_started:
    case session_logoff:
    case session_disconnected:
    case session_reconnected:
    case session_state_error:
    case disconnected_by_session:
    case disconnect_reason:
    case arbitration_began:
    case arbitration_ended:
      return "no user was at that SessionID";
    case winlogon_logon:
    case winlogon_logoff:
    case profile_logon_received:
    case profile_logon_finished:
    case profile_logoff_received:
    case profile_logoff_finished:
      return "no local session of that SessionID at that time";
  }
  return "unknown kind";
}

}  // namespace sojourn
