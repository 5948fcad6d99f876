// Traps of Windows' logs: where a session begins and ends, and what only looks like it.
#include <gtest/gtest.h>

#include <sstream>
#include <utility>

#include "correlator/correlate.h"
#include "tests/support/stories.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

// Logs roll over: the first that is left of a desktop is how it was left. Synthetic: any log that
// has gone round begins like this.
TEST(Traps, ADesktopWhoseStartTheLogHasLostHasNoInventedStart) {
  EXPECT_EQ(
      "remote success CORP\\bob from 10.0.0.5 … unknown - 10:30:00.0 idle_timeout\n"
      "remote success CORP\\bob from 10.0.0.6 11:00:00.0 reconnect - 12:00:00.0 logoff\n",
      story("10:30:00.0 LSM 40 Session=3 Reason=3 ActivityID=0001\n"
            "10:30:00.2 LSM 24 User=CORP\\bob SessionID=3 Address=10.0.0.5 ActivityID=0001\n"
            "11:00:00.0 RCM 1149 Param1=bob Param2=CORP Param3=10.0.0.6 ActivityID=0002\n"
            "11:00:01.0 LSM 25 User=CORP\\bob SessionID=3 Address=10.0.0.6 ActivityID=0002\n"
            "12:00:00.0 LSM 23 User=CORP\\bob SessionID=3 ActivityID=0002\n"));
}

// Synthetic: Windows writes no name in a 40. One that names somebody else than the 24 behind it is
// not of its end.
TEST(Traps, ADisconnectionOfSomebodyElseIsNotTheEndOfADesktopWhoseStartTheLogHasLost) {
  Strings strings;
  auto events = timeline(
      "10:30:00.0 LSM 40 Session=3 Reason=3\n"
      "10:30:00.2 LSM 24 User=CORP\\bob SessionID=3 Address=10.0.0.5\n",
      strings);
  events[0].user = strings.intern("mallory");
  EXPECT_EQ("remote success CORP\\bob from 10.0.0.5 … unknown - 10:30:00.2 disconnect\n",
            story(correlate(std::move(events), strings), strings));
}

// The System log keeps months where LocalSessionManager's keeps weeks: Winlogon's notice is the
// start. Synthetic: 7001 was observed 0 to 0.19 s after every LSM 41.
TEST(Traps, WhereLsmHasLostTheStartWinlogonsNoticeGivesIt) {
  EXPECT_EQ("remote success CORP\\bob from 10.0.0.5 09:00:00.0 logon - 10:30:00.2 disconnect\n",
            story("09:00:00.0 Winlogon 7001 TSId=3 UserSid=S-1-5-21-1-2-3-1002\n"
                  "10:30:00.2 LSM 24 User=CORP\\bob SessionID=3 Address=10.0.0.5 "
                  "ActivityID=0001\n"
                  "16:00:00.0 LSM 23 User=CORP\\bob SessionID=3\n"
                  "16:00:00.1 Winlogon 7002 TSId=3 UserSid=S-1-5-21-1-2-3-1002\n"));
}

// Synthetic: neither the notice nor the logon of somebody else has its SID any more. Who has none
// is not therefore the same.
TEST(Traps, ADesktopOfSomebodyUnknownIsNotTakenForThatOfWhoeverElseHasNoSid) {
  EXPECT_EQ(
      "network success CORP\\carol from 10.0.0.6 08:00:00.0 logon - … open\n"
      "remote success CORP\\bob from 10.0.0.5 09:00:00.0 logon - 10:30:00.0 disconnect\n",
      story("08:00:00.0 Security 4624 TargetUserName=carol TargetDomainName=CORP "
            "TargetLogonId=0xca0 LogonType=3 IpAddress=10.0.0.6\n"
            "09:00:00.0 Winlogon 7001 TSId=3\n"
            "10:30:00.0 LSM 24 User=CORP\\bob SessionID=3 Address=10.0.0.5\n"));
}

