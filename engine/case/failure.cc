#include "engine/case/failure.h"

#include <array>
#include <cstdio>
#include <string_view>

namespace sojourn {
namespace {

struct Meaning {
  std::uint32_t status;
  std::string_view text;
};

// What a logon can return, from [MS-ERREF] 2.3.1 and Microsoft's page on event 4625; smart card and
// SSPI codes from winerror.h.
constexpr std::array kMeanings = {
    Meaning{0xC0000002, "not supported by the authentication package"},
    Meaning{0xC000000D, "invalid parameter"},
    Meaning{0xC0000017, "not enough memory"},
    Meaning{0xC0000022, "access denied by policy"},
    Meaning{0xC000005E, "no logon server available"},
    Meaning{0xC000005F, "the logon session does not exist"},
    Meaning{0xC0000061, "a privilege that the logon needs is missing"},
    Meaning{0xC0000062, "malformed account name"},
    Meaning{0xC0000064, "user name does not exist"},
    Meaning{0xC000006A, "correct user name, wrong password"},
    Meaning{0xC000006B, "malformed password"},
    Meaning{0xC000006C, "password policy restriction"},
    Meaning{0xC000006D, "bad user name or password"},
    Meaning{0xC000006E, "account restriction"},
    Meaning{0xC000006F, "outside the allowed hours"},
    Meaning{0xC0000070, "not allowed from this workstation"},
    Meaning{0xC0000071, "password expired"},
    Meaning{0xC0000072, "account disabled"},
    Meaning{0xC0000073, "no account for the SID"},
    Meaning{0xC000007C, "no token"},
    Meaning{0xC0000080, "server disabled"},
    Meaning{0xC000009A, "insufficient resources"},
    Meaning{0xC00000A5, "impersonation level too low"},
    Meaning{0xC00000B5, "timed out"},
    Meaning{0xC00000BB, "request not supported"},
    Meaning{0xC00000BE, "network path not found"},
    Meaning{0xC00000C9, "connection closed by the client"},
    Meaning{0xC00000CA, "network access denied"},
    Meaning{0xC00000DA, "domain controller cannot be asked"},
    Meaning{0xC00000DC, "account database in the wrong state"},
    Meaning{0xC00000DD, "domain in the wrong state"},
    Meaning{0xC00000DE, "domain controller in the wrong role"},
    Meaning{0xC00000DF, "no such domain"},
    Meaning{0xC00000E5, "internal error"},
    Meaning{0xC00000FE, "unknown authentication package"},
    Meaning{0xC0000104, "logon session in the wrong state"},
    Meaning{0xC0000105, "LogonId taken by another logon session"},
    Meaning{0xC000010B, "invalid logon type requested"},
    Meaning{0xC0000122, "malformed computer name"},
    Meaning{0xC0000133, "clocks differ too much from the domain controller"},
    Meaning{0xC000015A, "member of too many groups for a token"},
    Meaning{0xC000015B, "logon type not granted on this machine"},
    Meaning{0xC000018A, "no trust secret on this machine"},
    Meaning{0xC000018B, "no trust account for this machine"},
    Meaning{0xC000018C, "trust with the other domain failed"},
    Meaning{0xC000018D, "trust with the domain failed"},
    Meaning{0xC0000190, "network logon trust failed"},
    Meaning{0xC0000192, "Netlogon service not started"},
    Meaning{0xC0000193, "account expired"},
    Meaning{0xC0000195, "another user name is in use on the same server"},
    Meaning{0xC0000196, "too many sessions on the server"},
    Meaning{0xC0000198, "interdomain trust account used for logon"},
    Meaning{0xC0000199, "workstation trust account used for logon"},
    Meaning{0xC000019A, "server trust account used for logon"},
    Meaning{0xC000019B, "domain trust inconsistent"},
    Meaning{0xC0000203, "the session was ended"},
    Meaning{0xC0000205, "the server is out of resources"},
    Meaning{0xC0000224, "password must be changed first"},
    Meaning{0xC0000225, "not found"},
    Meaning{0xC0000233, "no domain controller found"},
    Meaning{0xC0000234, "account locked out"},
    Meaning{0xC0000236, "connection refused"},
    Meaning{0xC000023C, "network unreachable"},
    Meaning{0xC000023D, "host unreachable"},
    Meaning{0xC0000246, "too many connections of the account"},
    Meaning{0xC0000247, "outside the allowed hours"},
    Meaning{0xC0000248, "not allowed from this workstation"},
    Meaning{0xC0000259, "no licence left for the connection"},
    Meaning{0xC00002C3, "the server's password is out of date at the domain controller"},
    Meaning{0xC00002EE, "an error occurred during logon"},
    Meaning{0xC00002F2, "credentials do not match the security context"},
    Meaning{0xC00002F4, "too many Kerberos referrals"},
    Meaning{0xC00002F6, "strong encryption not supported"},
    Meaning{0xC00002F9, "smart card: certificate names another user"},
    Meaning{0xC00002FA, "smart card required"},
    Meaning{0xC00002FB, "invalid request to the domain controller"},
    Meaning{0xC00002FC, "domain controller cannot refer to the service's domain"},
    Meaning{0xC00002FD, "encryption type not supported by the domain controller"},
    Meaning{0xC00002FE, "Windows is shutting down"},
    Meaning{0xC00002FF, "the server is shutting down"},
    Meaning{0xC0000320, "smart card: the domain controller's certificate failed validation"},
    Meaning{0xC0000321, "smart card: subsystem failed"},
    Meaning{0xC0000322, "no Kerberos key for the server"},
    Meaning{0xC0000350, "host is down"},
    Meaning{0xC0000351, "pre-authentication not supported"},
    Meaning{0xC0000371, "no password stored for the account"},
    Meaning{0xC0000380, "smart card: wrong PIN"},
    Meaning{0xC0000381, "smart card: blocked"},
    Meaning{0xC0000382, "smart card: not authenticated"},
    Meaning{0xC0000383, "smart card: no card"},
    Meaning{0xC0000384, "smart card: no key container"},
    Meaning{0xC0000385, "smart card: no certificate"},
    Meaning{0xC0000386, "smart card: no key set"},
    Meaning{0xC0000387, "smart card: I/O error"},
    Meaning{0xC0000388, "downgrade attack detected"},
    Meaning{0xC0000389, "smart card: certificate revoked"},
    Meaning{0xC000038A, "smart card: issuing authority untrusted"},
    Meaning{0xC000038B, "smart card: revocation status unknown"},
    Meaning{0xC000038C, "smart card: client certificate untrusted"},
    Meaning{0xC000038D, "smart card: certificate expired"},
    Meaning{0xC000040A, "domain controller does not support service for user"},
    Meaning{0xC000040B, "Kerberos delegation across domains not allowed"},
    Meaning{0xC000040D, "smart card: the domain controller's issuing authority untrusted"},
    Meaning{0xC000040E, "smart card: the domain controller's certificate expired"},
    Meaning{0xC000040F, "smart card: the domain controller's certificate revoked"},
    Meaning{0xC0000413, "blocked by the authentication firewall"},
    Meaning{0xC0000418, "NTLM is blocked"},
    Meaning{0x80070040, "connection closed by the client"},
    Meaning{0x80090304, "security package failed (internal error)"},
    Meaning{0x80090308, "invalid security token"},
    Meaning{0x8009030C, "logon denied by the security package"},
    Meaning{0x8009030E, "no credentials"},
    Meaning{0x80090325, "untrusted certificate authority"},
};

}  // namespace

std::string failure_reason(std::uint32_t status) {
  for (const Meaning& meaning : kMeanings) {
    if (meaning.status == status) return std::string(meaning.text);
  }
  char text[32];
  const int length = std::snprintf(text, sizeof text, "0x%08X (unknown)", status);
  return std::string(text, static_cast<std::size_t>(length));
}

}  // namespace sojourn
