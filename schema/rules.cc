#include "schema/rules.h"

namespace sojourn {

std::string_view name_of(Rule rule) {
  switch (rule) {
    case Rule::session_id:
      return "session_id";
    case Rule::activity_id:
      return "activity_id";
    case Rule::temporary_session:
      return "temporary_session";
    case Rule::teardown_echo:
      return "teardown_echo";
    case Rule::disconnect_echo:
      return "disconnect_echo";
    case Rule::logon_id:
      return "logon_id";
    case Rule::linked_logon:
      return "linked_logon";
    case Rule::credentials:
      return "credentials";
    case Rule::reauthentication:
      return "reauthentication";
    case Rule::nla:
      return "nla";
    case Rule::nla_check:
      return "nla_check";
    case Rule::window_station:
      return "window_station";
    case Rule::only_desktop:
      return "only_desktop";
    case Rule::own_record:
      return "own_record";
    case Rule::only_open_connection:
      return "only_open_connection";
    case Rule::connection_address:
      return "connection_address";
    case Rule::listener:
      return "listener";
    case Rule::elevation_pair:
      return "elevation_pair";
    case Rule::network_gap:
      return "network_gap";
    case Rule::explicit_credentials:
      return "explicit_credentials";
    case Rule::ssh_message:
      return "ssh_message";
    case Rule::same_account_at_once:
      return "same_account_at_once";
    case Rule::last_sign_of_life:
      return "last_sign_of_life";
  }
  return "";
}

std::string_view meaning_of(Rule rule) {
  switch (rule) {
    case Rule::session_id:
      return "same SessionID in the same boot";
    case Rule::activity_id:
      return "same ActivityID as the session's connection";
    case Rule::temporary_session:
      return "its temporary session was handed over to this one (same connection or user)";
    case Rule::teardown_echo:
      return "follows the logoff of the same SessionID";
    case Rule::disconnect_echo:
      return "repeats the disconnect of the same SessionID within 30 s";
    case Rule::logon_id:
      return "same LogonId in the same boot";
    case Rule::linked_logon:
      return "other half of the same UAC split token";
    case Rule::credentials:
      return "same user's credentials checked at the logon screen right before";
    case Rule::reauthentication:
      return "same user's credentials checked for the reconnect or unlock, then thrown away";
    case Rule::nla:
      return "same user, and the same address where it has one, right before the RDP "
             "authentication (NLA)";
    case Rule::nla_check:
      return "mark of an RDP client's credential check (NLA): port 0, or a session for the "
             "connection right behind it";
    case Rule::window_station:
      return "same user and the same moment as the reconnect or disconnect";
    case Rule::only_desktop:
      return "the only desktop of its user then, where LocalSessionManager's log tells nothing";
    case Rule::own_record:
      return "the record that is the attempt or the logon itself";
    case Rule::only_open_connection:
      return "the only RDP connection open at that instant";
    case Rule::connection_address:
      return "the RDP connection from the same address at that moment";
    case Rule::listener:
      return "connection that the RDP listener received right before, where Windows names no "
             "client or connection";
    case Rule::elevation_pair:
      return "another half of what one UAC prompt tried";
    case Rule::network_gap:
      return "same account and source within the network gap";
    case Rule::explicit_credentials:
      return "the same caller's explicit credentials, the record before the logon";
    case Rule::ssh_message:
      return "the OpenSSH server's message of the same user within 5 s, or of the same client";
    case Rule::same_account_at_once:
      return "the same account's WS-Management within 5 s of its network logon";
    case Rule::last_sign_of_life:
      return "last sign of the boot that it began in, or the next start's word that it was the "
             "last";
  }
  return "";
}

}  // namespace sojourn
