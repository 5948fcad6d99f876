// Traps of Windows' logs: accounts that are nobody, and names that are one account's or two.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "correlator/correlate.h"
#include "schema/catalog.h"
#include "tests/support/stories.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

// Observed (HAYA's domain controllers): 4768, 4769, 4771 and 4776 tell of logons to other machines.
TEST(Traps, WhatADomainControllerChecksForOthersIsNoSessionOfItsOwn) {
  // An administrator's own visit to that controller is one.
  EXPECT_EQ(
      "network success CORP\\admin from 10.0.0.5 09:00:00.0 logon - 09:00:30.0 logoff\n",
      story(
          "08:59:59.0 Security 4768 TargetUserName=bob TargetDomainName=CORP Status=0x0 "
          "IpAddress=10.0.0.5\n"
          "08:59:59.1 Security 4771 TargetUserName=bob Status=0x18 IpAddress=10.0.0.5\n"
          "08:59:59.2 Security 4776 TargetUserName=admin Workstation=WKS01 Status=0xC000006A\n"
          "08:59:59.3 Security 4769 TargetUserName=bob@CORP.EXAMPLE TargetDomainName=CORP.EXAMPLE "
          "ServiceName=SRV01$ Status=0x0 IpAddress=10.0.0.5\n"
          "09:00:00.0 Security 4672 SubjectUserName=admin SubjectLogonId=0xad\n"
          "09:00:00.0 Security 4624 TargetUserName=admin TargetDomainName=CORP "
          "TargetLogonId=0xad LogonType=3 LogonProcessName=Kerberos IpAddress=10.0.0.5\n"
          "09:00:30.0 Security 4634 TargetUserName=admin TargetLogonId=0xad LogonType=3\n"));
}

// Observed (SZECHUAN): thousands of type 3 logons by computer accounts, most over at once.
TEST(Traps, LogonsOfComputersAreKeptApartFromThoseOfPeople) {
  Strings strings;
  std::ostringstream text;
  for (int i = 0; i < 3; ++i) {
    text << "09:00:0" << i
         << ".0 Security 4624 TargetUserName=WKS01$ TargetDomainName=CORP "
            "TargetUserSid=S-1-5-21-1-2-3-1105 TargetLogonId=0xc"
         << i << " LogonType=3 LogonProcessName=Kerberos IpAddress=10.0.0.7\n09:00:0" << i
         << ".0 Security 4634 TargetUserName=WKS01$ TargetLogonId=0xc" << i << " LogonType=3\n";
  }
  text << "09:00:05.0 Security 4624 TargetUserName=alice TargetDomainName=CORP "
          "TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0xaa LogonType=3 "
          "LogonProcessName=Kerberos IpAddress=10.0.0.7\n"
          "09:00:09.0 Security 4634 TargetUserName=alice TargetLogonId=0xaa LogonType=3\n";
  const auto correlation = correlate(timeline(text.str(), strings), strings);
  EXPECT_EQ("network success CORP\\alice from 10.0.0.7 09:00:05.0 logon - 09:00:09.0 logoff\n",
            story(correlation, strings));
  EXPECT_EQ(4u, correlation.logon_sessions.size());
  for (const Session& session : correlation.sessions) {
    const bool computer = strings[session.who.user] == "WKS01$";
    EXPECT_EQ(computer ? AccountClass::machine : AccountClass::user, session.who.account_class);
  }
}

// Observed everywhere: S-1-5-7 by NTLM before a real logon. In a French log it has another name.
TEST(Traps, AnAnonymousLogonIsNobodysSession) {
  Strings strings;
  const auto correlation = correlate(
      timeline("09:00:00.0 Security 4624 TargetUserName=\"ANONYMOUS LOGON\" "
               "TargetDomainName=\"NT AUTHORITY\" TargetUserSid=S-1-5-7 TargetLogonId=0x23e8e "
               "LogonType=3 LogonProcessName=NtLmSsp IpAddress=203.0.113.9\n"
               "09:00:01.0 Security 4634 TargetUserName=\"ANONYMOUS LOGON\" "
               "TargetUserSid=S-1-5-7 TargetLogonId=0x23e8e LogonType=3\n"
               "09:00:02.0 Security 4624 TargetUserName=\"ANONYME\" "
               "TargetUserSid=S-1-5-7 TargetLogonId=0x23e8f "
               "LogonType=3 LogonProcessName=NtLmSsp IpAddress=203.0.113.9\n",
               strings),
      strings);
  EXPECT_EQ("", story(correlation, strings));
  ASSERT_EQ(2u, correlation.logon_sessions.size());
  EXPECT_EQ(AccountClass::anonymous, correlation.logon_sessions[1].who.account_class);
}

