#include "correlator/windows/credential_checks.h"

namespace sojourn {

bool may_check_credentials(const HostLog& log, EventRef ref) {
  const std::string_view asked_by = log.strings()[log[ref].logon_process];
  return log[ref].logon_type == 3 && (asked_by == "NtLmSsp" || asked_by == "Kerberos");
}

bool has_port_of_nla(const HostLog& log, EventRef ref) {
  const Event& event = log[ref];
  const Address from = log.address(ref);
  return may_check_credentials(log, ref) && from.kind == Address::Kind::ip &&
         from.scope != SourceScope::loopback && event.src_port == 0;
}

bool checks_client_of(const HostLog& log, const LogonSessions& logons, EventRef check,
                      EventRef logon) {
  if (log.address(check).text == log.address(logon).text && has_port_of_nla(log, check))
    return true;
  if (!may_check_credentials(log, check) || log.between(check, logon) > kCheckWithPort)
    return false;
  if (log.address(check).kind != Address::Kind::none)
    return log.address(check).text == log.address(logon).text;
  const LogonSessionId id = logons.of(check);
  if (id == kNone) return false;
  const LogonSession& checked = logons[id];
  return checked.end_reason != EndReason::logoff || checked.end_event > logon;
}

}  // namespace sojourn