// Ends get lost too. Synthetic: no 23 for any of three users of SessionID 2.
TEST(Traps, ADesktopWithoutAnEndIsBoundedByTheNextUseOfItsSessionIdOrTheBootAndElseOpen) {
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - ?12:00:00.0 superseded\n"
      "local success CORP\\bob 12:00:00.0 logon - ?18:00:00.0 shutdown [shutdown]\n"
      "local success CORP\\carol 2T08:00:00.0 logon - … open\n",
      story(std::string(kConsoleLogon) +
            "12:00:00.0 LSM 41 User=CORP\\bob SessionID=2 ActivityID=console\n"
            "12:00:00.2 LSM 21 User=CORP\\bob SessionID=2 Address=LOCAL ActivityID=console\n"
            "18:00:00.0 EventLog 6006\n"
            "2T07:59:00.0 KernelGeneral 12\n"
            "2T07:59:06.0 Security 4608\n"
            "2T08:00:00.0 LSM 41 User=CORP\\carol SessionID=2 ActivityID=console\n"
            "2T08:00:00.2 LSM 21 User=CORP\\carol SessionID=2 Address=LOCAL "
            "ActivityID=console\n"));
}

// Observed (VM16): 1074, LSM 54, 4647, 23, 7002, 1100, 6006; Kernel-General 13 is written by the
// next boot, with the old time and a later record id (BELKA).
TEST(Traps, ACleanRestartEndsEachDesktopAtItsLogoffOrElseAtTheFirstSignOfTheShutdown) {
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - 17:00:00.9 logoff [shutdown]\n"
      "remote success CORP\\bob from 10.0.0.5/LAPTOP 10:00:00.0 logon - ?17:00:00.1 shutdown "
      "[shutdown]\n",
      story(std::string(kConsoleLogon) + rdp_logon("10:00", "0001", "10.0.0.5", 3, "0xc00") +
            "17:00:00.0 User32 1074 param5=restart\n"
            "17:00:00.1 LSM 54\n"
            "17:00:00.6 Security 4647 TargetUserName=alice TargetDomainName=CORP "
            "TargetLogonId=0xa5716\n"
            "17:00:00.9 LSM 23 User=CORP\\alice SessionID=2 ActivityID=console\n"
            "17:00:01.1 Winlogon 7002 TSId=2 UserSid=S-1-5-21-1-2-3-1001\n"
            "17:00:02.4 Eventlog 1100\n"
            "17:00:02.6 EventLog 6006\n"
            "17:01:10.0 KernelGeneral 12\n"
            "17:01:16.0 Security 4608\n"
            "17:01:20.0 EventLog 6005\n"
            "17:00:05.0 KernelGeneral 13\n"
            "17:01:21.0 LSM 32\n"));
}

// Observed (BELKA 2020-08-07): power loss leaves nothing; the next boot has 12, Kernel-Power 41,
// 4608, 6008 and 6005. The last record of any log is the last proof that the machine ran.
TEST(Traps, ACrashBoundsEverySessionByTheLastRecordOfItsBootInAnyLog) {
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - ?15:20:00.0 crash\n"
      "remote success CORP\\bob from 10.0.0.5/LAPTOP 10:00:00.0 logon - 11:00:00.0 disconnect\n"
      "network success CORP\\carol from 10.0.0.7 14:00:00.0 logon - ?15:20:00.0 crash\n",
      story(std::string(kConsoleLogon) + rdp_logon("10:00", "0001", "10.0.0.5", 3, "0xc00") +
            "11:00:00.0 LSM 40 Session=3 Reason=0 ActivityID=0001\n"
            "11:00:00.1 LSM 24 User=CORP\\bob SessionID=3 Address=10.0.0.5 ActivityID=0001\n"
            "14:00:00.0 Security 4624 TargetUserName=carol TargetDomainName=CORP "
            "TargetLogonId=0xd00 LogonType=3 LogonProcessName=Kerberos IpAddress=10.0.0.7\n"
            "15:20:00.0 RdpCore 131 ConnType=TCP ClientIP=203.0.113.9:4000 ActivityID=0009\n"
            "2T08:00:00.0 KernelGeneral 12\n"
            "2T08:00:01.0 KernelPower 41\n"
            "2T08:00:03.0 Security 4608\n"
            "2T08:00:04.0 EventLog 6008\n"
            "2T08:00:04.0 EventLog 6005\n"));
}

// Observed (BELKA): the clock goes back half a year, and a session's end is before its start. Set
// to another time zone, or by less than two seconds, it goes on as before.
TEST(Traps, OnlyAStepOfTheClockItselfIsFlagged) {
  const std::string logoff = "17:00:00.0 LSM 23 User=CORP\\alice SessionID=2\n";
  EXPECT_EQ("local success CORP\\alice 09:00:00.0 logon - 17:00:00.0 logoff\n",
            story(std::string(kConsoleLogon) +
                  "09:30:00.0 KernelGeneral 1 OldTime=2024-03-01T09:30:00.5Z Reason=1\n"
                  "10:00:00.0 KernelGeneral 1 OldTime=2024-03-01T07:00:00.0Z Reason=3\n" +
                  logoff));
  EXPECT_EQ("local success CORP\\alice 09:00:00.0 logon - 17:00:00.0 logoff [clock_step]\n",
            story(std::string(kConsoleLogon) +
                  "16:00:00.0 KernelGeneral 1 OldTime=2024-03-01T09:30:00.0Z Reason=2\n" + logoff));
}

