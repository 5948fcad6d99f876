// Stories of the OpenSSH server: Security says who, the server's own log from where.
#include <gtest/gtest.h>

#include <string>

#include "correlator/correlate.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

const std::string kBySshd =
    "WorkstationName=SRV IpAddress=- ProcessName=C:\\Windows\\System32\\OpenSSH\\sshd.exe ";

std::string said(const std::string& time, const std::string& text) {
  return time + " SSH 4 Computer=SRV process=sshd payload=\"" + text + "\"\n";
}
std::string logon(const std::string& time, const std::string& fields) {
  return time + " Security 4624 Computer=SRV " + kBySshd + fields + "\n";
}
std::string failure(const std::string& time, const std::string& fields) {
  return time + " Security 4625 Computer=SRV LogonType=8 " + kBySshd + fields + "\n";
}

TEST(CorrelateSsh, ThePasswordThatTheServerAcceptedNamesTheClientOfItsLogon) {
  EXPECT_EQ("network success alice from 10.0.0.5(inferred) 09:00:00.0 logon - 09:30:00.1 logoff\n",
            story(logon("09:00:00.0", "TargetUserName=alice TargetLogonId=0x51 LogonType=8") +
                  said("09:00:00.2", "Accepted password for alice from 10.0.0.5 port 50122 ssh2") +
                  said("09:30:00.0", "Disconnected from user alice 10.0.0.5 port 50122") +
                  "09:30:00.1 Security 4634 Computer=SRV TargetUserName=alice TargetLogonId=0x51 "
                  "LogonType=8\n"));
}

TEST(CorrelateSsh, WithoutA4634TheSessionEndsWhenItsClientLeaves) {
  EXPECT_EQ(
      "network success alice from 10.0.0.5(inferred) 09:00:00.0 logon - 09:30:00.0 disconnect\n",
      story(logon("09:00:00.0", "TargetUserName=alice TargetLogonId=0x51 LogonType=8") +
            said("09:00:00.2", "Accepted password for alice from 10.0.0.5 port 50122 ssh2") +
            said("09:20:00.0", "Disconnected from user alice 10.0.0.6 port 50122") +
            said("09:30:00.0", "Disconnected from user alice 10.0.0.5 port 50122")));
}

TEST(CorrelateSsh, AKeyLetsInByTheLogonOfTheLookup) {
  EXPECT_EQ(
      "network success alice from 10.0.0.5(inferred) 09:00:00.0 logon - … open\n",
      story(logon("09:00:00.0",
                  "TargetUserName=alice TargetLogonId=0x51 LogonType=3 "
                  "LogonProcessName=sshd") +
            said("09:00:00.7",
                 "Accepted publickey for alice from 10.0.0.5 port 50122 ssh2: RSA SHA256:a")));
}

TEST(CorrelateSsh, TheLookupBeforeAPasswordIsNoAccess) {
  EXPECT_EQ(
      "network failure alice@corp.example from 10.0.0.5(inferred) 09:00:04.0 attempt\n"
      "network success alice from 10.0.0.5(inferred) 09:00:09.0 logon - … open\n",
      story(said("08:00:00.0", "Server listening on 0.0.0.0 port 22.") +
            logon("09:00:00.0",
                  "TargetUserName=alice TargetLogonId=0x50 LogonType=3 "
                  "LogonProcessName=sshd") +
            failure("09:00:04.0", "TargetUserName=alice@corp.example") +
            said("09:00:04.1", "Failed password for alice from 10.0.0.5 port 50122 ssh2") +
            logon("09:00:09.0", "TargetUserName=alice TargetLogonId=0x51 LogonType=8") +
            said("09:00:09.1", "Accepted password for alice from 10.0.0.5 port 50122 ssh2")));
}

TEST(CorrelateSsh, WithoutTheServersLogNobodyCanTellALookupFromAKeyThatLetIn) {
  EXPECT_EQ("network unknown alice 09:00:00.0 logon - … open\n",
            story(logon("09:00:00.0",
                        "TargetUserName=alice TargetLogonId=0x50 LogonType=3 "
                        "LogonProcessName=sshd")));
}

