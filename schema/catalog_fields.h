// Which values of each event go into which member of Event: the lists that the rows of the catalog
// name.
#pragma once

#include <span>

#include "schema/catalog.h"

namespace sojourn::fields {

// Field lists are those of the providers' manifests; all versions of one event share a row, because
// values are found by name and a name an older version lacks is simply absent (4624: v0 Vista/7 to
// v3 Windows 11).
inline constexpr Field kLogon[] = {
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
    {"SubjectUserSid", Special::extra},
    {"SubjectUserName", Special::extra},
    {"SubjectDomainName", Special::extra},
    {"LogonGuid", &Event::logon_guid},
    {"LmPackageName", Special::extra},
    {"IpPort", &Event::src_port},
    {"RestrictedAdminMode", Special::extra},
    {"RemoteCredentialGuard", Special::extra},
    {"TargetOutboundUserName", Special::extra},
    {"TargetOutboundDomainName", Special::extra},
    {"VirtualAccount", Special::extra},
};
inline constexpr Field kLogonFailed[] = {
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
    {"SubjectUserName", Special::extra},
    {"SubjectDomainName", Special::extra},
    {"FailureReason", Special::extra},
    {"IpPort", &Event::src_port},
    {"LmPackageName", Special::extra},
};
inline constexpr Field kTicketRequested[] = {
    {"TargetUserName", &Event::user}, {"TargetDomainName", &Event::domain},
    {"TargetSid", &Event::sid},       {"IpAddress", &Event::address},
    {"IpPort", &Event::src_port},     {"Status", &Event::status},
    {"ServiceName", Special::extra},  {"TicketEncryptionType", &Event::reason},
    {"PreAuthType", Special::extra},
};
inline constexpr Field kServiceTicket[] = {
    {"TargetUserName", &Event::user},  // alice@CORP.EXAMPLE; nobody where a ticket was refused
    {"TargetDomainName", &Event::domain}, {"IpAddress", &Event::address},
    {"IpPort", &Event::src_port},         {"Status", &Event::status},
    {"ServiceName", Special::extra},      {"TicketEncryptionType", &Event::reason},
    {"LogonGuid", &Event::logon_guid},    {"TransmittedServices", Special::extra},
};
inline constexpr Field kPreauthenticationFailed[] = {
    {"TargetUserName", &Event::user}, {"TargetSid", &Event::sid}, {"IpAddress", &Event::address},
    {"IpPort", &Event::src_port},     {"Status", &Event::status}, {"ServiceName", Special::extra},
    {"PreAuthType", Special::extra},
};
inline constexpr Field kValidated[] = {
    {"TargetUserName", &Event::user},
    {"Workstation", &Event::client},
    {"Status", &Event::status},
    {"PackageName", &Event::package},
};
inline constexpr Field kTarget[] = {
    {"TargetUserSid", &Event::sid},       {"TargetUserName", &Event::user},
    {"TargetDomainName", &Event::domain}, {"TargetLogonId", &Event::logon_id},
    {"LogonType", &Event::logon_type},    {"SessionId", &Event::session},
};
inline constexpr Field kExplicitCredentials[] = {
    {"SubjectLogonId", &Event::subject_logon_id},
    {"TargetUserName", &Event::user},
    {"TargetDomainName", &Event::domain},
    {"ProcessId", &Event::process_id},
    {"ProcessName", &Event::process},
    {"IpAddress", &Event::address},
    {"SubjectUserSid", Special::extra},
    {"SubjectUserName", Special::extra},
    {"SubjectDomainName", Special::extra},
    {"TargetServerName", Special::extra},
    {"TargetInfo", Special::extra},
    {"TargetLogonGuid", &Event::logon_guid},
};
inline constexpr Field kPrivileges[] = {
    {"SubjectUserSid", &Event::sid},
    {"SubjectUserName", &Event::user},
    {"SubjectDomainName", &Event::domain},
    {"SubjectLogonId", &Event::logon_id},
};
inline constexpr Field kStation[] = {
    {"AccountName", &Event::user},  {"AccountDomain", &Event::domain},
    {"LogonID", &Event::logon_id},  {"SessionName", &Event::terminal},
    {"ClientName", &Event::client}, {"ClientAddress", &Event::address},
};
inline constexpr Field kSecurityClock[] = {
    {"SubjectUserSid", &Event::sid},       {"SubjectUserName", &Event::user},
    {"SubjectDomainName", &Event::domain}, {"SubjectLogonId", &Event::subject_logon_id},
    {"PreviousTime", &Event::other_time},  {"ProcessName", &Event::process},
    {"NewTime", Special::extra},
};
inline constexpr Field kCleared[] = {
    {"SubjectUserSid", &Event::sid},       {"SubjectUserName", &Event::user},
    {"SubjectDomainName", &Event::domain}, {"SubjectLogonId", &Event::subject_logon_id},
    {"Channel", Special::extra},           {"BackupPath", Special::extra},
};
// Of Eventlog's 104, which has the SID in the head of the record.
inline constexpr Field kLogCleared[] = {
    {"Security/@UserID", &Event::sid},     {"SubjectUserName", &Event::user},
    {"SubjectDomainName", &Event::domain}, {"Channel", Special::extra},
    {"BackupPath", Special::extra},
};
inline constexpr Field kLsmSession[] = {
    {"User", Special::qualified_user},
    {"SessionID", &Event::session},
    {"Address", &Event::address},
};
inline constexpr Field kStateError[] = {
    {"SessionId", &Event::session},
    {"ErrorCode", &Event::status},
    {"StateName", Special::extra},
    {"EventName", Special::extra},
};
inline constexpr Field kDisconnectedBy[] = {{"TargetSession", &Event::session},
                                            {"Source", &Event::reason}};
inline constexpr Field kDisconnectReason[] = {{"Session", &Event::session},
                                              {"Reason", &Event::reason}};
inline constexpr Field kListener[] = {{"listenerName", &Event::terminal}};
inline constexpr Field kAuthenticated[] = {
    {"Param1", &Event::user}, {"Param2", &Event::domain}, {"Param3", &Event::address}};
inline constexpr Field kAccepted[] = {{"Param1", &Event::address}};
inline constexpr Field kConnection[] = {
    {"ConnectionName", &Event::terminal}, {"SessionID", &Event::session},
    {"ReasonCode", &Event::reason},       {"ResultCode", &Event::status},
    {"IPString", &Event::address},        {"ClientIP", &Event::address},
    {"ConnType", &Event::terminal},
};
inline constexpr Field kClock[] = {
    {"OldTime", &Event::other_time},
    {"Reason", &Event::reason},
    {"ProcessName", &Event::process},
    {"NewTime", Special::extra},
};
inline constexpr Field kStart[] = {{"StartTime", &Event::other_time}, {"BootMode", Special::extra}};
inline constexpr Field kStop[] = {{"StopTime", &Event::other_time}};
inline constexpr Field kUnexpected[] = {{"Binary", Special::system_times}};
inline constexpr Field kPower[] = {{"BugcheckCode", Special::extra},
                                   {"SleepInProgress", Special::extra}};
inline constexpr Field kShutdown[] = {
    {"param7", Special::qualified_user}, {"Security/@UserID", &Event::sid},
    {"param1", Special::extra},          {"param3", Special::extra},
    {"param5", Special::extra},
};
inline constexpr Field kComponent[] = {
    {"param6", &Event::domain}, {"param7", &Event::user}, {"param8", &Event::sid}};
inline constexpr Field kWinlogonNotice[] = {{"TSId", &Event::session}, {"UserSid", &Event::sid}};
inline constexpr Field kProfile[] = {{"Session", &Event::session},
                                     {"Security/@UserID", &Event::sid}};
inline constexpr Field kOutbound[] = {{"Value", &Event::address},
                                      {"Security/@UserID", &Event::sid}};
// All that it knows stands in one line of text, which ssh_message.h of the correlator reads.
inline constexpr Field kSshMessage[] = {{"process", &Event::process}, {"payload", Special::extra}};
// "Transfered" is Windows' spelling.
inline constexpr Field kGateway[] = {
    {"Username", Special::qualified_user}, {"IpAddress", &Event::address},
    {"Resource", Special::extra},          {"ConnectionProtocol", Special::extra},
    {"BytesReceived", Special::extra},     {"BytesTransfered", Special::extra},
    {"SessionDuration", Special::extra},
};
// No record of the rest has been seen: names and order are those of the providers' manifests.
inline constexpr Field kAuthorized[] = {{"Username", Special::qualified_user},
                                        {"IpAddress", &Event::address},
                                        {"ConnectionProtocol", Special::extra}};
inline constexpr Field kWinrmConnection[] = {{"connection", Special::extra},
                                             {"Security/@UserID", &Event::sid}};
inline constexpr Field kWinrmFailure[] = {{"operationName", Special::extra},
                                          {"errorCode", &Event::status},
                                          {"Security/@UserID", &Event::sid}};
// Newer Windows writes behind the URI " (CORP\user clientIP: 10.0.0.5)".
inline constexpr Field kWinrmShell[] = {{"resourceUri", Special::extra},
                                        {"shellId", Special::extra},
                                        {"Security/@UserID", &Event::sid}};
inline constexpr Field kWinrmUser[] = {{"username", Special::qualified_user},
                                       {"authenticationMechanism", &Event::package}};
// "User Param1 on computer Param2 viewing user Param3 (Session ID: Param4)".
inline constexpr Field kShadow[] = {{"Param1", Special::extra},
                                    {"Param2", &Event::client},
                                    {"Param3", Special::qualified_user},
                                    {"Param4", &Event::session}};
// "User Param1 (Session ID: Param3) granted permission to user Param2".
inline constexpr Field kShadowPermission[] = {
    {"Param1", Special::qualified_user}, {"Param2", Special::extra}, {"Param3", &Event::session}};
inline constexpr Field kSmbServer[] = {{"UserName", Special::qualified_user},
                                       {"ClientName", &Event::client},
                                       {"Status", &Event::status},
                                       {"ShareName", Special::extra}};
inline constexpr std::span<const Field> kNone{};

}  // namespace sojourn::fields