// Observed (SZECHUAN): 0x38028 of two users in two boots. A log that was filtered to logons still
// has one type 0 a boot, and even without that a second 4624 is a second logon session.
TEST(Traps, ALogonIdIsUniqueInsideOneBootOnly) {
  const std::string bob =
      "09:00:00.0 Security 4624 TargetUserName=bob TargetLogonId=0x38028 LogonType=3 "
      "IpAddress=10.0.0.5\n"
      "09:01:00.0 Security 4634 TargetUserName=bob TargetLogonId=0x38028 LogonType=3\n";
  const std::string start =
      "09:20:00.0 Security 4624 TargetUserName=SYSTEM TargetUserSid=S-1-5-18 TargetLogonId=0x3e7 "
      "LogonType=0\n";
  const std::string carol =
      "09:31:00.0 Security 4624 TargetUserName=carol TargetLogonId=0x38028 LogonType=3 "
      "IpAddress=10.0.0.6\n"
      "09:32:00.0 Security 4634 TargetUserName=carol TargetLogonId=0x38028 LogonType=3\n";
  const std::string expected =
      "network success bob from 10.0.0.5 09:00:00.0 logon - 09:01:00.0 logoff\n"
      "network success carol from 10.0.0.6 09:31:00.0 logon - 09:32:00.0 logoff\n";
  EXPECT_EQ(expected, story(bob + start + carol));
  EXPECT_EQ(expected, story(bob + carol));
}

// Observed (SZECHUAN): SessionID 2 three times in 35 minutes, without a restart.
TEST(Traps, ASessionIdServesOneUserAfterAnother) {
  Strings strings;
  std::ostringstream text;
  for (int use = 0; use < 3; ++use) {
    const char* user = use == 1 ? "carol" : "bob";
    const std::string at = "10:" + std::to_string(10 + 10 * use);
    const std::string activity = "000" + std::to_string(use);
    text << rdp_logon(at, activity, "10.0.0.5", 2, "0xc" + std::to_string(use) + "0", user) << at
         << ":50.0 LSM 23 User=CORP\\" << user << " SessionID=2 ActivityID=" << activity << '\n';
  }
  const auto correlation = correlate(timeline(text.str(), strings), strings);
  EXPECT_EQ(
      "remote success CORP\\bob from 10.0.0.5/LAPTOP 10:10:00.0 logon - 10:10:50.0 logoff\n"
      "remote success CORP\\carol from 10.0.0.5/LAPTOP 10:20:00.0 logon - 10:20:50.0 logoff\n"
      "remote success CORP\\bob from 10.0.0.5/LAPTOP 10:30:00.0 logon - 10:30:50.0 logoff\n",
      story(correlation, strings));
  ASSERT_EQ(3u, correlation.local_sessions.size());
  EXPECT_EQ(2u, correlation.local_sessions[2].ordinal);
  EXPECT_EQ(kNone, correlation.sessions[2].previous) << "another desktop is no reconnect";
}

// Observed (W10, S2022): 23, 39, 40 and then 24, up to 8 s later; and a 40 of the next login
// screen's SessionID.
TEST(Traps, ADisconnectAfterTheLogoffIsItsEchoAndEndsNothing) {
  Strings strings;
  const auto correlation =
      correlate(timeline(std::string(kConsoleLogon) +
                             "17:00:00.1 LSM 23 User=CORP\\alice SessionID=2 ActivityID=console\n"
                             "17:00:00.2 LSM 39 TargetSession=2 Source=2\n"
                             "17:00:00.2 LSM 40 Session=2 Reason=11\n"
                             "17:00:00.4 LSM 40 Session=3 Reason=11\n"
                             "17:00:08.1 LSM 24 User=CORP\\alice SessionID=2 Address=LOCAL\n"
                             "17:00:30.0 LSM 41 User=CORP\\bob SessionID=3 ActivityID=console\n"
                             "17:00:30.2 LSM 21 User=CORP\\bob SessionID=3 Address=LOCAL "
                             "ActivityID=console\n",
                         strings),
                strings);
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - 17:00:00.1 logoff\n"
      "local success CORP\\bob 17:00:30.0 logon - … open\n",
      story(correlation, strings));
  EXPECT_EQ(2u, correlation.local_sessions.size());
}