// Observed everywhere: 0x3e7, 0x3e4 and 0x3e5 log on again and again, all boot long.
TEST(Traps, AServiceAccountOfWindowsHasOneLogonSessionABoot) {
  const auto logon = [](const std::string& time, const std::string& sid, const std::string& id,
                        const std::string& type) {
    return time + " Security 4624 TargetUserName=X TargetUserSid=" + sid + " TargetLogonId=" + id +
           " LogonType=" + type + " LogonProcessName=Advapi\n";
  };
  Strings strings;
  const auto correlation = correlate(
      timeline(logon("09:00:00.0", "S-1-5-18", "0x3e7", "0") +
                   logon("09:00:01.0", "S-1-5-20", "0x3e4", "5") +
                   logon("09:00:02.0", "S-1-5-19", "0x3e5", "5") +
                   logon("09:00:03.0", "S-1-5-18", "0x3e7", "5") +
                   logon("12:00:00.0", "S-1-5-18", "0x3e7", "5") + "18:00:00.0 EventLog 6006\n" +
                   logon("2T08:00:00.0", "S-1-5-18", "0x3e7", "0") +
                   logon("2T08:00:01.0", "S-1-5-20", "0x3e4", "5"),
               strings),
      strings);
  EXPECT_EQ("", story(correlation, strings));
  ASSERT_EQ(5u, correlation.logon_sessions.size());
  EXPECT_EQ("2024-03-01T09:00:00.0000000Z",
            format_time(*correlation.time(correlation.logon_sessions[0].start_event)));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(EndReason::shutdown, correlation.logon_sessions[i].end_reason);
    EXPECT_EQ("2024-03-01T18:00:00.0000000Z",
              format_time(*correlation.time(correlation.logon_sessions[i].end_event)));
  }
}

// Observed since Windows 8: each new SessionID has its window manager and its font driver host.
TEST(Traps, WindowManagersAndFontDriversAreOfTheSystem) {
  Strings strings;
  const auto correlation = correlate(
      timeline("08:59:58.0 Security 4624 TargetUserName=UMFD-2 "
               "TargetDomainName=\"Font Driver Host\" TargetUserSid=S-1-5-96-0-2 "
               "TargetLogonId=0xf2 LogonType=2 LogonProcessName=Advapi\n"
               "08:59:59.0 Security 4624 TargetUserName=DWM-2 TargetDomainName=\"Window Manager\" "
               "TargetUserSid=S-1-5-90-0-2 TargetLogonId=0xd2 LogonType=2 "
               "LogonProcessName=Advapi TargetLinkedLogonId=0xd3\n"
               "08:59:59.0 Security 4624 TargetUserName=DWM-2 TargetDomainName=\"Window Manager\" "
               "TargetUserSid=S-1-5-90-0-2 TargetLogonId=0xd3 LogonType=2 "
               "LogonProcessName=Advapi TargetLinkedLogonId=0xd2\n" +
                   std::string(kConsoleLogon) + kConsoleLogoff +
                   "17:00:01.4 Security 4634 TargetUserName=DWM-2 TargetLogonId=0xd2 LogonType=2\n",
               strings),
      strings);
  EXPECT_EQ("local success CORP\\alice 09:00:00.0 logon - 17:00:00.1 logoff\n",
            story(correlation, strings));
  EXPECT_EQ(3, std::ranges::count_if(correlation.logon_sessions, [](const LogonSession& logon) {
              return logon.role == LogonRole::window_manager;
            }));
}

