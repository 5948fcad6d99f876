#include "schema/catalog.h"

#include <algorithm>
#include <array>
#include <bitset>

#include "schema/ascii.h"

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
constexpr std::string_view kOpenSsh = "OpenSSH";

// Field lists are those of the providers' manifests; all versions of one event share a row, because
// values are found by name and a name an older version lacks is simply absent (4624: v0 Vista/7 to
// v3 Windows 11).
constexpr Field kLogon[] = {
    {"SubjectLogonId", &Event::subject_logon_id},
    {"TargetUserSid", &Event::sid},
    {"TargetUserName", &Event::user},
    {"TargetDomainName", &Event::domain},
    {"TargetLogonId", &Event::logon_id},
    {"LogonType", &Event::logon_type},
    {"LogonProcessName", &Event::logon_process},
    {"AuthenticationPackageName", &Event::package},
    {"WorkstationName", &Event::client},
    {"ProcessId", &Event::process_id},
    {"ProcessName", &Event::process},
    {"IpAddress", &Event::address},
    {"TargetLinkedLogonId", &Event::linked_logon_id},
    {"ElevatedToken", Special::elevation},
    {"SubjectUserSid", Special::rest},
    {"SubjectUserName", Special::rest},
    {"SubjectDomainName", Special::rest},
    {"LogonGuid", Special::rest},
    {"LmPackageName", Special::rest},
    {"IpPort", Special::rest},
    {"RestrictedAdminMode", Special::rest},
    {"RemoteCredentialGuard", Special::rest},
    {"TargetOutboundUserName", Special::rest},
    {"TargetOutboundDomainName", Special::rest},
    {"VirtualAccount", Special::rest},
};
constexpr Field kLogonFailed[] = {
    {"SubjectLogonId", &Event::subject_logon_id},
    {"TargetUserSid", &Event::sid},
    {"TargetUserName", &Event::user},
    {"TargetDomainName", &Event::domain},
    {"Status", &Event::status},
    {"SubStatus", &Event::sub_status},
    {"LogonType", &Event::logon_type},
    {"LogonProcessName", &Event::logon_process},
    {"AuthenticationPackageName", &Event::package},
    {"WorkstationName", &Event::client},
    {"ProcessId", &Event::process_id},
    {"ProcessName", &Event::process},
    {"IpAddress", &Event::address},
    {"FailureReason", Special::rest},
    {"IpPort", Special::rest},
    {"LmPackageName", Special::rest},
};
constexpr Field kTarget[] = {
    {"TargetUserSid", &Event::sid},       {"TargetUserName", &Event::user},
    {"TargetDomainName", &Event::domain}, {"TargetLogonId", &Event::logon_id},
    {"LogonType", &Event::logon_type},    {"SessionId", &Event::session},
};
constexpr Field kExplicitCredentials[] = {
    {"SubjectLogonId", &Event::subject_logon_id},
    {"TargetUserName", &Event::user},
    {"TargetDomainName", &Event::domain},
    {"ProcessId", &Event::process_id},
    {"ProcessName", &Event::process},
    {"IpAddress", &Event::address},
    {"SubjectUserSid", Special::rest},
    {"SubjectUserName", Special::rest},
    {"SubjectDomainName", Special::rest},
    {"TargetServerName", Special::rest},
    {"TargetInfo", Special::rest},
    {"TargetLogonGuid", Special::rest},
};
constexpr Field kPrivileges[] = {
    {"SubjectUserSid", &Event::sid},
    {"SubjectUserName", &Event::user},
    {"SubjectDomainName", &Event::domain},
    {"SubjectLogonId", &Event::logon_id},
};
constexpr Field kStation[] = {
    {"AccountName", &Event::user},  {"AccountDomain", &Event::domain},
    {"LogonID", &Event::logon_id},  {"SessionName", &Event::terminal},
    {"ClientName", &Event::client}, {"ClientAddress", &Event::address},
};
constexpr Field kSecurityClock[] = {
    {"SubjectUserSid", &Event::sid},
    {"SubjectUserName", &Event::user},
    {"SubjectDomainName", &Event::domain},
    {"SubjectLogonId", &Event::subject_logon_id},
    {"PreviousTime", &Event::other_time},
    {"ProcessName", &Event::process},
    {"NewTime", Special::rest},
};
constexpr Field kCleared[] = {
    {"SubjectUserSid", &Event::sid},
    {"SubjectUserName", &Event::user},
    {"SubjectDomainName", &Event::domain},
    {"SubjectLogonId", &Event::subject_logon_id},
    {"Channel", Special::rest},
    {"BackupPath", Special::rest},
};
constexpr Field kLsmSession[] = {
    {"User", Special::qualified_user},
    {"SessionID", &Event::session},
    {"Address", &Event::address},
};
constexpr Field kStateError[] = {
    {"SessionId", &Event::session},
    {"ErrorCode", &Event::status},
    {"StateName", Special::rest},
    {"EventName", Special::rest},
};
constexpr Field kDisconnectedBy[] = {{"TargetSession", &Event::session},
                                     {"Source", &Event::reason}};
