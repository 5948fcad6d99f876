#include "tests/simulation/security_records.h"

#include <utility>
#include <vector>

#include "tests/simulation/log_values.h"

namespace sojourn::simulation {
namespace {

constexpr std::string_view kNullGuid = "{00000000-0000-0000-0000-000000000000}";
constexpr std::string_view kNullSid = "S-1-0-0";
constexpr std::string_view kEventlogNamespace =
    "http://manifests.microsoft.com/win/2004/08/windows/eventlog";

std::string_view sid_or_null(const User& who) {
  return who.sid.empty() ? kNullSid : std::string_view(who.sid);
}

void add_subject(std::vector<NamedValue>& values, const Subject& subject) {
  values.push_back(sid_value("SubjectUserSid", sid_or_null(subject.who)));
  values.push_back(text_value("SubjectUserName", subject.who.name));
  values.push_back(text_value("SubjectDomainName", subject.who.domain));
  values.push_back(logon_id_value("SubjectLogonId", subject.logon_id));
}

void add_target(std::vector<NamedValue>& values, const User& who) {
  values.push_back(sid_value("TargetUserSid", sid_or_null(who)));
  values.push_back(text_value("TargetUserName", who.name));
  values.push_back(text_value("TargetDomainName", who.domain));
}

void add_origin(std::vector<NamedValue>& values, const Credentials& by) {
  values.push_back(process_id_value("ProcessId", by.process_id));
  values.push_back(text_value("ProcessName", by.process));
  values.push_back(text_value("IpAddress", by.address));
  values.push_back(text_value("IpPort", by.port));
}

std::string_view yes_no(bool value) { return value ? "%%1842" : "%%1843"; }

}  // namespace

Subject nobody() { return {{"-", "-", ""}, 0}; }

Subject machine(const Host& host) { return {host.machine_account(), kSystemLogonId}; }

Timestamp write_logon(Host& host, const Credentials& by, std::uint64_t logon_id, bool elevated,
                      std::uint64_t linked_logon_id, const User& outbound) {
  const std::uint8_t version = host.generation().logon_version;
  std::vector<NamedValue> values;
  add_subject(values, by.subject);
  add_target(values, by.who);
  values.push_back(logon_id_value("TargetLogonId", logon_id));
  values.push_back(number_value("LogonType", by.logon_type));
  values.push_back(text_value("LogonProcessName", by.logon_process));
  values.push_back(text_value("AuthenticationPackageName", by.package));
  values.push_back(text_value("WorkstationName", by.workstation));
  values.push_back(guid_value("LogonGuid", by.logon_guid));
  values.push_back(text_value("TransmittedServices", "-"));
  values.push_back(text_value("LmPackageName", by.lm_package));
  values.push_back(number_value("KeyLength", by.key_length));
  add_origin(values, by);
  if (version >= 1) values.push_back(text_value("ImpersonationLevel", "%%1833"));
  if (version >= 2) {
    // Observed: filled for type 10 alone.
    values.push_back(text_value("RestrictedAdminMode", by.logon_type == 10 ? "%%1843" : "-"));
    if (version >= 3) {
      values.push_back(text_value("RemoteCredentialGuard", by.logon_type == 10 ? "%%1843" : "-"));
    }
    values.push_back(text_value("TargetOutboundUserName", outbound.name));
    values.push_back(text_value("TargetOutboundDomainName", outbound.domain));
    const bool is_virtual = by.who.sid.starts_with("S-1-5-9");  // DWM-n and UMFD-n
    values.push_back(text_value("VirtualAccount", yes_no(is_virtual)));
    values.push_back(logon_id_value("TargetLinkedLogonId", linked_logon_id));
    values.push_back(text_value("ElevatedToken", yes_no(elevated)));
  }
  return host.write(kAuditing, 4624, std::move(values),
                    {.activity = host.lsass_activity(), .version = version});
}

Timestamp write_logon_failure(Host& host, const Credentials& by, std::uint32_t status,
                              std::uint32_t sub_status, std::uint32_t reason) {
  std::vector<NamedValue> values;
  add_subject(values, by.subject);
  add_target(values, {by.who.name, by.who.domain, ""});
  values.push_back(status_value("Status", status));
  values.push_back(text_value("FailureReason", "%%" + std::to_string(reason)));
  values.push_back(status_value("SubStatus", sub_status));
  values.push_back(number_value("LogonType", by.logon_type));
  values.push_back(text_value("LogonProcessName", by.logon_process));
  values.push_back(text_value("AuthenticationPackageName", by.package));
  values.push_back(text_value("WorkstationName", by.workstation));
  values.push_back(text_value("TransmittedServices", "-"));
  values.push_back(text_value("LmPackageName", by.lm_package));
  values.push_back(number_value("KeyLength", by.key_length));
  add_origin(values, by);
  return host.write(kAuditing, 4625, std::move(values), {.activity = host.lsass_activity()});
}

Timestamp write_logoff(Host& host, const User& who, std::uint64_t logon_id,
                       std::uint8_t logon_type) {
  if (!host.audits_logoffs) return host.now();
  std::vector<NamedValue> values;
  add_target(values, who);
  values.push_back(logon_id_value("TargetLogonId", logon_id));
  values.push_back(number_value("LogonType", logon_type));
  return host.write(kAuditing, 4634, std::move(values));
}

Timestamp write_logoff_initiated(Host& host, const User& who, std::uint64_t logon_id) {
  if (!host.audits_logoffs) return host.now();
  std::vector<NamedValue> values;
  add_target(values, who);
  values.push_back(logon_id_value("TargetLogonId", logon_id));
  return host.write(kAuditing, 4647, std::move(values),
                    {.activity = host.generation().station_activity ? host.lsass_activity() : ""});
}

Timestamp write_explicit_credentials(Host& host, const Credentials& by) {
  std::vector<NamedValue> values;
  add_subject(values, by.subject);
  values.push_back(guid_value("LogonGuid", kNullGuid));
  values.push_back(text_value("TargetUserName", by.who.name));
  values.push_back(text_value("TargetDomainName", by.who.domain));
  values.push_back(guid_value("TargetLogonGuid", by.logon_guid));
  values.push_back(text_value("TargetServerName", by.server));
  values.push_back(text_value("TargetInfo", by.service));
  add_origin(values, by);
  return host.write(kAuditing, 4648, std::move(values), {.activity = host.lsass_activity()});
}

Timestamp write_privileges(Host& host, const User& who, std::uint64_t logon_id) {
  std::vector<NamedValue> values;
  add_subject(values, {who, logon_id});
  values.push_back(
      text_value("PrivilegeList",
                 "SeSecurityPrivilege\n\t\t\tSeBackupPrivilege\n\t\t\tSeRestorePrivilege\n"
                 "\t\t\tSeTakeOwnershipPrivilege\n\t\t\tSeDebugPrivilege\n"
                 "\t\t\tSeImpersonatePrivilege"));
  return host.write(kAuditing, 4672, std::move(values), {.activity = host.lsass_activity()});
}

Timestamp write_station(Host& host, std::uint16_t event_id, const Desktop& desktop,
                        const Connection* connection) {
  return host.write(
      kAuditing, event_id,
      {text_value("AccountName", desktop.user.name),
       text_value("AccountDomain", desktop.user.domain),
       logon_id_value("LogonID", desktop.logon_id),
       text_value("SessionName", connection ? connection->terminal : "Console"),
       text_value("ClientName", connection ? connection->client.name : "Unknown"),
       text_value("ClientAddress",
                  connection ? std::string_view(connection->client.address) : host.local_word)},
      {.activity = host.generation().station_activity ? host.lsass_activity() : ""});
}

Timestamp write_lock(Host& host, std::uint16_t event_id, const Desktop& desktop) {
  std::vector<NamedValue> values;
  add_target(values, desktop.user);
  values.push_back(logon_id_value("TargetLogonId", desktop.logon_id));
  values.push_back(number_value("SessionId", desktop.number));
  return host.write(kAuditing, event_id, std::move(values),
                    {.activity = host.generation().station_activity ? host.lsass_activity() : ""});
}

void write_security_clock_changed(Host& host, Timestamp old_time) {
  std::vector<NamedValue> values;
  add_subject(values, {{"LOCAL SERVICE", "NT AUTHORITY", "S-1-5-19"}, 0x3e5});
  values.push_back(time_value("PreviousTime", old_time));
  values.push_back(time_value("NewTime", host.now()));
  values.push_back(process_id_value("ProcessId", 1'204));
  values.push_back(text_value("ProcessName", "C:\\Windows\\System32\\svchost.exe"));
  host.write(kAuditing, 4616, std::move(values), {.version = 1});
}

void write_lsass_started(Host& host) { host.write(kAuditing, 4608, {}); }

void write_security_log_stopped(Host& host) {
  host.write(kSecurityEventlog, 1100, {},
             {.user_data = "ServiceShutdown", .user_data_namespace = kEventlogNamespace});
}

void write_security_log_cleared(Host& host, const Subject& by) {
  std::vector<NamedValue> values;
  add_subject(values, by);
  host.write(kSecurityEventlog, 1102, std::move(values),
             {.user_data = "LogFileCleared", .user_data_namespace = kEventlogNamespace});
}

}  // namespace sojourn::simulation
