// The records of the Security log, one function for each event, with the fields and in the shape of
// the host's generation. Each writes at the host's present moment and returns it.
#pragma once

#include <cstdint>
#include <string>

#include "tests/simulation/host.h"

namespace sojourn::simulation {

inline constexpr std::uint64_t kSystemLogonId = 0x3e7;

// Who asked for a logon: SYSTEM in the name of the machine's account, or a user.
struct Subject {
  User who;
  std::uint64_t logon_id = 0;
};
// As logons that nobody asked for have it: those from the network.
Subject nobody();
Subject machine(const Host& host);

// What 4624, 4625 and 4648 share: who, how and from where. The defaults are those of the network.
struct Credentials {
  User who;
  std::uint8_t logon_type = 3;
  Subject subject = nobody();
  std::string logon_process = "NtLmSsp ";
  std::string package = "NTLM";
  std::string lm_package = "-";
  std::uint32_t key_length = 0;
  std::string workstation = "-";
  std::string address = "-";
  std::string port = "-";
  std::uint32_t process_id = 0;
  std::string process = "-";
  std::string logon_guid = "{00000000-0000-0000-0000-000000000000}";
  // Of 4648: where they are used, and for which service.
  std::string server = "localhost";
  std::string service = "localhost";
};

Timestamp write_logon(Host& host, const Credentials& by, std::uint64_t logon_id, bool elevated,
                      std::uint64_t linked_logon_id = 0, const User& outbound = {"-", "-", ""});
// `status` and `sub_status` as NTSTATUS, `reason` as the message's number (2313: bad password).
Timestamp write_logon_failure(Host& host, const Credentials& by, std::uint32_t status,
                              std::uint32_t sub_status, std::uint32_t reason);
// Neither is written where the host does not audit logoffs.
Timestamp write_logoff(Host& host, const User& who, std::uint64_t logon_id,
                       std::uint8_t logon_type);
Timestamp write_logoff_initiated(Host& host, const User& who, std::uint64_t logon_id);
Timestamp write_explicit_credentials(Host& host, const Credentials& by);
Timestamp write_privileges(Host& host, const User& who, std::uint64_t logon_id);
// 4778 and 4779. `client` is null for the console.
Timestamp write_station(Host& host, std::uint16_t event_id, const Desktop& desktop,
                        const Connection* connection);
// 4800 and 4801.
Timestamp write_lock(Host& host, std::uint16_t event_id, const Desktop& desktop);

// 4616, at the new time.
void write_security_clock_changed(Host& host, Timestamp old_time);
void write_lsass_started(Host& host);
void write_security_log_stopped(Host& host);
void write_security_log_cleared(Host& host, const Subject& by);

}  // namespace sojourn::simulation
