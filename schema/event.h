// One record of evidence that the catalog knows, with its fields where every later stage finds
// them.
#pragma once

#include <cstdint>

#include "schema/guid.h"
#include "schema/strings.h"
#include "schema/time.h"

namespace sojourn {

// What a record says happened. One value per row of the catalog, in the catalog's order.
enum class EventKind : std::uint8_t {
  // Security
  lsass_started,           // 4608
  security_clock_changed,  // 4616
  logon,                   // 4624
  logon_failed,            // 4625
  logon_ended,             // 4634
  logoff_initiated,        // 4647
  explicit_credentials,    // 4648
  privileges_assigned,     // 4672
  station_reconnected,     // 4778
  station_disconnected,    // 4779
  locked,                  // 4800
  unlocked,                // 4801
  screensaver_started,     // 4802
  screensaver_stopped,     // 4803
  rdp_denied,              // 4825
  security_log_stopped,    // 1100
  security_events_lost,    // 1101
  security_log_cleared,    // 1102
  security_log_full,       // 1104
  security_event_refused,  // 1108: one that the log could not take
  // LocalSessionManager
  session_logon,            // 21
  shell_started,            // 22
  session_logoff,           // 23
  session_disconnected,     // 24
  session_reconnected,      // 25
  lsm_started,              // 32
  session_state_error,      // 36
  disconnected_by_session,  // 39
  disconnect_reason,        // 40
  arbitration_began,        // 41
  arbitration_ended,        // 42
  lsm_shutdown,             // 54
  // RemoteConnectionManager
  listener_connected,   // 261
  rdp_authenticated,    // 1149
  connection_accepted,  // 1158 (/Admin)
  // RdpCoreTS
  connection_created,      // 65
  connection_assigned,     // 66
  connection_established,  // 98
  transport_closed,        // 102
  connection_closed,       // 103
  connection_from,         // 131
  security_layer_failed,   // 139
  credentials_refused,     // 140
  // System
  clock_changed,        // Kernel-General 1
  os_started,           // Kernel-General 12
  os_stopped,           // Kernel-General 13
  dirty_restart,        // Kernel-Power 41
  sleep_entered,        // Kernel-Power 42
  sleep_left,           // Kernel-Power 107
  event_log_started,    // EventLog 6005
  event_log_stopped,    // EventLog 6006
  unexpected_shutdown,  // EventLog 6008
  uptime,               // EventLog 6013
  shutdown_requested,   // User32 1074
  winlogon_logon,       // Winlogon 7001
  winlogon_logoff,      // Winlogon 7002
  log_cleared,          // Eventlog 104
  component_denied,     // DistributedCOM 10016
  // User Profile Service
  profile_logon_received,   // 1
  profile_logon_finished,   // 2
  profile_logoff_received,  // 3
  profile_logoff_finished,  // 4
  // RDPClient: connections that leave this host
  outbound_rdp_started,    // 1024
  outbound_rdp_connected,  // 1102
  // OpenSSH server
  ssh_message,  // 4
  // TerminalServices-Gateway
  gateway_connected,     // 302
  gateway_disconnected,  // 303
  // Security of a domain controller: credentials that other machines ask it to check
  ticket_requested,          // 4768
  preauthentication_failed,  // 4771
  credentials_validated,     // 4776
  service_ticket_requested,  // 4769
  // TerminalServices-Gateway
  gateway_authorized,  // 200
  // WinRM: of the side that asks
  winrm_asked,   // 6
  winrm_failed,  // 142
  // and of the side that is asked
  winrm_shell_created,  // 91
  winrm_authenticated,  // 169
  // RemoteConnectionManager: somebody watches a desktop, or works on it
  shadow_view_started,     // 20503
  shadow_view_stopped,     // 20504
  shadow_control_started,  // 20506
  shadow_control_stopped,  // 20507
  shadow_view_granted,     // 20508
  shadow_view_denied,      // 20509
  shadow_control_granted,  // 20510
  shadow_control_denied,   // 20511
  // SMBServer
  smb_authentication_failed,  // 551
  smb_access_denied,          // 1006
  smb_anonymous_denied,       // 1009
};
inline constexpr std::size_t kEventKinds =
    static_cast<std::size_t>(EventKind::smb_anonymous_denied) + 1;

// Where a record holds no such number. Windows writes no session, reason or process id this large.
inline constexpr std::uint32_t kNoNumber = 0xFFFF'FFFF;
inline constexpr std::uint8_t kNoLogonType = 0xFF;

// What 4624 says of its token (ElevatedToken, since Windows 10); older versions do not say.
enum class Elevation : std::uint8_t { unsaid, no, yes };

// A plain value of fixed size. "No value" (see field_value.h) is zero, Text::none, kNoNumber or
// kNoLogonType. The comments name the Windows fields that land in each member.
struct Event {
  Timestamp time;            // System/TimeCreated
  Timestamp other_time;      // the clock before a change, the start or stop Kernel-General reports,
                             // the last sign of life in 6008; epoch if none
  std::uint64_t record = 0;  // EventRecordID: of the collector in a forwarded log
  std::uint64_t logon_id = 0;  // TargetLogonId, LogonID; 4672: SubjectLogonId (the new logon)
  std::uint64_t linked_logon_id = 0;     // TargetLinkedLogonId: the other half of a UAC split token
  std::uint64_t subject_logon_id = 0;    // SubjectLogonId: who asked
  std::uint32_t file = 0;                // which piece of evidence, an index of the run
  std::uint32_t session = kNoNumber;     // LSM SessionID, Session, TargetSession, TSId
  std::uint32_t reason = kNoNumber;      // 40 Reason, 39 Source (a session), 103 ReasonCode, clock
                                         // change Reason, 4768 and 4769 TicketEncryptionType
  std::uint32_t status = kNoNumber;      // 4625 Status, 139 ResultCode, 36 ErrorCode
  std::uint32_t sub_status = kNoNumber;  // 4625 SubStatus
  std::uint32_t process_id = kNoNumber;  // ProcessId of the caller
  Text channel = Text::none;             // System/Channel: of the original host in a forwarded log
  Text computer = Text::none;            // System/Computer
  Text user = Text::none;                // TargetUserName, AccountName, Param1; "DOM\name" is split
  Text domain = Text::none;
  Text sid = Text::none;  // TargetUserSid, UserSid; 4672: SubjectUserSid; profiles: System/Security
  Text address = Text::none;   // IpAddress, ClientAddress, Address, Param3, ClientIP, as logged
  Text client = Text::none;    // WorkstationName, ClientName: what the client calls itself
  Text terminal = Text::none;  // SessionName, ConnectionName ("RDP-Tcp#7"), listenerName, ConnType
  Text logon_process = Text::none;     // LogonProcessName, without trailing blanks
  Text package = Text::none;           // AuthenticationPackageName
  Text process = Text::none;           // ProcessName: path of the caller
  Text activity = Text::none;          // Correlation/@ActivityID, upper case, without braces
  Text extra = Text::none;             // fields that have no member: see extra_fields.h
  std::uint32_t src_port = kNoNumber;  // IpPort; 0 where the client's is not known
  Guid logon_guid;                     // LogonGuid; 4648: TargetLogonGuid
  EventKind kind{};
  std::uint8_t version = 0;
  std::uint8_t logon_type = kNoLogonType;
  Elevation elevated : 7 = Elevation::unsaid;
  bool recovered : 1 = false;  // carved from slack space, not a live record
};
// There may be ten million of them in memory.
static_assert(sizeof(Event) == 152);

}  // namespace sojourn
