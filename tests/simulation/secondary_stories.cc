#include "tests/simulation/secondary_stories.h"

#include <optional>
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

Credentials by_consent(const Host& host, const User& who, std::uint8_t logon_type) {
  return {.who = who,
          .logon_type = logon_type,
          .subject = machine(host),
          .logon_process = "CredPro ",
          .package = "Negotiate",
          .workstation = host.name(),
          .address = "::1",
          .port = "0",
          .process_id = host.services_pid + 4'400,
          .process = "C:\\Windows\\System32\\consent.exe"};
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

// Where nothing audits it, nothing tells the end before that of the boot.
void end_by_logoff(Host& host, std::size_t truth, const User& who, std::uint64_t logon_id) {
  const Timestamp end = write_logoff(host, who, logon_id, 2);
  if (host.audits_logoffs) host.end_truth(truth, end, "logoff");
}

}  // namespace

void run_as(Host& host, const Desktop& caller, const User& who, Lasts lasts) {
  const InteractiveLogon logon = write_interactive_logon(host, by_seclogo(host, caller, who, 2));
  const std::size_t truth =
      host.add_truth(secondary(who, logon.first, logon.granted, logon.logon_id, 2));
  if (lasts == Lasts::to_the_end) return;
  host.wait_ms(20'000, 600'000);
  end_by_logoff(host, truth, who, logon.logon_id);
  if (logon.elevated_logon_id != 0) write_logoff(host, who, logon.elevated_logon_id, 2);
}

void run_net_only(Host& host, const Desktop& caller, const User& outbound) {
  const std::uint64_t logon_id = host.new_logon_id();
  const Timestamp start = write_logon(host, by_seclogo(host, caller, caller.user, 9), logon_id,
                                      caller.user.token == Token::full, 0, outbound);
  host.flag_truth(host.add_truth(secondary(caller.user, start, start, logon_id, 9)),
                  Flag::new_credentials);
}

void elevate(Host& host, const User& administrator) {
  std::optional<Timestamp> refused;  // the earliest record of the prompt
  if (host.prompts_fail_first && host.audits_failures && administrator.domain == host.name()) {
    // Observed: STATUS_INVALID_LOGON_TYPE without a SubStatus, 1 to 2 ms before the logon.
    refused = write_logon_failure(host, by_consent(host, administrator, 11), 0xC000010B, 0, 2304);
    host.wait_ms(1, 2);
  }
  const InteractiveLogon logon = write_interactive_logon(host, by_consent(host, administrator, 2));
  const std::size_t truth = host.add_truth(
      secondary(administrator, refused.value_or(logon.first), logon.granted, logon.logon_id, 2));
  host.flag_truth(truth, Flag::elevation);
  host.wait_ms(1, 30);
  end_by_logoff(host, truth, administrator, logon.logon_id);
  if (logon.elevated_logon_id != 0) write_logoff(host, administrator, logon.elevated_logon_id, 2);
}

void elevation_failure(Host& host, const User& administrator) {
  if (!host.audits_failures) return;
  constexpr std::uint32_t kWrongPassword = 0xC000006A;
  const Timestamp first = write_logon_failure(host, by_consent(host, administrator, 11), 0xC000006D,
                                              kWrongPassword, 2313);
  host.wait_ms(20, 1'150);
  write_logon_failure(host, by_consent(host, administrator, 2), 0xC000006D, kWrongPassword, 2313);
  const std::size_t truth = host.add_truth({.user_name = administrator.name,
                                            .user_domain = administrator.domain,
                                            .kind = "secondary",
                                            .outcome = "failure",
                                            .start = first,
                                            .start_reason = "attempt",
                                            .end = first,
                                            .end_reason = "failed",
                                            .end_exact = true,
                                            .logon_type = 11,
                                            .failure_code = kWrongPassword});
  host.flag_truth(truth, Flag::elevation);
}

}  // namespace sojourn::simulation
