// Guessing that only the domain controller sees: which refused credentials are one burst, and what
// followed it.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/case_of_records.h"

namespace sojourn {
namespace {

using testing::rows;

std::string refused(const std::string& time, const std::string& user,
                    const std::string& address = "10.0.0.66") {
  return time + " Security 4771 Computer=DC01 TargetUserName=" + user +
         " ServiceName=krbtgt/CORP Status=0x18 IpAddress=::ffff:" + address + " IpPort=50123\n";
}
std::string refused_ntlm(const std::string& time, const std::string& user) {
  return time + " Security 4776 Computer=DC01 TargetUserName=" + user +
         " Workstation=KALI Status=0xC000006A\n";
}
std::string ticket(const std::string& time, const std::string& user,
                   const std::string& address = "10.0.0.66") {
  return time + " Security 4768 Computer=DC01 TargetUserName=" + user +
         " TargetDomainName=CORP Status=0x0 IpAddress=::ffff:" + address + "\n";
}

std::string service_ticket(const std::string& time, const std::string& status,
                           const std::string& user = {}) {
  return time + " Security 4769 Computer=DC01 TargetUserName=" + user + " ServiceName=SRV01$ " +
         "Status=" + status + " IpAddress=::ffff:10.0.0.66\n";
}

constexpr const char* kBursts =
    "SELECT of || ' ' || coalesce(src_ip, src_host, user_name) || ' ' || attempts || ' on ' || "
    "accounts || ', then ' || coalesce(followed_by_user, 'nobody') FROM v_failure_burst ORDER BY "
    "first_time, burst_id";

TEST(AuthenticationBursts, ASprayOverKerberosIsOneThatNamesWhoWasGuessed) {
  std::string text;
  for (int i = 0; i < 6; ++i)
    text += refused("09:00:0" + std::to_string(i) + ".0", "user" + std::to_string(i));
  EXPECT_EQ("authentication 10.0.0.66 6 on 6, then user3\n",
            rows(text + ticket("09:00:30.0", "bob", "10.0.0.5") + ticket("09:01:00.0", "user3"),
                 kBursts));
  EXPECT_EQ("0\n", rows(text, "SELECT count(*) FROM session"));
}

TEST(AuthenticationBursts, OfNtlmAreOfTheClientThatItNames) {
  EXPECT_EQ("authentication KALI 2 on 2, then nobody\n",
            rows(refused_ntlm("09:00:00.0", "bob") + refused_ntlm("09:00:01.0", "eve"), kBursts));
}

TEST(AuthenticationBursts, EndWithAPauseOfMoreThanFiveMinutes) {
  EXPECT_EQ(
      "authentication 10.0.0.66 2 on 1, then nobody\n"
      "authentication 10.0.0.66 2 on 1, then nobody\n",
      rows(refused("09:00:00.0", "bob") + refused("09:05:00.0", "bob") +
               refused("09:10:01.0", "bob") + refused("09:10:02.0", "bob"),
           kBursts));
}

TEST(AuthenticationBursts, OfSeveralAddressesAreApartAndOneAttemptIsNone) {
  EXPECT_EQ("authentication 10.0.0.66 2 on 1, then nobody\n",
            rows(refused("09:00:00.0", "bob") + refused("09:00:01.0", "bob", "10.0.0.67") +
                     refused("09:00:02.0", "bob"),
                 kBursts));
}

// Of a failure at this host itself the 4776 stands beside the 4625.
TEST(AuthenticationBursts, DoNotCountWhatAFailedSessionOfThisHostTells) {
  std::string text;
  for (const char* time : {"09:00:00", "09:00:10", "09:00:20"}) {
    text +=
        std::string(time) + ".0 Security 4776 Computer=SRV01 TargetUserName=bob " +
        "Workstation=KALI Status=0xC000006A\n" + time +
        ".1 Security 4625 Computer=SRV01 TargetUserName=bob TargetDomainName=CORP LogonType=3 " +
        "LogonProcessName=NtLmSsp WorkstationName=KALI IpAddress=10.0.0.66 " +
        "Status=0xC000006D SubStatus=0xC000006A\n";
  }
  EXPECT_EQ("session 10.0.0.66 3 on 1, then nobody\n", rows(text, kBursts));
}

// Of such a one Windows names no account.
TEST(AuthenticationBursts, CountServiceTicketsThatWereRefused) {
  EXPECT_EQ("authentication 10.0.0.66 3 on 0, then nobody\n",
            rows(service_ticket("09:00:00.0", "0x7") + service_ticket("09:00:01.0", "0x7") +
                     service_ticket("09:00:02.0", "0x7"),
                 kBursts));
}

// Somebody who works there all day asks for tickets by what he proved in the morning.
TEST(AuthenticationBursts, AreNotFollowedByAServiceTicket) {
  EXPECT_EQ("authentication 10.0.0.66 2 on 2, then user3\n",
            rows(refused("09:00:00.0", "user1") + refused("09:00:01.0", "user2") +
                     service_ticket("09:00:30.0", "0x0", "bob") + ticket("09:01:00.0", "user3"),
                 kBursts));
}

TEST(AuthenticationBursts, CountRowsOfWhatTheControllerChecked) {
  EXPECT_EQ("2 2\n",
            rows(refused("09:00:00.0", "bob") + refused("09:00:01.0", "eve") +
                     ticket("09:00:02.0", "bob"),
                 "SELECT attempts || ' ' || (SELECT count(*) FROM v_authentication a WHERE "
                 "a.burst_id = b.burst_id AND a.outcome = 'failure') FROM v_failure_burst b"));
}

}  // namespace
}  // namespace sojourn