constexpr Field kDisconnectReason[] = {{"Session", &Event::session}, {"Reason", &Event::reason}};
constexpr Field kListener[] = {{"listenerName", &Event::terminal}};
constexpr Field kAuthenticated[] = {
    {"Param1", &Event::user}, {"Param2", &Event::domain}, {"Param3", &Event::address}};
constexpr Field kAccepted[] = {{"Param1", &Event::address}};
constexpr Field kConnection[] = {
    {"ConnectionName", &Event::terminal}, {"SessionID", &Event::session},
    {"ReasonCode", &Event::reason},       {"ResultCode", &Event::status},
    {"IPString", &Event::address},        {"ClientIP", &Event::address},
    {"ConnType", &Event::terminal},
};
constexpr Field kClock[] = {
    {"OldTime", &Event::other_time},
    {"Reason", &Event::reason},
    {"ProcessName", &Event::process},
    {"NewTime", Special::rest},
};
constexpr Field kStart[] = {{"StartTime", &Event::other_time}, {"BootMode", Special::rest}};
constexpr Field kStop[] = {{"StopTime", &Event::other_time}};
constexpr Field kPower[] = {{"BugcheckCode", Special::rest}, {"SleepInProgress", Special::rest}};
constexpr Field kShutdown[] = {
    {"param7", Special::qualified_user},
    {"param1", Special::rest},
    {"param3", Special::rest},
    {"param5", Special::rest},
};
constexpr Field kWinlogonNotice[] = {{"TSId", &Event::session}, {"UserSid", &Event::sid}};
constexpr Field kProfile[] = {{"Session", &Event::session}, {"Security/@UserID", &Event::sid}};
constexpr Field kOutbound[] = {{"Value", &Event::address}};
// All that it knows stands in one line of text, which ssh_message.h of the correlator reads.
constexpr Field kSshMessage[] = {{"process", &Event::process}, {"payload", Special::rest}};

constexpr std::span<const Field> kNone{};

using enum EventKind;

