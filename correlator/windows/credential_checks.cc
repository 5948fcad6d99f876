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

}  // namespace sojourn
