// Stories of desktops, at the console and over Remote Desktop: each is what the records say and
// what an analyst would answer.
#include "correlator/correlate.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "schema/rules.h"
#include "tests/support/stories.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

TEST(Correlate, AConsoleLogonAndLogoffIsOneLocalSession) {
  EXPECT_EQ("local success CORP\\alice 09:00:00.0 logon - 17:00:00.1 logoff\n",
            story(std::string(kConsoleLogon) + kConsoleLogoff));
}

TEST(Correlate, EveryRecordOfAConsoleSessionIsCitedOnce) {
  Strings strings;
  const auto correlation =
      correlate(timeline(std::string(kConsoleLogon) + kConsoleLogoff, strings), strings);
  ASSERT_EQ(1u, correlation.sessions.size());
  EXPECT_EQ(
      "4648 authentication, 4624 logon, 4624 logon, 4672 privileges, 41 arbitration, 7001 context, "
      "42 arbitration, "
      "21 desktop, 22 shell, 4647 corroborates_end, 23 end, 39 corroborates_end, 7002 "
      "corroborates_end, 40 corroborates_end, 24 "
      "corroborates_end",
      evidence(correlation, 0));
}

TEST(Correlate, TheSessionRunsUnderTheLimitedHalfOfASplitToken) {
  Strings strings;
  const auto correlation = correlate(timeline(kConsoleLogon, strings), strings);
  ASSERT_EQ(1u, correlation.sessions.size());
  EXPECT_EQ(0xa5716u, correlation.sessions[0].logon_id);
  EXPECT_TRUE(correlation.sessions[0].elevated);
  EXPECT_EQ(2u, correlation.sessions[0].logons.size());
}

TEST(Correlate, HalvesOfASplitTokenArePairedByAdjacencyWhereWindows7NamesNoLink) {
  Strings strings;
  const auto correlation =
      correlate(timeline("09:00:00.0 Security 4624 Version=0 TargetUserName=alice "
                         "TargetUserSid=S-1-5-21-1-2-3-1001 "
                         "TargetLogonId=0x51 LogonType=2 LogonProcessName=User32 ProcessId=0x914\n"
                         "09:00:00.0 Security 4624 Version=0 TargetUserName=alice "
                         "TargetUserSid=S-1-5-21-1-2-3-1001 "
                         "TargetLogonId=0x52 LogonType=2 LogonProcessName=User32 ProcessId=0x914\n"
                         "09:00:00.0 Security 4672 SubjectUserName=alice SubjectLogonId=0x51\n"
                         "09:00:00.2 LSM 21 User=CORP\\alice SessionID=1 Address=LOCAL\n",
                         strings),
                strings);
  ASSERT_EQ(1u, correlation.sessions.size());
  EXPECT_EQ(0x52u, correlation.sessions[0].logon_id);
}

TEST(Correlate, AnRdpLogonWithNlaIsOneSessionFromTheConnectionOn) {
  Strings strings;
  const auto correlation =
      correlate(timeline(rdp_logon("10:00", "0001", "10.0.0.5", 3, "0xc00"), strings), strings);
  EXPECT_EQ("remote success CORP\\bob from 10.0.0.5/LAPTOP 10:00:00.0 logon - … open\n",
            story(correlation, strings));
  EXPECT_EQ(
      "131 start, 261 start, 4624 authentication, 1149 authentication, 4624 logon, 41 arbitration, "
      "21 desktop",
      evidence(correlation, 0));
}

// The gateway ends the client's connection and makes its own; only the client's name passes.
TEST(Correlate, AnRdpSessionThroughAGatewayComesFromTheGateway) {
  const std::string gateway = "10.0.0.80", client = "LAPTOP";
  const std::string found = story(rdp_logon("10:00", "0001", gateway, 2, "0x51"));
  EXPECT_EQ(
      "remote success CORP\\bob from " + gateway + "/" + client + " 10:00:00.0 logon - … open\n",
      found);
}

