// Stories of passwords given again, by people of whom each log has a name of its own, and around a
// setting of the clock.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/support/timeline.h"

namespace sojourn {
namespace {

// Entra ID: Security has a mail address, LocalSessionManager a name made of the person's.
constexpr std::string_view kKim =
    " TargetUserName=kim.larsen@lab.example TargetDomainName=AzureAD "
    "TargetUserSid=S-1-12-1-1-2-3-4";

std::string logon(const std::string& at, const std::string& type, const std::string& id) {
  const std::string from = type == "2" ? "127.0.0.1" : "192.0.2.60";
  return at + " Security 4624 Version=2 LogonType=" + type +
         " LogonProcessName=User32 TargetLogonId=" + id + " IpAddress=" + from + " IpPort=0" +
         std::string(kKim) + "\n";
}
std::string gone(const std::string& at, const std::string& type, const std::string& id) {
  return at + " Security 4634 LogonType=" + type + " TargetLogonId=" + id + std::string(kKim) +
         "\n";
}
std::string lsm(const std::string& at, const std::string& event, const std::string& address) {
  return at + " LSM " + event + " User=AzureAD\\KimLarsen SessionID=2" + address + "\n";
}
std::string desktop() {
  return "07:00:00.0 LSM 32\n" + logon("08:00:00.0", "2", "0xd1") +
         "08:00:00.1 Winlogon 7001 TSId=2 UserSid=S-1-12-1-1-2-3-4\n" +
         lsm("08:00:00.3", "21", " Address=LOCAL ActivityID=console");
}

std::string evidence_of(const std::string& text, std::size_t session) {
  Strings strings;
  const Correlation found = correlate(timeline(text, strings), strings);
  return session < found.sessions.size() ? evidence(found, session) : "no such session";
}

TEST(Reauthentication, IsFoundBySidWhereTheLogsHaveOtherNames) {
  const std::string returned = desktop() + lsm("09:00:00.0", "24", " Address=LOCAL") +
                               logon("10:00:00.0", "10", "0xe1") +
                               gone("10:00:01.5", "10", "0xe1") +
                               lsm("10:00:01.0", "25", " Address=192.0.2.60 ActivityID=0001") +
                               logon("10:00:02.0", "7", "0xe2") + gone("10:00:02.1", "7", "0xe2");
  EXPECT_EQ(
      "local success AzureAD\\KimLarsen 08:00:00.0 logon - 09:00:00.0 disconnect\n"
      "remote success AzureAD\\KimLarsen from 192.0.2.60 10:00:00.0 reconnect - … open\n",
      story(returned));
  EXPECT_EQ(
      "4624 reauthentication, 25 desktop, 4634 corroborates_end, 4624 reauthentication, 4634 "
      "corroborates_end",
      evidence_of(returned, 1));
}

TEST(Reauthentication, OfWhoUnlocksIsFoundBySidWhereTheLogsHaveOtherNames) {
  EXPECT_EQ("4624 logon, 7001 context, 21 desktop, 4624 unlock, 4634 corroborates_end",
            evidence_of(
                desktop() + logon("09:00:00.0", "7", "0xe2") + gone("09:00:00.1", "7", "0xe2"), 0));
}

// Where LocalSessionManager's log is missing; the account was renamed meanwhile.
TEST(Reauthentication, OfWhoWasRenamedIsFoundBySid) {
  const std::string renamed =
      "09:00:00.0 Security 4624 Version=2 LogonType=7 LogonProcessName=User32 TargetLogonId=0xe2 "
      "TargetUserName=k.hansen TargetDomainName=AzureAD TargetUserSid=S-1-12-1-1-2-3-4\n"
      "09:00:00.1 Security 4634 LogonType=7 TargetLogonId=0xe2 TargetUserName=k.hansen "
      "TargetDomainName=AzureAD TargetUserSid=S-1-12-1-1-2-3-4\n";
  EXPECT_EQ("4624 logon, 4624 unlock, 4634 corroborates_end",
            evidence_of(logon("08:00:00.0", "2", "0xd1") + renamed, 0));
}

// The clock was set back by three weeks between the unlock and the logoff.
TEST(Reauthentication, BeforeTheClockWasSetBackIsNotBehindTheEnd) {
  EXPECT_EQ(
      "4624 logon, 7001 context, 21 desktop, 4624 unlock, 4634 corroborates_end, 23 end",
      evidence_of("25T07:00:00.0 LSM 32\n" + logon("25T08:00:00.0", "2", "0xd1") +
                      "25T08:00:00.1 Winlogon 7001 TSId=2 UserSid=S-1-12-1-1-2-3-4\n" +
                      lsm("25T08:00:00.3", "21", " Address=LOCAL ActivityID=console") +
                      logon("25T09:00:00.0", "7", "0xe2") + gone("25T09:00:00.1", "7", "0xe2") +
                      "4T10:00:00.0 Security 4616 PreviousTime=2024-03-25T10:00:00.0Z\n" +
                      lsm("4T11:00:00.0", "23", ""),
                  0));
}

// Set on by three weeks: what comes an hour behind the end is of nobody's session.
TEST(Reauthentication, BehindTheEndIsOfNoSessionWhateverTheClockShows) {
  EXPECT_EQ("4624 logon, 7001 context, 21 desktop, 23 end",
            evidence_of("25T07:00:00.0 LSM 32\n" + logon("25T08:00:00.0", "2", "0xd1") +
                            "25T08:00:00.1 Winlogon 7001 TSId=2 UserSid=S-1-12-1-1-2-3-4\n" +
                            lsm("25T08:00:00.3", "21", " Address=LOCAL ActivityID=console") +
                            lsm("25T09:00:00.0", "23", "") +
                            "4T10:00:00.0 Security 4616 PreviousTime=2024-03-25T10:00:00.0Z\n" +
                            logon("4T11:00:00.0", "7", "0xe2") + gone("4T11:00:00.1", "7", "0xe2") +
                            "4T12:00:00.0 LSM 54\n",
                        0));
}

}  // namespace
}  // namespace sojourn
