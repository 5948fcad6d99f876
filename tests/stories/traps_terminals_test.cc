// Traps of Windows' logs: who is at a desktop's terminal, what is a temporary session, and what
// proves that somebody authenticated.
#include <gtest/gtest.h>

#include <algorithm>

#include "correlator/correlate.h"
#include "tests/support/stories.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

// Observed (BELKA 22:10:37 to 22:12:43): a login screen without NLA, passwords tried, given up: 40
// with reason 12 though nobody was logged on.
TEST(Traps, ADisconnectOfALoginScreenIsNobodysEnd) {
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - … open\n"
      "remote failure CORP\\bob from 203.0.113.9 10:00:10.0 attempt\n"
      "remote failure CORP\\bob from 203.0.113.9 10:00:15.0 attempt\n",
      story(std::string(kConsoleLogon) +
            "10:00:00.0 RdpCore 131 ConnType=TCP ClientIP=203.0.113.9:4000 ActivityID=0001\n"
            "10:00:00.0 RCM 261 listenerName=RDP-Tcp ActivityID=0001\n"
            "10:00:00.1 RdpCore 66 ConnectionName=RDP-Tcp#1 SessionID=3 ActivityID=0001\n"
            "10:00:10.0 Security 4625 TargetUserName=bob TargetDomainName=CORP LogonType=10 "
            "LogonProcessName=User32 IpAddress=203.0.113.9\n"
            "10:00:15.0 Security 4625 TargetUserName=bob TargetDomainName=CORP LogonType=10 "
            "LogonProcessName=User32 IpAddress=203.0.113.9\n"
            "10:00:20.0 LSM 40 Session=3 Reason=12 ActivityID=0001\n"
            "10:00:20.1 RdpCore 103 ReasonCode=12 ActivityID=0001\n"
            "10:00:20.1 RdpCore 102 ActivityID=0001\n"
            "10:00:20.2 LSM 40 Session=4 Reason=11\n"));
}

// Observed (OTRF-B): the 40 and 24 that end the old client's session carry the new connection's
// ActivityID; the NLA logon of the old one ends seconds later.
TEST(Traps, ClientsThatReplaceEachOtherAreToldApartThoughTheEndsCarryTheNewActivityId) {
  const auto change = [](const std::string& at, const std::string& activity,
                         const std::string& from, const std::string& to) {
    return at + ":00.0 RCM 261 ActivityID=" + activity + "\n" + at +
           ":00.5 RCM 1149 Param1=bob Param3=" + to + " ActivityID=" + activity + "\n" + at +
           ":01.0 LSM 40 Session=3 Reason=5 ActivityID=" + activity + "\n" + at +
           ":01.0 Security 4779 AccountName=bob AccountDomain=CORP LogonID=0xc00 "
           "SessionName=RDP-Tcp#0 ClientName=A ClientAddress=" +
           from + "\n" + at + ":01.5 LSM 24 User=CORP\\bob SessionID=3 Address=" + from +
           " ActivityID=" + activity + "\n" + at +
           ":01.5 Security 4778 AccountName=bob AccountDomain=CORP LogonID=0xc00 "
           "SessionName=RDP-Tcp#1 ClientName=B ClientAddress=" +
           to + "\n" + at + ":02.0 LSM 25 User=CORP\\bob SessionID=3 Address=" + to +
           " ActivityID=" + activity + "\n";
  };
  Strings strings;
  const auto correlation =
      correlate(timeline(rdp_logon("10:00", "0001", "10.0.0.5", 3, "0xc00") +
                             change("10:30", "0002", "10.0.0.5", "10.0.0.6") +
                             "10:30:07.0 Security 4634 TargetUserName=bob TargetLogonId=0xc001 "
                             "LogonType=3\n" +
                             change("11:00", "0003", "10.0.0.6", "10.0.0.5"),
                         strings),
                strings);
  EXPECT_EQ(
      "remote success CORP\\bob from 10.0.0.5/LAPTOP 10:00:00.0 logon - 10:30:01.0 replaced\n"
      "remote success CORP\\bob from 10.0.0.6/B 10:30:00.0 reconnect - 11:00:01.0 replaced\n"
      "remote success CORP\\bob from 10.0.0.5/B 11:00:00.0 reconnect - … open\n",
      story(correlation, strings));
  EXPECT_EQ(SessionId(1), correlation.sessions[2].previous);
}

