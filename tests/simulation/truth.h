// What really happened: the access sessions behind the simulated records, in the words of the
// database's view v_session, so that a test can compare the two field by field.
//
// Every time is that of a record that was written: the start is the connection (131) of an RDP
// session and the first credential record (4648, 4624) of any other; `granted` is when the desktop
// or access was given; the end is the first of the records that end the stretch, at a logoff
// LSM 23.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schema/time.h"

namespace sojourn::simulation {

inline constexpr std::size_t kNoSession = static_cast<std::size_t>(-1);

struct TrueSession {
  std::string host = {};  // as System/Computer has it
  std::string user_name = {};
  std::string user_domain = {};  // as the session's own records have it; NetBIOS
  std::string user_sid = {};     // empty for failures: Windows logs none
  std::string_view kind = {};
  std::string_view outcome = "success";
  Timestamp start = {};
  std::string_view start_reason = "logon";
  std::optional<Timestamp> granted = {};
  std::optional<Timestamp> end = {};
  std::string_view end_reason = "open";
  bool end_exact = false;
  Ticks set_back_at_end{};        // how far the clock had been set back in all
  int clock_settings_at_end = 0;  // and how often it had been set
  std::string src_ip = {};        // empty at the console
  std::string src_host = {};      // what the client calls itself, where a record says so
  std::uint8_t logon_type = 0;
  std::uint64_t logon_id =
      0;  // of the shell, or of a network session the first; 0 where neither began
  std::uint32_t failure_code = 0;
  std::optional<std::uint32_t> windows_session_number = {};
  std::size_t previous =
      kNoSession;           // the stretch of the same local session before this one, an index
  std::uint16_t flags = 0;  // bits of sojourn::Flag
  std::uint32_t boot = 0;   // which boot of its host, from 0
};

}  // namespace sojourn::simulation