TEST(Correlate, AReconnectFromAnotherAddressIsAnotherSessionOfTheSameDesktop) {
  Strings strings;
  const auto correlation = correlate(
      timeline(
          rdp_logon("10:00", "0001", "10.0.0.5", 3, "0xc00") +
              "10:30:00.0 LSM 40 Session=3 Reason=0 ActivityID=0001\n"
              "10:30:00.2 LSM 24 User=CORP\\bob SessionID=3 Address=10.0.0.5 ActivityID=0001\n"
              "11:00:00.0 RdpCore 131 ConnType=TCP ClientIP=203.0.113.9:40000 ActivityID=0002\n"
              "11:00:02.0 Security 4624 TargetUserName=bob TargetDomainName=CORP "
              "TargetLogonId=0xd01 LogonType=3 "
              "LogonProcessName=NtLmSsp IpAddress=203.0.113.9\n"
              "11:00:02.1 RCM 1149 Param1=bob Param3=203.0.113.9 ActivityID=0002\n"
              "11:00:02.5 LSM 40 Session=3 Reason=5 ActivityID=0002\n"
              "11:00:03.0 LSM 25 User=CORP\\bob SessionID=3 Address=203.0.113.9 ActivityID=0002\n"
              "11:00:04.0 Security 4624 TargetUserName=bob TargetDomainName=CORP "
              "TargetLogonId=0xd02 LogonType=7 "
              "LogonProcessName=User32 IpAddress=203.0.113.9\n"
              "11:00:04.1 Security 4634 TargetUserName=bob TargetLogonId=0xd02 LogonType=7\n"
              "12:00:00.0 LSM 23 User=CORP\\bob SessionID=3 ActivityID=0002\n",
          strings),
      strings);
  EXPECT_EQ(
      "remote success CORP\\bob from 10.0.0.5/LAPTOP 10:00:00.0 logon - 10:30:00.0 disconnect\n"
      "remote success CORP\\bob from 203.0.113.9 11:00:00.0 reconnect - 12:00:00.0 logoff\n",
      story(correlation, strings));
  EXPECT_EQ(1u, correlation.local_sessions.size());
  EXPECT_EQ(SessionId(0), correlation.sessions[1].previous);
}

TEST(Correlate, ASecondClientReplacesTheFirstThoughTheEndCarriesTheNewConnectionsActivityId) {
  EXPECT_EQ(
      "remote success CORP\\bob from 10.0.0.5/LAPTOP 10:00:00.0 logon - 10:30:01.0 replaced\n"
      "remote success CORP\\bob from 10.0.0.6 10:30:00.0 reconnect - … open\n",
      story(rdp_logon("10:00", "0001", "10.0.0.5", 3, "0xc00") +
            "10:30:00.0 RCM 261 ActivityID=0002\n"
            "10:30:00.5 RCM 1149 Param1=bob Param3=10.0.0.6 ActivityID=0002\n"
            "10:30:01.0 LSM 40 Session=3 Reason=5 ActivityID=0002\n"
            "10:30:01.5 LSM 24 User=CORP\\bob SessionID=3 Address=10.0.0.5 ActivityID=0002\n"
            "10:30:02.0 LSM 25 User=CORP\\bob SessionID=3 Address=10.0.0.6 ActivityID=0002\n"));
}

TEST(Correlate, ADisconnectAfterALogoffIsItsEcho) {
  Strings strings;
  const auto correlation =
      correlate(timeline(rdp_logon("10:00", "0001", "10.0.0.5", 3, "0xc00") +
                             "10:30:00.0 LSM 23 User=CORP\\bob SessionID=3 ActivityID=0001\n"
                             "10:30:00.4 LSM 40 Session=3 Reason=12 ActivityID=0001\n"
                             "10:30:05.0 LSM 24 User=CORP\\bob SessionID=3 Address=10.0.0.5\n",
                         strings),
                strings);
  EXPECT_EQ("remote success CORP\\bob from 10.0.0.5/LAPTOP 10:00:00.0 logon - 10:30:00.0 logoff\n",
            story(correlation, strings));
}