// Observed: the process that looked the account up, 4332, asked for its password five times.
TEST(CorrelateSsh, ALookupIsNoAccessWhereItsProcessAskedForAPasswordBehindIt) {
  const std::string lookup = logon("09:00:00.0",
                                   "TargetUserName=alice TargetLogonId=0x50 LogonType=3 "
                                   "LogonProcessName=sshd ProcessId=0x10ec");
  const auto password = [](const std::string& process) {
    return logon("09:00:09.0",
                 "TargetUserName=alice TargetLogonId=0x51 LogonType=8 ProcessId=" + process);
  };
  EXPECT_EQ("network success alice 09:00:09.0 logon - … open\n",
            story(lookup + password("0x10ec")));
  EXPECT_EQ("network failure alice 09:00:04.0 attempt\n",
            story(lookup + failure("09:00:04.0", "TargetUserName=alice ProcessId=0x10ec")));
  // Another client's.
  EXPECT_EQ("network success alice 09:00:00.0 logon - … open\n",
            story(lookup + password("0x2222")));
}

// Observed: 4648 and the lookup's 4624 in one tick.
TEST(CorrelateSsh, TheCredentialsOfALookupAreNotThoseOfThePasswordBehindIt) {
  Strings strings;
  const auto correlation = correlate(
      timeline(said("08:00:00.0", "Server listening on 0.0.0.0 port 22.") +
                   "09:00:00.0 Security 4648 TargetUserName=alice ProcessId=0x10ec\n" +
                   logon("09:00:00.0",
                         "TargetUserName=alice TargetLogonId=0x50 LogonType=3 "
                         "LogonProcessName=sshd ProcessId=0x10ec") +
                   logon("09:00:01.2",
                         "TargetUserName=alice TargetLogonId=0x51 LogonType=8 ProcessId=0x10ec") +
                   said("09:00:01.3", "Accepted password for alice from 10.0.0.5 port 50122 ssh2"),
               strings),
      strings);
  ASSERT_EQ(1u, correlation.sessions.size());
  EXPECT_EQ("4624 logon, 4 authentication", evidence(correlation, 0));
}

TEST(CorrelateSsh, ANameThatNoAccountHasIsTheMessagesAndNotNouser) {
  EXPECT_EQ(
      "network failure bob from 203.0.113.9(inferred) 09:00:04.0 attempt\n"
      "network failure bob from 203.0.113.9(inferred) 09:00:04.5 attempt\n",
      story(failure("09:00:04.0", "TargetUserName=NOUSER TargetDomainName=SRV") +
            said("09:00:04.1",
                 "Failed password for invalid user bob from 203.0.113.9 port 50122 ssh2") +
            failure("09:00:04.5", "TargetUserName=NOUSER TargetDomainName=SRV") +
            said("09:00:04.6",
                 "Failed password for invalid user bob from 203.0.113.9 port 50122 ssh2")));
}

TEST(CorrelateSsh, WhereFailuresAreNotAuditedTheMessageIsTheAttempt) {
  EXPECT_EQ(
      "network failure bob from 203.0.113.9 09:00:04.1 attempt\n"
      "network failure CORP\\alice from 203.0.113.9 09:00:05.1 attempt\n",
      story(
          said("09:00:04.1",
               "Failed password for invalid user bob from 203.0.113.9 port 50122 ssh2") +
          said("09:00:05.1", "Failed password for CORP\\alice from 203.0.113.9 port 50122 ssh2")));
}

TEST(CorrelateSsh, TheHostsOwnNameIsNoClient) {
  EXPECT_EQ("network failure alice 09:00:04.0 attempt\n",
            story(failure("09:00:04.0", "TargetUserName=alice")));
}

TEST(CorrelateSsh, AMessageOfAnotherProgramProvesNothing) {
  EXPECT_EQ("network success alice 09:00:00.0 logon - … open\n",
            story(logon("09:00:00.0", "TargetUserName=alice TargetLogonId=0x51 LogonType=8") +
                  "09:00:00.2 SSH 4 Computer=SRV process=ssh-agent payload=\"Accepted password for "
                  "alice from 10.0.0.5 port 50122 ssh2\"\n"));
}

}  // namespace
}  // namespace sojourn