// Observed (BELKA 2020-08-01 21:17:21), Hyper-V's enhanced session: the password is asked in the
// temporary session 2, of which nothing remains when the user is back in 1.
TEST(Traps, TheTemporarySessionOfAReconnectIsNoLocalSession) {
  Strings strings;
  const auto correlation = correlate(
      timeline("20:00:00.0 RCM 261 listenerName=31C5CE94259D4006A9E4 ActivityID=0001\n"
               "20:00:00.1 RdpCore 66 SessionID=1 ActivityID=0001\n"
               "20:00:38.0 Security 4624 TargetUserName=alice TargetDomainName=CORP "
               "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0xaa LogonType=10 "
               "LogonProcessName=User32 IpAddress=0.0.0.0\n"
               "20:00:38.1 LSM 41 User=CORP\\alice SessionID=1 ActivityID=0001\n"
               "20:00:39.0 LSM 21 User=CORP\\alice SessionID=1 Address= ActivityID=0001\n"
               "21:17:09.0 RdpCore 102 ActivityID=0001\n"
               "21:17:09.1 LSM 40 Session=1 Reason=0 ActivityID=0001\n"
               "21:17:09.3 LSM 24 User=CORP\\alice SessionID=1 Address= ActivityID=0001\n"
               "21:17:21.0 RCM 261 listenerName=31C5CE94259D4006A9E4 ActivityID=0002\n"
               "21:17:21.1 RdpCore 66 SessionID=2 ActivityID=0002\n"
               "21:17:22.0 Security 4624 TargetUserName=DWM-2 TargetUserSid=S-1-5-90-0-2 "
               "TargetLogonId=0xd2 LogonType=2 LogonProcessName=Advapi\n"
               "21:17:25.1 Security 4624 TargetUserName=alice TargetDomainName=CORP "
               "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0xae LogonType=10 "
               "LogonProcessName=User32 IpAddress=0.0.0.0\n"
               "21:17:25.2 LSM 41 User=CORP\\alice SessionID=2 ActivityID=0002\n"
               "21:17:25.3 LSM 40 Session=2 Reason=0 ActivityID=0002\n"
               "21:17:25.3 LSM 40 Session=1 Reason=5 ActivityID=0002\n"
               "21:17:25.4 RdpCore 66 SessionID=1 ActivityID=0002\n"
               "21:17:25.5 LSM 25 User=CORP\\alice SessionID=1 Address= ActivityID=0002\n"
               "21:17:25.6 LSM 42 User=CORP\\alice SessionID=2 ActivityID=0002\n"
               "21:17:25.6 Security 4634 TargetUserName=alice TargetLogonId=0xae LogonType=10\n"
               "22:00:00.0 LSM 23 User=CORP\\alice SessionID=1 ActivityID=0002\n",
               strings),
      strings);
  EXPECT_EQ(
      "remote success CORP\\alice 20:00:00.0 logon - 21:17:09.0 disconnect\n"
      "remote success CORP\\alice 21:17:21.0 reconnect - 22:00:00.0 logoff\n",
      story(correlation, strings));
  EXPECT_EQ(1u, correlation.local_sessions.size());
  EXPECT_EQ(SourceScope::vmbus, correlation.sessions[1].from.scope);
}

std::string unlock(const std::string& time, const std::string& end, const std::string& logon_id,
                   const std::string& type, const std::string& process = "User32",
                   const std::string& end_type = "") {
  return time +
         " Security 4624 TargetUserName=alice TargetDomainName=CORP "
         "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=" +
         logon_id + " LogonType=" + type + " LogonProcessName=" + process +
         " ProcessId=0x914 IpAddress=" + (process == "User32" ? "127.0.0.1" : "-") + "\n" + end +
         " Security 4634 TargetUserName=alice TargetLogonId=" + logon_id +
         " LogonType=" + (end_type.empty() ? type : end_type) + "\n";
}