// Observed: types 5 and 4 by Advapi; IIS pools (S-1-5-82) and NT SERVICE accounts (S-1-5-80). What
// fails is an attempt all the same: somebody's password is wrong or guessed.
TEST(Traps, ServicesAndTasksAreLogonSessionsButTheirFailuresAreAttempts) {
  Strings strings;
  const auto correlation = correlate(
      timeline("08:00:00.0 Security 4624 TargetUserName=svc_sql TargetDomainName=CORP "
               "TargetUserSid=S-1-5-21-1-2-3-1200 TargetLogonId=0x51 LogonType=5 "
               "LogonProcessName=Advapi\n"
               "08:01:00.0 Security 4624 TargetUserName=DefaultAppPool TargetUserSid=S-1-5-82-1-2 "
               "TargetLogonId=0x52 LogonType=5 LogonProcessName=Advapi\n"
               "08:02:00.0 Security 4624 TargetUserName=svc_backup TargetDomainName=CORP "
               "TargetUserSid=S-1-5-21-1-2-3-1201 TargetLogonId=0x53 LogonType=4 "
               "LogonProcessName=Advapi\n"
               "08:03:00.0 Security 4625 TargetUserName=svc_sql TargetDomainName=CORP "
               "LogonType=5 LogonProcessName=Advapi Status=0xc000006d SubStatus=0xc000006a\n"
               "08:04:00.0 Security 4625 TargetUserName=svc_backup TargetDomainName=CORP "
               "LogonType=4 LogonProcessName=Advapi Status=0xc000006d SubStatus=0xc0000071\n",
               strings),
      strings);
  EXPECT_EQ(
      "service failure CORP\\svc_sql 08:03:00.0 attempt\n"
      "batch failure CORP\\svc_backup 08:04:00.0 attempt\n",
      story(correlation, strings));
  EXPECT_EQ(3u, correlation.logon_sessions.size());
}

// Observed (BELKA r2199 and r2200): UAC tries type 11 and, up to 1.2 s later, type 2. Here the user
// mistypes twice and is right the third time; who runs the prompt is not logged on again.
TEST(Traps, ARefusedUacPromptIsOneAttemptThoughItFailsTwice) {
  Strings strings;
  const auto failure = [](const std::string& time, const std::string& type) {
    return time + " Security 4625 TargetUserName=admin TargetDomainName=CORP LogonType=" + type +
           " LogonProcessName=CredPro ProcessName=C:\\Windows\\System32\\consent.exe "
           "IpAddress=::1 Status=0xc000006d SubStatus=0xc000006a\n";
  };
  const auto correlation =
      correlate(timeline(std::string(kConsoleLogon) + failure("10:00:00.0", "11") +
                             failure("10:00:01.2", "2") + failure("10:00:09.0", "11") +
                             failure("10:00:09.4", "2") +
                             "10:00:20.0 Security 4624 TargetUserName=admin TargetDomainName=CORP "
                             "TargetLogonId=0xad LogonType=11 LogonProcessName=CredPro "
                             "ProcessName=C:\\Windows\\System32\\consent.exe IpAddress=::1\n"
                             "10:30:00.0 Security 4634 TargetUserName=admin TargetLogonId=0xad "
                             "LogonType=2\n",
                         strings),
                strings);
  EXPECT_EQ(
      "local success CORP\\alice 09:00:00.0 logon - … open\n"
      "secondary failure CORP\\admin 10:00:00.0 attempt [elevation]\n"
      "secondary failure CORP\\admin 10:00:09.0 attempt [elevation]\n"
      "secondary success CORP\\admin 10:00:20.0 logon - 10:30:00.0 logoff [elevation]\n",
      story(correlation, strings));
  EXPECT_EQ(2u, correlation.sessions[3].failures_before);
}

