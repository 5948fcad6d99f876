// Who comes, and from where.
#pragma once

#include <string>

namespace sojourn::simulation {

// Which token a logon gets: `split` is an administrator under UAC (two linked logon sessions),
// `full` one whom UAC leaves alone, such as the built-in Administrator.
enum class Token { standard, split, full };

struct User {
  std::string name;
  std::string domain;  // NetBIOS
  std::string sid;
  Token token = Token::standard;
};

// A machine that connects. Members of the domain authenticate by Kerberos, strangers by NTLM.
struct Client {
  std::string address;
  std::string name;  // what it calls itself
  bool domain_member = false;
  // The Hyper-V host of a virtual machine (Enhanced Session): no network, so no address and no NLA.
  bool by_vmbus = false;
  // Of a member: LogonGuid of the service ticket that it comes with; empty for one of no controller
  // that is simulated.
  std::string ticket = {};
};

}  // namespace sojourn::simulation