// Observed: Windows 7 (OMER-SEC), Server 2012 R2 in a domain (SZECHUAN), Windows 10 and 11 (W10,
// W11), Windows 10 with a cached domain logon (BELKA); and a wrong password (SZECHUAN r3998), which
// on Windows 10 is of type 2 or 11 like the unlock.
TEST(Traps, UnlocksInEachOfTheirFourShapesArePartOfTheSessionAndAWrongPasswordIsAnAttempt) {
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - 17:00:00.1 logoff\n"
      "local failure CORP\\alice 14:00:00.0 attempt [unlock]\n"
      "local failure CORP\\alice 15:00:00.0 attempt [unlock]\n"
      "local failure CORP\\bob 16:00:00.0 attempt\n"
      "local failure CORP\\alice 18:00:00.0 attempt\n",
      story(std::string(kConsoleLogon) + unlock("10:00:00.0", "10:00:00.016", "0xb1", "7") +
            unlock("11:00:00.0", "11:00:00.0", "0xb2", "7", "Negotiat") +
            unlock("11:00:00.0", "11:00:00.0", "0xb3", "7") +
            unlock("12:00:00.0", "12:00:00.002", "0xb4", "2") +
            unlock("13:00:00.0", "13:00:00.390", "0xb5", "11", "User32", "2") +
            unlock("13:00:00.1", "13:00:00.1", "0xb6", "7", "Negotiat") +
            "14:00:00.0 Security 4625 TargetUserName=alice TargetDomainName=CORP LogonType=7 "
            "LogonProcessName=User32 IpAddress=127.0.0.1 Status=0xc000006d\n"
            "15:00:00.0 Security 4625 TargetUserName=alice TargetDomainName=CORP LogonType=2 "
            "LogonProcessName=User32 IpAddress=127.0.0.1 Status=0xc000006d\n"
            "16:00:00.0 Security 4625 TargetUserName=bob TargetDomainName=CORP LogonType=2 "
            "LogonProcessName=User32 IpAddress=127.0.0.1 Status=0xc000006d\n" +
            kConsoleLogoff +
            "18:00:00.0 Security 4625 TargetUserName=alice TargetDomainName=CORP LogonType=2 "
            "LogonProcessName=User32 IpAddress=127.0.0.1 Status=0xc000006d\n"));
}

// Observed (BELKA 22:57:10): LSASS repeats a cached logon as a type 7 by Negotiat within a
// millisecond, here nearer to the arbitration than the logon itself.
TEST(Traps, LsasssRepetitionOfALogonIsItsShadow) {
  Strings strings;
  const auto correlation =
      correlate(timeline(unlock("09:00:00.00", "17:00:09.0", "0xaa", "11") +
                             unlock("09:00:00.05", "09:00:00.05", "0xab", "7", "Negotiat") +
                             "09:00:00.06 LSM 41 User=CORP\\alice SessionID=1 ActivityID=console\n"
                             "09:00:01.00 LSM 21 User=CORP\\alice SessionID=1 Address=LOCAL "
                             "ActivityID=console\n"
                             "17:00:00.00 LSM 23 User=CORP\\alice SessionID=1 ActivityID=console\n",
                         strings),
                strings);
  EXPECT_EQ("local success CORP\\alice 09:00:00.0 logon - 17:00:00.0 logoff\n",
            story(correlation, strings));
  EXPECT_EQ(0xaau, correlation.sessions[0].logon_id);
  EXPECT_EQ(11, correlation.sessions[0].logon_type);
  EXPECT_EQ(2u, correlation.sessions[0].logons.size()) << "the shadow is listed in its session";
}

// Observed (SZECHUAN 03:21:47): a cracker's tool closes the socket as soon as the password is
// right. Without the type 3 of NLA an 1149 says what a client sent, no more (OMER).
TEST(Traps, An1149IsOnlyProvenByTheNlaLogonBeforeIt) {
  const std::string proof =
      "10:00:00.5 Security 4624 TargetUserName=bob TargetDomainName=CORP TargetLogonId=0xb3 "
      "LogonType=3 LogonProcessName=NtLmSsp IpAddress=203.0.113.9\n";
  const std::string connection =
      "10:00:00.0 RCM 261 listenerName=RDP-Tcp ActivityID=0001\n"
      "10:00:01.0 RCM 1149 Param1=bob Param3=203.0.113.9 ActivityID=0001\n"
      "10:00:03.0 RdpCore 102 ActivityID=0001\n";
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - 17:00:00.1 logoff\n"
      "remote no_desktop CORP\\bob from 203.0.113.9 10:00:00.0 attempt - 10:00:03.0 disconnect\n",
      story(kConsoleLogon + proof + connection + kConsoleLogoff));
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - 17:00:00.1 logoff\n"
      "remote unknown bob from 203.0.113.9 10:00:00.0 attempt - 10:00:03.0 disconnect\n",
      story(kConsoleLogon + connection + kConsoleLogoff));
  EXPECT_EQ(
      "remote unknown CORP\\bob from 203.0.113.9 10:00:00.0 attempt - 10:00:03.0 disconnect\n",
      story(proof + connection))
      << "without LocalSessionManager's log nobody knows whether there was a desktop";
}

