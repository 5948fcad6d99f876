#include "tests/simulation/secondary_stories.h"

#include <string>

#include "tests/simulation/interactive_logon.h"

namespace sojourn::simulation {
namespace {

Credentials by_seclogo(const Host& host, const Desktop& caller, const User& who,
                       std::uint8_t logon_type) {
  return {.who = who,
          .logon_type = logon_type,
          .subject = {caller.user, caller.logon_id},
          .logon_process = "seclogo",
          .package = "Negotiate",
          .workstation = logon_type == 2 ? host.name() : "-",
          .address = "::1",
          .port = "0",
          .process_id = host.services_pid + 1'800,
          .process = "C:\\Windows\\System32\\svchost.exe"};
}

TrueSession secondary(const User& who, Timestamp start, Timestamp granted, std::uint64_t logon_id,
                      std::uint8_t logon_type) {
  return {.user_name = who.name,
          .user_domain = who.domain,
          .user_sid = who.sid,
          .kind = "secondary",
          .start = start,
          .granted = granted,
          .logon_type = logon_type,
          .logon_id = logon_id};
}

}  // namespace

void run_as(Host& host, const Desktop& caller, const User& who, Lasts lasts) {
  const InteractiveLogon logon = write_interactive_logon(host, by_seclogo(host, caller, who, 2));
  const std::size_t truth =
      host.add_truth(secondary(who, logon.first, logon.granted, logon.logon_id, 2));
  if (lasts == Lasts::to_the_end) return;
  host.wait_ms(20'000, 600'000);
  host.end_truth(truth, write_logoff(host, who, logon.logon_id, 2), "logoff");
  if (logon.elevated_logon_id != 0) write_logoff(host, who, logon.elevated_logon_id, 2);
}

void run_net_only(Host& host, const Desktop& caller, const User& outbound) {
  const std::uint64_t logon_id = host.new_logon_id();
  const Timestamp start = write_logon(host, by_seclogo(host, caller, caller.user, 9), logon_id,
                                      caller.user.token == Token::full, 0, outbound);
  host.add_truth(secondary(caller.user, start, start, logon_id, 9));
}

}  // namespace sojourn::simulation
