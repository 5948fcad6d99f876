#include "schema/catalog.h"

#include <algorithm>
#include <array>
#include <bitset>

#include "schema/ascii.h"
#include "schema/catalog_fields.h"

namespace sojourn {
namespace {

constexpr std::string_view kSecurity = "Microsoft-Windows-Security-Auditing";
constexpr std::string_view kEventlog = "Microsoft-Windows-Eventlog";
constexpr std::string_view kLsm = "Microsoft-Windows-TerminalServices-LocalSessionManager";
constexpr std::string_view kRcm = "Microsoft-Windows-TerminalServices-RemoteConnectionManager";
constexpr std::string_view kRdpCore = "Microsoft-Windows-RemoteDesktopServices-RdpCoreTS";
constexpr std::string_view kKernelGeneral = "Microsoft-Windows-Kernel-General";
constexpr std::string_view kKernelPower = "Microsoft-Windows-Kernel-Power";
constexpr std::string_view kClassicEventLog = "EventLog";
constexpr std::string_view kUser32 = "User32";
constexpr std::string_view kWinlogon = "Microsoft-Windows-Winlogon";
constexpr std::string_view kProfiles = "Microsoft-Windows-User Profiles Service";
constexpr std::string_view kRdpClient = "Microsoft-Windows-TerminalServices-ClientActiveXCore";
constexpr std::string_view kDcom = "Microsoft-Windows-DistributedCOM";
constexpr std::string_view kOpenSsh = "OpenSSH";
constexpr std::string_view kGateway = "Microsoft-Windows-TerminalServices-Gateway";
constexpr std::string_view kWinrm = "Microsoft-Windows-WinRM";
constexpr std::string_view kSmbServer = "Microsoft-Windows-SMBServer";

namespace unmatched {

constexpr std::string_view kStartOrStop = "marks a start or stop of Windows";
constexpr std::string_view kClockChange = "marks a change of the clock";
constexpr std::string_view kSleep = "marks sleep or resume";
constexpr std::string_view kClearing = "marks the clearing of a log";
constexpr std::string_view kNames = "tells an account's name and nothing of its sessions";
constexpr std::string_view kLoss = "marks a loss of records";
constexpr std::string_view kOutbound = "leaves this host: a connection to another one";
constexpr std::string_view kPassedOn =
    "passed on to the machine behind this gateway: see v_gateway";
constexpr std::string_view kChecked =
    "credentials checked, on a domain controller for another machine: see v_authentication";
constexpr std::string_view kFailedThere =
    "tells that another host refused a WS-Management operation of this one";
constexpr std::string_view kNoNetworkSession =
    "no network session of that account began within 5 s: this host asked itself, or the logon is "
    "lost";
constexpr std::string_view kRefusedShare =
    "a client of a share was refused: see the 4625 of the same moment, where failures are audited";
constexpr std::string_view kNoLogon = "tells of no logon or failure";
constexpr std::string_view kUsedElsewhere =
    "credentials used on another host, or for a logon that is in no session";
using sojourn::kNoAccessSession;
constexpr std::string_view kRepeatedFailure = "repeats a failed attempt";
constexpr std::string_view kNoCredentials = "a connection without credentials";
constexpr std::string_view kNoUser = "no user was at that SessionID";
constexpr std::string_view kNoLocalSession =
    "nobody was at that SessionID then: no desktop, or one that was left before";

}  // namespace unmatched

using enum EventKind;

constexpr EventSpec kCatalog[] = {
    {kSecurity, 4608, lsass_started, "LSASS started: a new boot", fields::kNone, 0,
     unmatched::kStartOrStop},
    {kSecurity, 4616, security_clock_changed, "system time changed", fields::kSecurityClock, 5,
     unmatched::kClockChange},
    {kSecurity, 4624, logon, "logon", fields::kLogon, 23, unmatched::kNoAccessSession},
    {kSecurity, 4625, logon_failed, "logon failed", fields::kLogonFailed, 20,
     unmatched::kRepeatedFailure},
    {kSecurity, 4634, logon_ended, "logon session ended", fields::kTarget, 78,
     unmatched::kNoAccessSession},
    {kSecurity, 4647, logoff_initiated, "user initiated logoff", fields::kTarget, 70,
     unmatched::kNoAccessSession},
    {kSecurity, 4648, explicit_credentials, "logon with explicit credentials",
     fields::kExplicitCredentials, 21, unmatched::kUsedElsewhere},
    {kSecurity, 4672, privileges_assigned, "privileges assigned to new logon", fields::kPrivileges,
     22, unmatched::kNoAccessSession},
    {kSecurity, 4778, station_reconnected, "session reconnected to window station",
     fields::kStation, 53, unmatched::kNoAccessSession},
    {kSecurity, 4779, station_disconnected, "session disconnected from window station",
     fields::kStation, 43, unmatched::kNoAccessSession},
    {kSecurity, 4800, locked, "workstation locked", fields::kTarget, 45,
     unmatched::kNoAccessSession},
    {kSecurity, 4801, unlocked, "workstation unlocked", fields::kTarget, 58,
     unmatched::kNoAccessSession},
    {kSecurity, 4802, screensaver_started, "screen saver started", fields::kTarget, 45,
     unmatched::kNoAccessSession},
    {kSecurity, 4803, screensaver_stopped, "screen saver stopped", fields::kTarget, 58,
     unmatched::kNoAccessSession},
    {kSecurity, 4825, rdp_denied, "Remote Desktop access denied", fields::kStation, 20,
     unmatched::kRepeatedFailure},
    {kEventlog, 1100, security_log_stopped, "event log service stopped", fields::kNone, 80,
     unmatched::kStartOrStop},
    {kEventlog, 1101, security_events_lost, "audit events lost", fields::kNone, 80,
     unmatched::kLoss},
    {kEventlog, 1102, security_log_cleared, "Security log cleared", fields::kCleared, 80,
     unmatched::kClearing},
    {kEventlog, 1104, security_log_full, "Security log full", fields::kNone, 80, unmatched::kLoss},
    {kEventlog, 1108, security_event_refused, "audit event not written", fields::kNone, 80,
     unmatched::kLoss},
    {kLsm, 21, session_logon, "session logon succeeded", fields::kLsmSession, 56,
     unmatched::kNoUser},
    {kLsm, 22, shell_started, "shell started", fields::kLsmSession, 57, unmatched::kNoUser},
    {kLsm, 23, session_logoff, "session logoff succeeded", fields::kLsmSession, 71,
     unmatched::kNoUser},
    {kLsm, 24, session_disconnected, "session disconnected", fields::kLsmSession, 44,
     unmatched::kNoUser},
    {kLsm, 25, session_reconnected, "session reconnected", fields::kLsmSession, 54,
     unmatched::kNoUser},
    {kLsm, 32, lsm_started, "LocalSessionManager started: a new boot", fields::kNone, 0,
     unmatched::kStartOrStop},
    {kLsm, 36, session_state_error, "session state transition failed", fields::kStateError, 41,
     unmatched::kNoUser},
    {kLsm, 39, disconnected_by_session, "session disconnected by a session",
     fields::kDisconnectedBy, 39, unmatched::kNoUser},
    {kLsm, 40, disconnect_reason, "session disconnected, reason", fields::kDisconnectReason, 40,
     unmatched::kNoUser},
    {kLsm, 41, arbitration_began, "session arbitration began", fields::kLsmSession, 50,
     unmatched::kNoUser},
    {kLsm, 42, arbitration_ended, "session arbitration ended", fields::kLsmSession, 55,
     unmatched::kNoUser},
    {kLsm, 54, lsm_shutdown, "LocalSessionManager told of the shutdown", fields::kNone, 80,
     unmatched::kStartOrStop},
    {kRcm, 261, listener_connected, "listener received a connection", fields::kListener, 12,
     unmatched::kNoCredentials},
    {kRcm, 1149, rdp_authenticated, "RDP user authentication succeeded", fields::kAuthenticated, 30,
     unmatched::kNoCredentials},
    {kRcm, 1158, connection_accepted, "RDP connection accepted", fields::kAccepted, 13,
     unmatched::kNoCredentials},
    {kRdpCore, 65, connection_created, "RDP connection object created", fields::kConnection, 11,
     unmatched::kNoCredentials},
    {kRdpCore, 66, connection_assigned, "RDP connection assigned to session", fields::kConnection,
     31, unmatched::kNoCredentials},
    {kRdpCore, 98, connection_established, "RDP connection established", fields::kConnection, 32,
     unmatched::kNoCredentials},
    {kRdpCore, 102, transport_closed, "RDP transport closed", fields::kConnection, 77,
     unmatched::kNoCredentials},
    {kRdpCore, 103, connection_closed, "RDP disconnect reason", fields::kConnection, 75,
     unmatched::kNoCredentials},
    {kRdpCore, 131, connection_from, "RDP server accepted a connection", fields::kConnection, 10,
     unmatched::kNoCredentials},
    {kRdpCore, 139, security_layer_failed, "RDP security layer error", fields::kConnection, 20,
     unmatched::kNoCredentials},
    {kRdpCore, 140, credentials_refused, "RDP user name or password not correct",
     fields::kConnection, 20, unmatched::kNoCredentials},
    {kKernelGeneral, 1, clock_changed, "system time changed", fields::kClock, 5,
     unmatched::kClockChange},
    {kKernelGeneral, 12, os_started, "operating system started", fields::kStart, 0,
     unmatched::kStartOrStop},
    {kKernelGeneral, 13, os_stopped, "operating system stopped", fields::kStop, 80,
     unmatched::kStartOrStop},
    {kKernelPower, 41, dirty_restart, "restarted without a clean shutdown", fields::kPower, 0,
     unmatched::kStartOrStop},
    {kKernelPower, 42, sleep_entered, "entering sleep", fields::kPower, 5, unmatched::kSleep},
    {kKernelPower, 107, sleep_left, "resumed from sleep", fields::kPower, 5, unmatched::kSleep},
    {kClassicEventLog, 6005, event_log_started, "event log service started", fields::kNone, 0,
     unmatched::kStartOrStop},
    {kClassicEventLog, 6006, event_log_stopped, "event log service stopped", fields::kNone, 80,
     unmatched::kStartOrStop},
    {kClassicEventLog, 6008, unexpected_shutdown, "previous shutdown was unexpected",
     fields::kUnexpected, 0, unmatched::kStartOrStop},
    {kClassicEventLog, 6013, uptime, "system uptime", fields::kNone, 0, unmatched::kStartOrStop},
    {kUser32, 1074, shutdown_requested, "shutdown requested", fields::kShutdown, 80,
     unmatched::kStartOrStop},
    {kWinlogon, 7001, winlogon_logon, "user logon notification", fields::kWinlogonNotice, 51,
     unmatched::kNoLocalSession},
    {kWinlogon, 7002, winlogon_logoff, "user logoff notification", fields::kWinlogonNotice, 73,
     unmatched::kNoLocalSession},
    {kEventlog, 104, log_cleared, "log cleared", fields::kLogCleared, 80, unmatched::kClearing},
    {kDcom, 10016, component_denied, "permission to a component denied", fields::kComponent, 79,
     unmatched::kNames},
    {kProfiles, 1, profile_logon_received, "profile: logon received", fields::kProfile, 52,
     unmatched::kNoLocalSession},
    {kProfiles, 2, profile_logon_finished, "profile: logon finished", fields::kProfile, 52,
     unmatched::kNoLocalSession},
    {kProfiles, 3, profile_logoff_received, "profile: logoff received", fields::kProfile, 72,
     unmatched::kNoLocalSession},
    {kProfiles, 4, profile_logoff_finished, "profile: logoff finished", fields::kProfile, 72,
     unmatched::kNoLocalSession},
    {kRdpClient, 1024, outbound_rdp_started, "outbound RDP connection started", fields::kOutbound,
     79, unmatched::kOutbound},
    {kRdpClient, 1102, outbound_rdp_connected, "outbound RDP connection", fields::kOutbound, 79,
     unmatched::kOutbound},
    {kOpenSsh, 4, ssh_message, "OpenSSH server's message", fields::kSshMessage, 29,
     unmatched::kNoLogon},
    {kGateway, 302, gateway_connected, "gateway connected a user to a resource", fields::kGateway,
     29, unmatched::kPassedOn},
    {kGateway, 303, gateway_disconnected, "gateway's connection to a resource ended",
     fields::kGateway, 76, unmatched::kPassedOn},
    {kSecurity, 4768, ticket_requested, "Kerberos ticket requested", fields::kTicketRequested, 19,
     unmatched::kChecked},
    {kSecurity, 4771, preauthentication_failed, "Kerberos pre-authentication failed",
     fields::kPreauthenticationFailed, 19, unmatched::kChecked},
    {kSecurity, 4776, credentials_validated, "credentials validated", fields::kValidated, 19,
     unmatched::kChecked},
    {kSecurity, 4769, service_ticket_requested, "Kerberos service ticket requested",
     fields::kServiceTicket, 19, unmatched::kChecked},
    {kGateway, 200, gateway_authorized, "gateway let a user in", fields::kAuthorized, 28,
     unmatched::kPassedOn},
    {kWinrm, 6, winrm_asked, "WS-Management session to another host", fields::kWinrmConnection, 79,
     unmatched::kOutbound},
    {kWinrm, 142, winrm_failed, "WS-Management operation failed", fields::kWinrmFailure, 79,
     unmatched::kFailedThere},
    {kWinrm, 91, winrm_shell_created, "WS-Management shell created", fields::kWinrmShell, 25,
     unmatched::kNoNetworkSession},
    {kWinrm, 169, winrm_authenticated, "WS-Management user authenticated", fields::kWinrmUser, 24,
     unmatched::kNoNetworkSession},
    {kRcm, 20503, shadow_view_started, "desktop watched from now on", fields::kShadow, 59,
     unmatched::kNoUser},
    {kRcm, 20504, shadow_view_stopped, "desktop watched no more", fields::kShadow, 59,
     unmatched::kNoUser},
    {kRcm, 20506, shadow_control_started, "desktop controlled from now on", fields::kShadow, 59,
     unmatched::kNoUser},
    {kRcm, 20507, shadow_control_stopped, "desktop controlled no more", fields::kShadow, 59,
     unmatched::kNoUser},
    {kRcm, 20508, shadow_view_granted, "leave to watch given", fields::kShadowPermission, 59,
     unmatched::kNoUser},
    {kRcm, 20509, shadow_view_denied, "leave to watch refused", fields::kShadowPermission, 59,
     unmatched::kNoUser},
    {kRcm, 20510, shadow_control_granted, "leave to control given", fields::kShadowPermission, 59,
     unmatched::kNoUser},
    {kRcm, 20511, shadow_control_denied, "leave to control refused", fields::kShadowPermission, 59,
     unmatched::kNoUser},
    {kSmbServer, 551, smb_authentication_failed, "SMB client refused", fields::kSmbServer, 20,
     unmatched::kRefusedShare},
    {kSmbServer, 1006, smb_access_denied, "access to a share denied", fields::kSmbServer, 20,
     unmatched::kRefusedShare},
    {kSmbServer, 1009, smb_anonymous_denied, "anonymous access to shares denied",
     fields::kSmbServer, 20, unmatched::kRefusedShare},
};
static_assert(std::size(kCatalog) == kEventKinds, "one row for each EventKind");
static_assert(std::ranges::all_of(kCatalog, [](const EventSpec& spec) {
  return spec.fields.size() <= kMostFields;
}));

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return ascii_lower(x) == ascii_lower(y); });
}

}  // namespace

std::span<const EventSpec> catalog() { return kCatalog; }

const EventSpec* find_spec(std::string_view provider, std::uint32_t event_id) {
  const auto* row = std::ranges::find_if(kCatalog, [&](const EventSpec& spec) {
    return spec.event_id == event_id && same_name(spec.provider, provider);
  });
  return row == std::end(kCatalog) ? nullptr : row;
}

bool any_spec_has(std::uint32_t event_id) {
  constexpr std::size_t kIds = 65536;  // Windows' are of 16 bits
  static const auto kHas = [] {
    std::bitset<kIds> ids;
    for (const EventSpec& spec : kCatalog) ids.set(spec.event_id);
    return ids;
  }();
  return event_id < kIds && kHas[event_id];
}

const EventSpec& spec_of(EventKind kind) { return kCatalog[static_cast<std::size_t>(kind)]; }

}  // namespace sojourn