TEST(Correlate, ADisconnectedSessionLoggedOffLaterEndsTheDesktopButNoAccess) {
  Strings strings;
  const auto correlation =
      correlate(timeline(rdp_logon("10:00", "0001", "10.0.0.5", 3, "0xc00") +
                             "10:30:00.0 LSM 40 Session=3 Reason=3 ActivityID=0001\n"
                             "10:30:00.1 LSM 24 User=CORP\\bob SessionID=3 Address=10.0.0.5\n"
                             "16:00:00.0 LSM 23 User=CORP\\bob SessionID=3\n",
                         strings),
                strings);
  EXPECT_EQ(
      "remote success CORP\\bob from 10.0.0.5/LAPTOP 10:00:00.0 logon - 10:30:00.0 idle_timeout\n",
      story(correlation, strings));
  ASSERT_EQ(1u, correlation.local_sessions.size());
  EXPECT_EQ(EndReason::logoff, correlation.local_sessions[0].end_reason);
  EXPECT_TRUE(correlation.used.back());
}

TEST(Correlate, AnAbortedLogonIsNoPartOfTheNextInItsSessionId) {
  EXPECT_EQ(
      "remote unknown CORP\\bob from 10.0.0.5 09:58:00.0 attempt - 09:58:09.0 disconnect\n"
      "remote success CORP\\bob from 10.0.0.6/LAPTOP 10:00:00.0 logon - … open\n",
      story("09:58:00.0 RdpCore 131 ConnType=TCP ClientIP=10.0.0.5:50100 ActivityID=0001\n"
            "09:58:01.0 RCM 1149 Param1=bob Param2=CORP Param3=10.0.0.5 ActivityID=0001\n"
            "09:58:02.0 LSM 41 User=CORP\\bob SessionID=3 ActivityID=0001\n"
            "09:58:09.0 LSM 40 Session=3 Reason=12 ActivityID=0001\n" +
            rdp_logon("10:00", "0002", "10.0.0.6", 3, "0xc00")));
}

TEST(Correlate, AnRdpClientTakesOverTheConsole) {
  Strings strings;
  const auto correlation = correlate(
      timeline(
          std::string(kConsoleLogon) +
              "09:30:00.0 RCM 261 listenerName=RDP-Tcp ActivityID=0001\n"
              "09:30:02.0 RCM 1149 Param1=alice Param3=10.0.0.5 ActivityID=0001\n"
              "09:30:05.0 Security 4624 TargetUserName=alice TargetDomainName=CORP "
              "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0xae3 LogonType=10 "
              "LogonProcessName=User32 "
              "IpAddress=10.0.0.5\n"
              "09:30:05.1 LSM 41 User=CORP\\alice SessionID=3 ActivityID=0001\n"
              "09:30:05.4 LSM 40 Session=2 Reason=5\n"
              "09:30:05.5 Security 4779 AccountName=alice AccountDomain=CORP LogonID=0xa5716 "
              "SessionName=Console ClientName=Unknown ClientAddress=LOCAL\n"
              "09:30:05.9 LSM 24 User=CORP\\alice SessionID=2 Address=LOCAL\n"
              "09:30:06.0 LSM 40 Session=3 Reason=0 ActivityID=0001\n"
              "09:30:07.0 Security 4778 AccountName=alice AccountDomain=CORP LogonID=0xa5716 "
              "SessionName=RDP-Tcp#0 ClientName=LAPTOP ClientAddress=10.0.0.5\n"
              "09:30:07.9 LSM 25 User=CORP\\alice SessionID=2 Address=10.0.0.5 ActivityID=0001\n"
              "09:30:07.9 LSM 42 User=CORP\\alice SessionID=3 ActivityID=0001\n"
              "09:30:08.0 Security 4634 TargetUserName=alice TargetLogonId=0xae3 LogonType=10\n",
          strings),
      strings);
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - 09:30:05.4 replaced\n"
      "remote success CORP\\alice from 10.0.0.5/LAPTOP 09:30:00.0 reconnect - … open\n",
      story(correlation, strings));
  EXPECT_EQ(10, correlation.sessions[1].logon_type);
  EXPECT_EQ(0xa5716u, correlation.sessions[1].logon_id);
  EXPECT_EQ(
      "261 start, 1149 authentication, 4624 reauthentication, 41 arbitration, 40 context, 4778 "
      "desktop, "
      "25 desktop, 42 arbitration, 4634 corroborates_end",
      evidence(correlation, 1));
}