// Observed (BELKA): a cached logon of type 11 closed by a 4634 of type 2.
TEST(Traps, TheLogonTypeOfALogoffIsNotThatOfItsLogon) {
  Strings strings;
  const auto correlation = correlate(
      timeline("09:00:00.0 Security 4624 TargetUserName=alice TargetDomainName=CORP "
               "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0xaa LogonType=11 "
               "LogonProcessName=User32 IpAddress=127.0.0.1\n"
               "09:00:00.2 LSM 21 User=CORP\\alice SessionID=1 Address=LOCAL ActivityID=console\n"
               "10:00:00.0 Security 4624 TargetUserName=bob TargetDomainName=CORP "
               "TargetLogonId=0xbb LogonType=8 IpAddress=10.0.0.5\n"
               "10:05:00.0 Security 4634 TargetUserName=bob TargetLogonId=0xbb LogonType=3\n"
               "12:00:00.0 LSM 23 User=CORP\\alice SessionID=1 ActivityID=console\n"
               "12:00:00.3 Security 4634 TargetUserName=alice TargetLogonId=0xaa LogonType=2\n",
               strings),
      strings);
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - 12:00:00.0 logoff\n"
      "network success CORP\\bob from 10.0.0.5 10:00:00.0 logon - 10:05:00.0 logoff\n",
      story(correlation, strings));
  EXPECT_EQ(11, correlation.sessions[0].logon_type);
  EXPECT_EQ(8, correlation.sessions[1].logon_type);
}

// Observed: 4647 to 23 up to 15 s (W11, an update), to 4634 up to 157 s (SZECHUAN).
TEST(Traps, A4647OnlyAnnouncesTheLogoffThat23Is) {
  Strings strings;
  const std::string logoff =
      "17:00:00.0 Security 4647 TargetUserName=alice TargetDomainName=CORP "
      "TargetLogonId=0xa5716\n"
      "17:00:05.0 Security 4624 TargetUserName=bob TargetLogonId=0xb00 LogonType=3 "
      "IpAddress=10.0.0.5\n";
  const auto correlation =
      correlate(timeline(kConsoleLogon + logoff +
                             "17:00:15.0 LSM 23 User=CORP\\alice SessionID=2 ActivityID=console\n"
                             "17:02:37.0 Security 4634 TargetUserName=alice TargetLogonId=0xa5716 "
                             "LogonType=2\n",
                         strings),
                strings);
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - 17:00:15.0 logoff\n"
      "network success bob from 10.0.0.5 17:00:05.0 logon - … open\n",
      story(correlation, strings));
  for (const LogonSession& logon : correlation.logon_sessions) {
    if (logon.logon_id != 0xa5716) continue;
    ASSERT_NE(kNone, logon.end_event);
    EXPECT_EQ("2024-03-01T17:02:37.0000000Z", format_time(*correlation.time(logon.end_event)));
  }
}

// LSM 40's reasons as documented (ExtendedDisconnectReasonCode), and 39 with another session as its
// source. Synthetic: only reasons 0, 5, 11 and 12 were observed.
TEST(Traps, WhoEndedASessionIsInLsms39And40) {
  const std::string left[] = {
      "LSM 40 Session=3 Reason=3 ActivityID=000",
      "LSM 40 Session=3 Reason=4 ActivityID=000",
      "LSM 40 Session=3 Reason=1 ActivityID=000",
      "LSM 39 TargetSession=3 Source=1 ActivityID=000",
      "LSM 39 TargetSession=3 Source=3 ActivityID=000",
  };
  std::ostringstream text;
  for (int i = 0; i < 5; ++i) {
    const std::string hour = "1" + std::to_string(i), activity = "000" + std::to_string(i);
    text << rdp_logon(hour + ":00", activity, "10.0.0.5", 3, "0xc" + std::to_string(i) + "0")
         << hour << ":30:00.0 " << left[i] << i << '\n';
    if (i > 2)
      text << hour << ":30:00.1 LSM 40 Session=3 Reason=11 ActivityID=" << activity << '\n';
    text << hour
         << ":30:00.3 LSM 24 User=CORP\\bob SessionID=3 Address=10.0.0.5 ActivityID=" << activity
         << '\n'
         << hour << ":50:00.0 LSM 23 User=CORP\\bob SessionID=3\n";
  }
  EXPECT_EQ(
      "remote success CORP\\bob from 10.0.0.5/LAPTOP 10:00:00.0 logon - 10:30:00.0 idle_timeout\n"
      "remote success CORP\\bob from 10.0.0.5/LAPTOP 11:00:00.0 logon - 11:30:00.0 time_limit\n"
      "remote success CORP\\bob from 10.0.0.5/LAPTOP 12:00:00.0 logon - 12:30:00.0 kicked\n"
      "remote success CORP\\bob from 10.0.0.5/LAPTOP 13:00:00.0 logon - 13:30:00.0 kicked\n"
      "remote success CORP\\bob from 10.0.0.5/LAPTOP 14:00:00.0 logon - 14:30:00.0 disconnect\n",
      story(text.str()));
}