constexpr EventSpec kCatalog[] = {
    {kSecurity, 4608, lsass_started, "LSASS started: a new boot", kNone},
    {kSecurity, 4616, security_clock_changed, "system time changed", kSecurityClock},
    {kSecurity, 4624, logon, "logon", kLogon},
    {kSecurity, 4625, logon_failed, "logon failed", kLogonFailed},
    {kSecurity, 4634, logon_ended, "logon session ended", kTarget},
    {kSecurity, 4647, logoff_initiated, "user initiated logoff", kTarget},
    {kSecurity, 4648, explicit_credentials, "logon with explicit credentials",
     kExplicitCredentials},
    {kSecurity, 4672, privileges_assigned, "privileges assigned to new logon", kPrivileges},
    {kSecurity, 4778, station_reconnected, "session reconnected to window station", kStation},
    {kSecurity, 4779, station_disconnected, "session disconnected from window station", kStation},
    {kSecurity, 4800, locked, "workstation locked", kTarget},
    {kSecurity, 4801, unlocked, "workstation unlocked", kTarget},
    {kSecurity, 4802, screensaver_started, "screen saver started", kTarget},
    {kSecurity, 4803, screensaver_stopped, "screen saver stopped", kTarget},
    {kSecurity, 4825, rdp_denied, "Remote Desktop access denied", kStation},
    {kEventlog, 1100, security_log_stopped, "event log service stopped", kNone},
    {kEventlog, 1101, security_events_lost, "audit events lost", kNone},
    {kEventlog, 1102, security_log_cleared, "Security log cleared", kCleared},
    {kEventlog, 1104, security_log_full, "Security log full", kNone},
    {kEventlog, 1108, security_event_refused, "audit event not written", kNone},
    {kLsm, 21, session_logon, "session logon succeeded", kLsmSession},
    {kLsm, 22, shell_started, "shell started", kLsmSession},
    {kLsm, 23, session_logoff, "session logoff succeeded", kLsmSession},
    {kLsm, 24, session_disconnected, "session disconnected", kLsmSession},
    {kLsm, 25, session_reconnected, "session reconnected", kLsmSession},
    {kLsm, 32, lsm_started, "LocalSessionManager started: a new boot", kNone},
    {kLsm, 36, session_state_error, "session state transition failed", kStateError},
    {kLsm, 39, disconnected_by_session, "session disconnected by a session", kDisconnectedBy},
    {kLsm, 40, disconnect_reason, "session disconnected, reason", kDisconnectReason},
    {kLsm, 41, arbitration_began, "session arbitration began", kLsmSession},
    {kLsm, 42, arbitration_ended, "session arbitration ended", kLsmSession},
    {kLsm, 54, lsm_shutdown, "LocalSessionManager told of the shutdown", kNone},
    {kRcm, 261, listener_connected, "listener received a connection", kListener},
    {kRcm, 1149, rdp_authenticated, "RDP user authentication succeeded", kAuthenticated},
    {kRcm, 1158, connection_accepted, "RDP connection accepted", kAccepted},
    {kRdpCore, 65, connection_created, "RDP connection object created", kConnection},
    {kRdpCore, 66, connection_assigned, "RDP connection assigned to session", kConnection},
    {kRdpCore, 98, connection_established, "RDP connection established", kConnection},
    {kRdpCore, 102, transport_closed, "RDP transport closed", kConnection},
    {kRdpCore, 103, connection_closed, "RDP disconnect reason", kConnection},
    {kRdpCore, 131, connection_from, "RDP server accepted a connection", kConnection},
    {kRdpCore, 139, security_layer_failed, "RDP security layer error", kConnection},
    {kRdpCore, 140, credentials_refused, "RDP user name or password not correct", kConnection},
    {kKernelGeneral, 1, clock_changed, "system time changed", kClock},
    {kKernelGeneral, 12, os_started, "operating system started", kStart},
    {kKernelGeneral, 13, os_stopped, "operating system stopped", kStop},
    {kKernelPower, 41, dirty_restart, "restarted without a clean shutdown", kPower},
    {kKernelPower, 42, sleep_entered, "entering sleep", kPower},
    {kKernelPower, 107, sleep_left, "resumed from sleep", kPower},
    {kClassicEventLog, 6005, event_log_started, "event log service started", kNone},
    {kClassicEventLog, 6006, event_log_stopped, "event log service stopped", kNone},
    {kClassicEventLog, 6008, unexpected_shutdown, "previous shutdown was unexpected", kNone},
    {kClassicEventLog, 6013, uptime, "system uptime", kNone},
    {kUser32, 1074, shutdown_requested, "shutdown requested", kShutdown},
    {kWinlogon, 7001, winlogon_logon, "user logon notification", kWinlogonNotice},
    {kWinlogon, 7002, winlogon_logoff, "user logoff notification", kWinlogonNotice},
    {kEventlog, 104, log_cleared, "log cleared", kCleared},
    {kProfiles, 1, profile_logon_received, "profile: logon received", kProfile},
    {kProfiles, 2, profile_logon_finished, "profile: logon finished", kProfile},
    {kProfiles, 3, profile_logoff_received, "profile: logoff received", kProfile},
    {kProfiles, 4, profile_logoff_finished, "profile: logoff finished", kProfile},
    {kRdpClient, 1024, outbound_rdp_started, "outbound RDP connection started", kOutbound},
    {kRdpClient, 1102, outbound_rdp_connected, "outbound RDP connection", kOutbound},
    {kOpenSsh, 4, ssh_message, "OpenSSH server's message", kSshMessage},
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