TEST(Correlate, AWordThatIsNoAddressIsTheConsoleInAnyLanguage) {
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - … open\n",
      story("09:00:00.0 LSM 21 User=CORP\\alice SessionID=1 Address=YEREL ActivityID=console\n"));
}

TEST(Correlate, AReplacedSessionWhoseEndWasLostIsBoundedByItsSuccessor) {
  EXPECT_EQ(
      "remote success CORP\\bob from 10.0.0.5/LAPTOP 10:00:00.0 logon - ?10:30:02.0 replaced\n"
      "remote success CORP\\bob from 10.0.0.6 10:30:02.0 reconnect - … open\n",
      story(rdp_logon("10:00", "0001", "10.0.0.5", 3, "0xc00") +
            "10:30:02.0 RCM 1149 Param1=bob Param3=10.0.0.6 ActivityID=0002\n"
            "10:30:02.0 LSM 25 User=CORP\\bob SessionID=3 Address=10.0.0.6 ActivityID=0002\n"));
}

TEST(Correlate, AReconnectWithoutAnyCredentialsIsATakeover) {
  EXPECT_EQ(
      "remote success CORP\\bob from 10.0.0.5/LAPTOP 10:00:00.0 logon - 10:29:00.0 disconnect\n"
      "remote success CORP\\bob from 10.0.0.6 10:30:02.0 takeover - … open "
      "[takeover_without_auth]\n",
      story(rdp_logon("10:00", "0001", "10.0.0.5", 3, "0xc00") +
            "10:29:00.0 LSM 24 User=CORP\\bob SessionID=3 Address=10.0.0.5 ActivityID=0001\n"
            "10:30:02.0 LSM 25 User=CORP\\bob SessionID=3 Address=10.0.0.6 ActivityID=0002\n"
            // Both logs go on, so that they would tell of credentials.
            "10:31:00.0 RCM 261 ActivityID=0003\n"
            "10:31:00.0 Security 4624 TargetUserName=SYSTEM TargetUserSid=S-1-5-18 "
            "TargetLogonId=0x3e7 LogonType=5\n"));
}

TEST(Correlate, ASessionWhoseStartTheLogsDoNotHoldHasNone) {
  EXPECT_EQ("local success CORP\\alice … unknown - 17:00:00.1 logoff\n", story(kConsoleLogoff));
}

TEST(Correlate, ACleanShutdownBoundsWhatIsStillOpen) {
  EXPECT_EQ("local success CORP\\alice 09:00:00.0 logon - ?18:00:00.0 shutdown [shutdown]\n",
            story(std::string(kConsoleLogon) + "17:59:58.0 User32 1074 param5=restart\n"
                                               "18:00:00.0 LSM 54\n"
                                               "18:00:03.0 EventLog 6006\n"
                                               "18:00:05.0 KernelGeneral 13\n"
                                               "18:01:00.0 KernelGeneral 12\n"
                                               "18:01:06.0 Security 4608\n"));
}

TEST(Correlate, ALogoffDuringTheShutdownSaysSo) {
  EXPECT_EQ("local success CORP\\alice 09:00:00.0 logon - 17:00:00.1 logoff [shutdown]\n",
            story(std::string(kConsoleLogon) + "16:59:58.0 User32 1074 param5=restart\n" +
                  kConsoleLogoff +
                  "17:00:02.0 EventLog 6006\n"
                  "17:01:00.0 Security 4608\n"));
}

TEST(Correlate, ACrashBoundsWhatIsStillOpenByTheLastRecordOfTheBoot) {
  EXPECT_EQ("local success CORP\\alice 09:00:00.0 logon - ?15:00:00.0 crash\n",
            story(std::string(kConsoleLogon) + "15:00:00.0 EventLog 6013\n"
                                               "2T08:00:00.0 KernelGeneral 12\n"
                                               "2T08:00:01.0 KernelPower 41\n"
                                               "2T08:00:06.0 Security 4608\n"));
}

