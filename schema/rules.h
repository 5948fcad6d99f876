// The rules by which a record joins a session: names for `session_event.rule`, and words for the
// table `rule` and for `show`.
#pragma once

#include <cstdint>
#include <string_view>

#include "schema/session.h"

namespace sojourn {

enum class Rule : std::uint8_t {
  session_id,
  activity_id,
  temporary_session,
  teardown_echo,
  disconnect_echo,
  logon_id,
  linked_logon,
  credentials,
  reauthentication,
  nla,
  nla_check,
  window_station,
  only_desktop,
  own_record,
  only_open_connection,
  connection_address,
  listener,
  elevation_pair,
  network_gap,
  explicit_credentials,
  ssh_message,
  same_account_at_once,
  last_sign_of_life,
};
inline constexpr std::size_t kRules = static_cast<std::size_t>(Rule::last_sign_of_life) + 1;

// "session_id".
std::string_view name_of(Rule rule);
// Completes "it belongs to the session because it has the …".
std::string_view meaning_of(Rule rule);

}  // namespace sojourn
