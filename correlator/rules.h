// The rules by which a record joins a session: names for `session_event.rule`, and words for the
// table `rule` and for `show`.
#pragma once

#include <span>
#include <string_view>

namespace sojourn {

struct Rule {
  std::string_view name;
  std::string_view meaning;  // completes "it belongs to the session because it has the …"
};

namespace rule {
// clang-format off
inline constexpr Rule kSessionId      {"session_id", "same SessionID in the same boot"};
inline constexpr Rule kActivityId     {"activity_id", "same ActivityID as the session's connection"};
inline constexpr Rule kArbitration    {"temporary_session", "its temporary session was handed over to this one (same connection or user)"};
inline constexpr Rule kTeardown       {"teardown_echo", "follows the logoff of the same SessionID"};
inline constexpr Rule kDisconnectEcho {"disconnect_echo", "repeats the disconnect of the same SessionID within 30 s"};
inline constexpr Rule kLogonId        {"logon_id", "same LogonId in the same boot"};
inline constexpr Rule kLinkedLogon    {"linked_logon", "other half of the same UAC split token"};
inline constexpr Rule kCredentials    {"credentials", "same user's credentials checked at the logon screen right before"};
inline constexpr Rule kReauth         {"reauthentication", "same user's credentials checked for the reconnect or unlock, then thrown away"};
inline constexpr Rule kNla            {"nla", "same user, and the same address where it has one, right before the RDP authentication (NLA)"};
inline constexpr Rule kStation        {"window_station", "same user and the same moment as the reconnect or disconnect"};
inline constexpr Rule kOwnRecord      {"own_record", "the record that is the attempt or the logon itself"};
inline constexpr Rule kOpenConnection {"only_open_connection", "the only RDP connection open at that instant"};
inline constexpr Rule kSameAddress    {"connection_address", "the RDP connection from the same address at that moment"};
inline constexpr Rule kListener       {"listener", "connection that the RDP listener received right before, where Windows names no client"};
inline constexpr Rule kElevationPair  {"elevation_pair", "second half of one UAC prompt's failure"};
inline constexpr Rule kNetworkMerge   {"network_gap", "same account and source within the network gap"};
inline constexpr Rule kExplicit       {"explicit_credentials", "the same caller's explicit credentials, the record before the logon"};
// clang-format on
}  // namespace rule

std::span<const Rule> rules();

}  // namespace sojourn