// What 6008 has in its data: 16:30 of local time and 15:30 of UTC.
constexpr const char* kAliveAt1530 =
    " Binary=E80703000500010010001E0000000000E8070300050001000F001E0000000000\n";

TEST(Correlate, TheLastSignOfLifeThatTheNextStartTellsIsTheBoundOfACrash) {
  const auto crash = [](const char* last, const char* start) {
    return std::string(kConsoleLogon) + last + start + "2T08:00:01.0 KernelPower 41\n" +
           "2T08:00:06.0 EventLog 6008" + kAliveAt1530 + "2T08:00:06.0 Security 4608\n";
  };
  constexpr const char* kNextDay = "2T08:00:00.0 KernelGeneral 12\n";
  EXPECT_EQ("local success CORP\\alice 09:00:00.0 logon - ?15:30:00.0 crash\n",
            story(crash("15:00:00.0 EventLog 6013\n", kNextDay)));
  // A time before the last record proves nothing.
  EXPECT_EQ("local success CORP\\alice 09:00:00.0 logon - ?16:00:00.0 crash\n",
            story(crash("16:00:00.0 EventLog 6013\n", kNextDay)));
}

TEST(Correlate, WhatACrashEndedCitesTheLastSignsOfLife) {
  Strings strings;
  const auto correlation =
      correlate(timeline(std::string(kConsoleLogon) + "15:00:00.0 EventLog 6013\n" +
                             "2T08:00:00.0 KernelGeneral 12\n2T08:00:01.0 KernelPower 41\n" +
                             "2T08:00:06.0 EventLog 6008" + kAliveAt1530,
                         strings),
                strings);
  std::vector<EventKind> cited;
  for (const Citation& citation : correlation.sessions.at(0).evidence) {
    if (citation.rule != Rule::last_sign_of_life) continue;
    cited.push_back(correlation.events[citation.event].kind);
    EXPECT_TRUE(correlation.used[citation.event]);
  }
  EXPECT_EQ(
      (std::vector{EventKind::uptime, EventKind::dirty_restart, EventKind::unexpected_shutdown}),
      cited);
}

// What the start after that one says is of its own crash.
TEST(Correlate, WhatACrashEndedCitesTheStartBehindItAndNotTheOneAfter) {
  Strings strings;
  const auto correlation =
      correlate(timeline(std::string(kConsoleLogon) + "15:00:00.0 EventLog 6013\n" +
                             "2T08:00:00.0 KernelGeneral 12\n2T08:00:01.0 KernelPower 41\n"
                             "2T08:00:06.0 EventLog 6008\n2T08:00:06.0 Security 4608\n"
                             "2T08:10:00.0 KernelGeneral 12\n2T08:10:01.0 KernelPower 41\n"
                             "2T08:10:06.0 EventLog 6008\n2T08:10:06.0 Security 4608\n",
                         strings),
                strings);
  ASSERT_EQ(3u, correlation.boots.size());
  std::vector<std::string> cited;
  for (const Citation& citation : correlation.sessions.at(0).evidence) {
    if (citation.rule == Rule::last_sign_of_life)
      cited.push_back(format_time(correlation.events[citation.event].time).substr(8, 11));
  }
  EXPECT_EQ((std::vector<std::string>{"01T15:00:00", "02T08:00:01", "02T08:00:06"}), cited);
}

TEST(Correlate, AStartWhoseMarksLieMinutesApartIsOneBoot) {
  EXPECT_EQ("local success CORP\\alice 09:00:00.0 logon - … open\n",
            story(std::string("08:40:00.0 KernelGeneral 12\n08:41:00.0 EventLog 6005\n"
                              "08:47:30.0 Security 4608\n") +
                  kConsoleLogon));
  Strings strings;
  EXPECT_EQ(1u, correlate(timeline("08:40:00.0 KernelGeneral 12\n08:41:00.0 EventLog 6005\n"
                                   "08:47:30.0 Security 4608\n",
                                   strings),
                          strings)
                    .boots.size());
}