// Observed (OMER): an 1149 names "administrator" or "A", whatever the client was set to; without
// NLA another user may then log on at the login screen.
TEST(Traps, TheUserOfASessionIsWhoLoggedOnAndNotWhoThe1149Claims) {
  const std::string claimed =
      "10:00:00.0 RdpCore 131 ConnType=TCP ClientIP=203.0.113.9:4000 ActivityID=0001\n"
      "10:00:00.0 RCM 261 listenerName=RDP-Tcp ActivityID=0001\n"
      "10:00:00.5 RCM 1149 Param1=administrator Param3=203.0.113.9 ActivityID=0001\n"
      "10:00:20.0 Security 4624 TargetUserName=bob TargetDomainName=CORP "
      "TargetUserSid=S-1-5-21-1-2-3-1002 TargetLogonId=0xbb LogonType=10 "
      "LogonProcessName=User32 IpAddress=203.0.113.9\n";
  const std::string desktop =
      "10:00:20.1 LSM 41 User=CORP\\bob SessionID=2 ActivityID=0001\n"
      "10:00:20.5 LSM 21 User=CORP\\bob SessionID=2 Address=203.0.113.9 ActivityID=0001\n";
  const std::string logoff =
      "11:00:00.0 Security 4647 TargetUserName=bob TargetDomainName=CORP TargetLogonId=0xbb\n";
  const std::string expected =
      "remote success CORP\\bob from 203.0.113.9 10:00:00.0 logon - 11:00:00.0 logoff\n";
  EXPECT_EQ(expected, story(claimed + desktop + logoff));
  // Without LocalSessionManager's log only the address joins the two, and that proves nothing.
  EXPECT_EQ(
      "remote unknown administrator from 203.0.113.9 10:00:00.0 attempt - … unknown\n"
      "remote success CORP\\bob from 203.0.113.9 10:00:20.0 logon - 11:00:00.0 logoff\n",
      story(claimed + logoff));
}

// Synthetic: Security alone was collected, as in most triage collections of old. The shell runs
// under the limited half, which ends the session.
TEST(Traps, AType10LogonWithoutAnyTerminalServicesLogIsASessionOfItsLogonId) {
  Strings strings;
  const auto correlation = correlate(
      timeline(
          "10:00:00.0 Security 4624 TargetUserName=bob TargetDomainName=CORP "
          "TargetUserSid=S-1-5-21-1-2-3-1002 TargetLogonId=0xe0 LogonType=10 "
          "LogonProcessName=User32 IpAddress=10.0.0.5 TargetLinkedLogonId=0xe1 "
          "ElevatedToken=%%1842\n"
          "10:00:00.0 Security 4624 TargetUserName=bob TargetDomainName=CORP "
          "TargetUserSid=S-1-5-21-1-2-3-1002 TargetLogonId=0xe1 LogonType=10 "
          "LogonProcessName=User32 IpAddress=10.0.0.5 TargetLinkedLogonId=0xe0 "
          "ElevatedToken=%%1843\n"
          "10:00:00.0 Security 4672 SubjectUserName=bob SubjectLogonId=0xe0\n"
          "11:00:00.0 Security 4647 TargetUserName=bob TargetDomainName=CORP TargetLogonId=0xe1\n"
          "11:01:09.0 Security 4634 TargetUserName=bob TargetLogonId=0xe1 LogonType=10\n"
          "11:01:09.0 Security 4634 TargetUserName=bob TargetLogonId=0xe0 LogonType=10\n",
          strings),
      strings);
  EXPECT_EQ("remote success CORP\\bob from 10.0.0.5 10:00:00.0 logon - 11:00:00.0 logoff\n",
            story(correlation, strings));
  EXPECT_TRUE(correlation.sessions[0].elevated);
  EXPECT_EQ(2u, correlation.sessions[0].logons.size());
}

