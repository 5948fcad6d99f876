// In what the records of one Windows differ from those of another. A host is of one generation.
//
// Observed: 7 (records of the Security log and of RemoteConnectionManager); the provider manifests
// of build 7600 say which LocalSessionManager has; 2012 R2 on a domain controller whose RDP was
// guessed at; 2016 (build 14393) on a domain controller; 10 (builds 18362 to 19043) on stand-alone
// machines.
#pragma once

#include <cstdint>
#include <string_view>

#include "schema/time.h"

namespace sojourn::simulation {

struct Generation {
  std::string_view name;
  std::uint32_t build;
  std::uint8_t
      logon_version;       // of 4624; 2 adds the linked logon id and whether the token is elevated
  bool names_nla_address;  // the type 3 behind an RDP connection has the client's address
  bool records_refused_credentials;  // RdpCoreTS 140
  bool records_accepted_connection;  // RemoteConnectionManager 1158
  bool logon_activity;               // 4624, 4625, 4648 and 4672 carry the LSASS ActivityID
  bool station_activity;             // so do 4647, 4778, 4779, 4800 and 4801
  bool console_activity;             // LSM 24 and 40 of a console carry the console's ActivityID
  bool self_disconnect_activity;     // LSM 39 carries one
  bool font_driver_host;             // UMFD-n logs on for every session
  Ticks tick;                        // the resolution of the records' times

  // Before Windows 8 no record of a connection carries an ActivityID, RdpCoreTS has no log, and of
  // LocalSessionManager there are 21 to 25 alone: nothing tells why a session was disconnected.
  constexpr bool follows_connections() const { return build >= 9200; }
};

inline constexpr Generation kServer2008R2{
    "Server 2008 R2", 7601, 0, true, false, false, false, false, false, false, false,
    Ticks{156'250}};

inline constexpr Generation kServer2012R2{
    "Server 2012 R2", 9600, 1, false, false, false, false, false, true, true, false,
    Ticks{156'250}};
inline constexpr Generation kServer2016{"Server 2016", 14393, 2,    true,  true,  false,
                                        false,         true,  true, false, false, Ticks{1}};
inline constexpr Generation kWindows10{"Windows 10", 19041, 2,     true,  true, true,
                                       true,         true,  false, false, true, Ticks{1}};
inline constexpr Generation kServer2022{"Server 2022", 20348, 2,     true,  true, true,
                                        true,          true,  false, false, true, Ticks{1}};

// Not observed yet: documentation has the field that version 3 of 4624 adds, RemoteCredentialGuard;
// all else is as in the generation before.
inline constexpr Generation kWindows11{"Windows 11", 26100, 3,     true,  true, true,
                                       true,         true,  false, false, true, Ticks{1}};
inline constexpr Generation kServer2025{"Server 2025", 26100, 3,     true,  true, true,
                                        true,          true,  false, false, true, Ticks{1}};

}  // namespace sojourn::simulation