// Synthetic: an office behind one address. Two people connect at once; their records interleave.
TEST(Traps, TwoUsersBehindOneAddressAreToldApart) {
  const auto record = [](const std::string& who, const std::string& activity,
                         const std::string& session, const std::string& id) {
    struct Lines {
      std::string first, second, third, fourth;
    };
    return Lines{
        " RdpCore 131 ConnType=TCP ClientIP=203.0.113.9:4000 ActivityID=" + activity + "\n",
        " RCM 1149 Param1=" + who + " Param3=203.0.113.9 ActivityID=" + activity + "\n",
        " Security 4624 TargetUserName=" + who +
            " TargetDomainName=CORP LogonType=10 LogonProcessName=User32 "
            "IpAddress=203.0.113.9 TargetLogonId=" +
            id + "\n",
        " LSM 21 User=CORP\\" + who + " SessionID=" + session +
            " Address=203.0.113.9 ActivityID=" + activity + "\n"};
  };
  const auto bob = record("bob", "0001", "2", "0xb0");
  const auto carol = record("carol", "0002", "3", "0xca");
  Strings strings;
  const auto correlation = correlate(
      timeline("10:00:00.0" + bob.first + "10:00:00.1" + carol.first + "10:00:02.0" + carol.second +
                   "10:00:02.1" + bob.second + "10:00:03.0" + bob.third + "10:00:03.0" +
                   carol.third + "10:00:03.5" + carol.fourth + "10:00:03.6" + bob.fourth +
                   "10:20:00.0 LSM 24 User=CORP\\carol SessionID=3 Address=203.0.113.9 "
                   "ActivityID=0002\n"
                   "10:20:05.0 RCM 1149 Param1=carol Param3=203.0.113.9 ActivityID=0003\n"
                   "10:20:05.0 Security 4624 TargetUserName=carol TargetDomainName=CORP "
                   "LogonType=7 LogonProcessName=User32 IpAddress=203.0.113.9 "
                   "TargetLogonId=0xcb\n"
                   "10:20:05.1 Security 4634 TargetUserName=carol TargetLogonId=0xcb "
                   "LogonType=7\n"
                   "10:20:05.2 LSM 25 User=CORP\\carol SessionID=3 Address=203.0.113.9 "
                   "ActivityID=0003\n"
                   "10:30:00.0 LSM 23 User=CORP\\bob SessionID=2 ActivityID=0001\n",
               strings),
      strings);
  EXPECT_EQ(
      "remote success CORP\\bob from 203.0.113.9 10:00:00.0 logon - 10:30:00.0 logoff\n"
      "remote success CORP\\carol from 203.0.113.9 10:00:00.1 logon - 10:20:00.0 disconnect\n"
      "remote success CORP\\carol from 203.0.113.9 10:20:05.0 reconnect - … open\n",
      story(correlation, strings));
  EXPECT_EQ(0xb0u, correlation.sessions[0].logon_id);
  EXPECT_EQ(0xcau, correlation.sessions[1].logon_id);
}

// Observed: names in other case and with another form of the domain (THESHIRE, THESHIRE.LOCAL).
TEST(Traps, OneAccountInSeveralSpellingsIsOneAccount) {
  EXPECT_EQ("remote success CORP\\Bob from 10.0.0.5 10:00:00.0 logon - 11:00:00.0 logoff\n",
            story("10:00:00.0 RCM 1149 Param1=bob@corp.example Param3=10.0.0.5 ActivityID=0001\n"
                  "10:00:01.0 Security 4624 TargetUserName=BOB TargetDomainName=CORP.EXAMPLE "
                  "TargetLogonId=0xbb LogonType=10 LogonProcessName=User32 IpAddress=10.0.0.5\n"
                  "10:00:01.1 LSM 41 User=CORP\\Bob SessionID=2 ActivityID=0001\n"
                  "10:00:01.5 LSM 21 User=CORP\\Bob SessionID=2 Address=10.0.0.5 ActivityID=0001\n"
                  "11:00:00.0 LSM 23 User=CORP\\bob SessionID=2 ActivityID=0001\n"));
}

// Observed: a U+200E in EventLog 6008's date, NULs and blanks after a value. Synthetic: the same in
// a name, a name of 20 characters (the most that one from before Active Directory has), and one
// outside Unicode's basic plane. Windows itself reads a text up to its first NUL.
TEST(Traps, GarbledNamesSplitNoAccount) {
  const auto visit = [](const std::string& in_security, const std::string& in_lsm) {
    Strings strings;
    const auto correlation =
        correlate(timeline("10:00:01.0 Security 4624 TargetUserName=\"" + in_security +
                               "\" TargetDomainName=CORP TargetLogonId=0xbb LogonType=10 "
                               "LogonProcessName=User32 IpAddress=10.0.0.5\n"
                               "10:00:01.5 LSM 21 User=\"CORP\\" +
                               in_lsm +
                               "\" SessionID=2 Address=10.0.0.5 ActivityID=0001\n"
                               "11:00:00.0 LSM 23 User=\"CORP\\" +
                               in_lsm + "\" SessionID=2 ActivityID=0001\n",
                           strings),
                  strings);
    return correlation.sessions.size() == 1 && correlation.sessions[0].logon_id == 0xbb;
  };
  using namespace std::string_literals;
  EXPECT_TRUE(visit("bob", "bob\0"s));
  EXPECT_TRUE(visit("bob\0garbage"s, "bob"));
  EXPECT_TRUE(visit("bob", "\u200ebob\u200e"));
  EXPECT_TRUE(visit("bob ", "bob"));
  EXPECT_TRUE(visit("a.very.long.user.nam", "A.Very.Long.User.Nam"));
  EXPECT_TRUE(visit("\U0001F600", "\U0001F600"));
  EXPECT_FALSE(visit("bob", "b0b"));
}

}  // namespace
}  // namespace sojourn