// Observed: "LOCAL", on a Turkish Windows "YEREL" (TR11); a virtual machine's basic console is a
// console. Here its user comes back to it from Remote Desktop.
TEST(Traps, WhatIsNoAddressIsTheConsoleAlsoOfAVirtualMachine) {
  EXPECT_EQ(
      "remote success CORP\\bob from 10.0.0.5/LAPTOP 10:00:00.0 logon - 10:30:01.0 replaced\n"
      "local success CORP\\bob 10:30:00.0 reconnect - … open\n",
      story(rdp_logon("10:00", "0001", "10.0.0.5", 3, "0xc00") +
            "10:30:00.0 Security 4624 TargetUserName=bob TargetDomainName=CORP "
            "TargetLogonId=0xc10 LogonType=2 LogonProcessName=User32 IpAddress=127.0.0.1\n"
            "10:30:00.1 LSM 41 User=CORP\\bob SessionID=4 ActivityID=console\n"
            "10:30:01.0 LSM 40 Session=3 Reason=5 ActivityID=console\n"
            "10:30:01.2 LSM 24 User=CORP\\bob SessionID=3 Address=10.0.0.5 ActivityID=console\n"
            "10:30:02.0 LSM 25 User=CORP\\bob SessionID=3 Address=YEREL ActivityID=console\n"
            "10:30:02.1 LSM 42 User=CORP\\bob SessionID=4 ActivityID=console\n"
            "10:30:02.2 Security 4634 TargetUserName=bob TargetLogonId=0xc10 LogonType=2\n"));
}

// Observed in Security (HAYA, fs01): 4779 of one user and 4778 of another within half a second on
// one connection, without a logon.
TEST(Traps, TsconIsSeenInTheSecurityLogAlone) {
  EXPECT_EQ(
      "remote success CORP\\eve from 10.0.0.9 10:00:00.0 logon - 11:00:00.0 disconnect\n"
      "remote success CORP\\admin from 10.0.0.9/JUMP 11:00:00.5 takeover - 11:20:00.0 disconnect "
      "[takeover_without_auth]\n",
      story("10:00:00.0 Security 4624 TargetUserName=eve TargetDomainName=CORP TargetLogonId=0xee "
            "LogonType=10 LogonProcessName=User32 IpAddress=10.0.0.9\n"
            "11:00:00.0 Security 4779 AccountName=eve AccountDomain=CORP LogonID=0xee "
            "SessionName=RDP-Tcp#8 ClientName=JUMP ClientAddress=10.0.0.9\n"
            "11:00:00.5 Security 4778 AccountName=admin AccountDomain=CORP LogonID=0xad "
            "SessionName=RDP-Tcp#8 ClientName=JUMP ClientAddress=10.0.0.9\n"
            "11:20:00.0 Security 4779 AccountName=admin AccountDomain=CORP LogonID=0xad "
            "SessionName=RDP-Tcp#8 ClientName=JUMP ClientAddress=10.0.0.9\n"));
}

// Synthetic: no real sample of LocalSessionManager's side is known. The connection that showed one
// user's desktop shows another's; a connection of somebody who gave a password would be a new one.
TEST(Traps, TsconIsSeenInLsmsLogAlone) {
  EXPECT_EQ(
      "remote success CORP\\admin from 10.0.0.5 09:00:00.0 logon - 09:30:00.0 disconnect\n"
      "remote success CORP\\eve from 10.0.0.9 10:00:00.0 logon - 11:00:00.0 replaced\n"
      "remote success CORP\\admin from 10.0.0.9 11:00:00.4 takeover - 11:20:00.0 disconnect "
      "[takeover_without_auth]\n",
      story("09:00:00.0 LSM 21 User=CORP\\admin SessionID=2 Address=10.0.0.5 ActivityID=0001\n"
            "09:30:00.0 LSM 24 User=CORP\\admin SessionID=2 Address=10.0.0.5 ActivityID=0001\n"
            "10:00:00.0 LSM 21 User=CORP\\eve SessionID=3 Address=10.0.0.9 ActivityID=0002\n"
            "11:00:00.0 LSM 40 Session=3 Reason=5 ActivityID=0002\n"
            "11:00:00.3 LSM 24 User=CORP\\eve SessionID=3 Address=10.0.0.9 ActivityID=0002\n"
            "11:00:00.4 LSM 25 User=CORP\\admin SessionID=2 Address=10.0.0.9 ActivityID=0002\n"
            "11:20:00.0 LSM 24 User=CORP\\admin SessionID=2 Address=10.0.0.9 ActivityID=0002\n"));
}

}  // namespace
}  // namespace sojourn