// Observed (W10): 42, hours of nothing, 107; the password is asked as a type 2 that lasts 2 ms.
TEST(Traps, ASessionSleepsWithItsMachine) {
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - 2T17:00:00.0 logoff\n",
      story(std::string(kConsoleLogon) +
            "18:00:00.0 KernelPower 42\n"
            "2T08:00:00.0 KernelPower 107\n"
            "2T08:00:09.0 Security 4624 TargetUserName=alice TargetDomainName=CORP "
            "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0xb51 LogonType=2 "
            "LogonProcessName=User32 IpAddress=127.0.0.1\n"
            "2T08:00:09.0 Security 4634 TargetUserName=alice TargetLogonId=0xb51 LogonType=2\n"
            "2T17:00:00.0 LSM 23 User=CORP\\alice SessionID=2 ActivityID=console\n"));
}

// Synthetic: no real sample is known. With fast startup "shut down" logs users off and hibernates
// the kernel: what starts in the morning is the old boot, whose LogonIds and SessionIDs go on.
TEST(Traps, FastStartupIsNoNewBoot) {
  Strings strings;
  const auto correlation = correlate(
      timeline(std::string(kConsoleLogon) +
                   "16:00:00.0 Security 4624 TargetUserName=bob TargetLogonId=0xb00 LogonType=3 "
                   "IpAddress=10.0.0.5\n" +
                   kConsoleLogoff +
                   "17:00:20.0 KernelPower 42\n"
                   "2T08:00:00.0 KernelGeneral 12 BootMode=1\n"
                   "2T08:00:05.0 Security 4634 TargetUserName=bob TargetLogonId=0xb00 "
                   "LogonType=3\n"
                   "2T08:01:00.0 LSM 41 User=CORP\\alice SessionID=3 ActivityID=console\n"
                   "2T08:01:00.2 LSM 21 User=CORP\\alice SessionID=3 Address=LOCAL "
                   "ActivityID=console\n"
                   "2T17:00:00.0 LSM 23 User=CORP\\alice SessionID=3 ActivityID=console\n"
                   "2T17:05:00.0 EventLog 6013\n",
               strings),
      strings);
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - 17:00:00.1 logoff\n"
      "network success bob from 10.0.0.5 16:00:00.0 logon - 2T08:00:05.0 logoff\n"
      "local success CORP\\alice 2T08:01:00.0 logon - 2T17:00:00.0 logoff\n",
      story(correlation, strings));
  EXPECT_EQ(1u, correlation.boots.size());
}

// Updates keep the machine busy for 20 minutes; who had logged off when they were asked for is not
// in the shutdown.
TEST(Traps, ALogoffThatAShutdownAskedForIsOfThatShutdownHoweverLongItTakes) {
  const std::string logoff = "17:00:03.0 LSM 23 User=CORP\\alice SessionID=2 ActivityID=console\n";
  const std::string stop = "17:20:00.0 EventLog 6006\n17:22:00.0 EventLog 6005\n";
  const auto ends = [&](const std::string& request) {
    const std::string told = story(kConsoleLogon + request + logoff + stop);
    return told.substr(told.find(" - ") + 3);
  };
  EXPECT_EQ("17:00:03.0 logoff [shutdown]\n", ends("17:00:00.0 User32 1074 param5=restart\n"));
  EXPECT_EQ("17:00:03.0 logoff [shutdown]\n", ends("17:00:00.0 LSM 54\n"));
  EXPECT_EQ("17:00:03.0 logoff\n", ends(""));
  EXPECT_EQ("17:00:03.0 logoff\n", ends("15:00:00.0 User32 1074 param5=restart\n"));
}

}  // namespace
}  // namespace sojourn