TEST(Correlate, AStopBetweenTheMarksOfStartsForbidsToJoinThem) {
  for (const char* stop : {"08:41:00.0 User32 1074 param5=restart\n", "08:41:00.0 EventLog 6006\n",
                           "08:41:00.0 KernelGeneral 13\n"}) {
    Strings strings;
    EXPECT_EQ(2u, correlate(timeline(std::string("08:40:00.0 KernelGeneral 12\n") + stop +
                                         "08:41:30.0 Security 4608\n",
                                     strings),
                            strings)
                      .boots.size())
        << stop;
  }
}

TEST(Correlate, TheKernelsStartBehindAnotherMarkIsThatOfTheNextBoot) {
  Strings strings;
  EXPECT_EQ(2u, correlate(timeline("08:40:00.0 EventLog 6005\n08:42:00.0 KernelGeneral 12\n"
                                   "08:42:01.0 KernelPower 41\n08:42:10.0 EventLog 6005\n",
                                   strings),
                          strings)
                    .boots.size());
}

TEST(Correlate, AStopWrittenBeforeAStartOfTheSameMomentIsOfTheBootBefore) {
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - ?12:00:00.0 shutdown [shutdown]\n"
      "local success CORP\\alice 13:00:00.0 logon - … open\n",
      story(std::string(kConsoleLogon) + "12:00:00.0 KernelGeneral 13\n" +
            "12:00:00.0 KernelGeneral 12\n12:00:06.0 Security 4608\n" +
            "13:00:00.0 Security 4624 TargetUserName=alice TargetDomainName=CORP "
            "TargetLogonId=0xa01 LogonType=2 LogonProcessName=User32\n" +
            "13:00:00.2 LSM 21 User=CORP\\alice SessionID=1 Address=LOCAL "
            "ActivityID=console\n"));
}

TEST(Correlate, ALogonIdUsedAgainAfterARestartIsAnotherLogonSession) {
  Strings strings;
  const auto correlation = correlate(
      timeline("09:00:00.0 Security 4624 TargetUserName=alice TargetLogonId=0x38028 LogonType=3 "
               "IpAddress=10.0.0.5\n"
               "09:30:00.0 Security 4608\n"
               "09:31:00.0 Security 4624 TargetUserName=bob TargetLogonId=0x38028 LogonType=3 "
               "IpAddress=10.0.0.6\n"
               "09:32:00.0 Security 4634 TargetUserName=bob TargetLogonId=0x38028 LogonType=3\n",
               strings),
      strings);
  EXPECT_EQ(
      "network success alice from 10.0.0.5 09:00:00.0 logon - ?09:00:00.0 crash\n"
      "network success bob from 10.0.0.6 09:31:00.0 logon - 09:32:00.0 logoff\n",
      story(correlation, strings));
  EXPECT_EQ(2u, correlation.logon_sessions.size());
}

TEST(Correlate, TwoStartsWithinThreeMinutesAreTwoBoots) {
  Strings strings;
  const auto correlation =
      correlate(timeline("09:00:00.0 KernelGeneral 12\n09:00:06.0 Security 4608\n"
                         "09:00:12.0 EventLog 6005\n09:01:02.0 KernelGeneral 12\n"
                         "09:01:08.0 Security 4608\n",
                         strings),
                strings);
  EXPECT_EQ(2u, correlation.boots.size());
}

TEST(Correlate, AClockSetBackDoesNotTurnASessionRound) {
  EXPECT_EQ("local success CORP\\alice 09:00:00.0 logon - 07:00:00.0 logoff [clock_step]\n",
            story(std::string(kConsoleLogon) +
                  "06:30:00.0 Security 4616 PreviousTime=2024-03-01T09:30:00.0Z\n"
                  "07:00:00.0 LSM 23 User=CORP\\alice SessionID=2\n"));
}

}  // namespace
}  // namespace sojourn
