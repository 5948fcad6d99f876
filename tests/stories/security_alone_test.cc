// Stories of Remote Desktop where LocalSessionManager's log was not collected or has rolled over:
// the Security log alone, or with RemoteConnectionManager's, tells who came, left and came back.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/timeline.h"

namespace sojourn {
namespace {

const std::string kEva =
    " TargetUserName=eva TargetDomainName=LAB TargetUserSid=S-1-5-21-1-2-3-1105";

// Observed on Windows 10 and Server 2016 and later: the check of a client's credentials has its
// address, port 0, and lives as long as the connection.
std::string check(const std::string& at, const std::string& id, const std::string& from,
                  const std::string& name, const std::string& port = "0") {
  return at + " Security 4624 Version=2 LogonType=3 LogonProcessName=NtLmSsp" + kEva +
         " TargetLogonId=" + id + " WorkstationName=" + name + " IpAddress=" + from +
         " IpPort=" + port + "\n";
}
std::string logon(const std::string& at, const std::string& type, const std::string& id,
                  const std::string& from) {
  return at + " Security 4624 Version=2 LogonType=" + type + " LogonProcessName=User32" + kEva +
         " TargetLogonId=" + id + " IpAddress=" + from + " IpPort=0\n";
}
std::string end(const std::string& at, const std::string& type, const std::string& id) {
  return at + " Security 4634" + kEva + " TargetLogonId=" + id + " LogonType=" + type + "\n";
}
std::string logoff(const std::string& at, const std::string& id) {
  return at + " Security 4647" + kEva + " TargetLogonId=" + id + "\n";
}
// 4778 and 4779 are audited on few hosts.
std::string station(const std::string& at, const std::string& event, const std::string& from,
                    const std::string& name) {
  return at + " Security " + event +
         " AccountName=eva AccountDomain=LAB LogonID=0xd1 SessionName=" + "RDP-Tcp#1 ClientName=" +
         name + " ClientAddress=" + from + "\n";
}
// Which follows everything, so that the log does not end with what it tells.
constexpr const char* kLater =
    "20:00:00.0 Security 4624 LogonType=5 TargetUserName=SYSTEM TargetUserSid=S-1-5-18 "
    "TargetLogonId=0x3e7\n";

std::string new_desktop() {
  return check("08:00:00.0", "0xc1", "192.0.2.60", "LT60") +
         logon("08:00:01.5", "10", "0xd1", "192.0.2.60");
}

TEST(SecurityAlone, TheEndOfTheCredentialCheckIsTheEndOfTheConnection) {
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - ?08:30:00.0 disconnect\n",
      story(new_desktop() + end("08:30:00.0", "3", "0xc1") + kLater));
}

TEST(SecurityAlone, WhoLogsOffIsNotSaidToDisconnectThoughTheCheckEndsAtOnce) {
  const std::string logged_off =
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - 08:30:00.0 logoff\n";
  EXPECT_EQ(logged_off,
            story(new_desktop() + logoff("08:30:00.0", "0xd1") + end("08:30:00.5", "3", "0xc1") +
                  end("08:31:09.0", "10", "0xd1") + kLater));
  EXPECT_EQ(logged_off, story(new_desktop() + end("08:29:59.9", "3", "0xc1") +
                              logoff("08:30:00.0", "0xd1") + kLater));
}

TEST(SecurityAlone, AnUnlockFromAnotherMachineBehindItsCheckIsAReturn) {
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - ?08:30:00.0 disconnect\n"
      "remote success LAB\\eva from 192.0.2.77/LT77 09:00:00.0 reconnect - ?09:15:00.0 "
      "disconnect\n",
      story(new_desktop() + end("08:30:00.0", "3", "0xc1") +
            check("09:00:00.0", "0xc2", "192.0.2.77", "LT77") +
            logon("09:00:01.5", "7", "0xe2", "192.0.2.77") + end("09:00:01.6", "7", "0xe2") +
            end("09:15:00.0", "3", "0xc2") + kLater));
}

TEST(SecurityAlone, ALaterUnlockWithoutACheckIsWithinTheSession) {
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - ?08:30:00.0 disconnect\n",
      story(new_desktop() + logon("08:20:00.0", "7", "0xe2", "192.0.2.60") +
            end("08:20:00.1", "7", "0xe2") + end("08:30:00.0", "3", "0xc1") + kLater));
}

// Synthetic: of the connection of the one who unlocks neither begin nor check is left.
TEST(SecurityAlone, AnUnlockFromAnotherAddressIsNeverThatOfTheSession) {
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - … unknown\n"
      "remote success LAB\\eva from 192.0.2.77 … unknown - … open\n",
      story(new_desktop() + logon("09:00:01.5", "7", "0xe2", "192.0.2.77") +
            end("09:00:01.6", "7", "0xe2") + kLater));
}

TEST(SecurityAlone, ACheckThatStaysIsAReturnToAStandingDesktopEvenWithoutAnUnlock) {
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - ?08:30:00.0 disconnect\n"
      "remote success LAB\\eva from 192.0.2.77/LT77 09:00:00.0 reconnect - ?09:15:00.0 "
      "disconnect\n",
      story(new_desktop() + end("08:30:00.0", "3", "0xc1") +
            check("09:00:00.0", "0xc2", "192.0.2.77", "LT77") + end("09:15:00.0", "3", "0xc2") +
            kLater));
}

// Observed: the old connection's 4634 comes 6 s after the new one's check, 2 s after its type 7.
TEST(SecurityAlone, WhoseCheckEndsWhileTheNextClientLogsOnIsReplaced) {
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - ?09:00:06.0 replaced\n"
      "remote success LAB\\eva from 192.0.2.77/LT77 09:00:00.0 reconnect - 09:15:00.0 logoff\n",
      story(new_desktop() + check("09:00:00.0", "0xc2", "192.0.2.77", "LT77") +
            logon("09:00:04.0", "7", "0xe2", "192.0.2.77") + end("09:00:04.1", "7", "0xe2") +
            end("09:00:06.0", "3", "0xc1") + logoff("09:15:00.0", "0xd1") +
            end("09:15:00.5", "3", "0xc2") + kLater));
}

// Observed: one second from 4779 to 4778. The next client was authenticated before.
TEST(SecurityAlone, WhoseDesktopTheNextClientIsGivenAtOnceIsReplaced) {
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - 09:00:04.2 replaced\n"
      "remote success LAB\\eva from 192.0.2.77/LT77 09:00:00.0 reconnect - 09:15:00.2 disconnect\n",
      story("08:00:01.6 Winlogon 7001 TSId=2 UserSid=S-1-5-21-1-2-3-1105\n" + new_desktop() +
            check("09:00:00.0", "0xc2", "192.0.2.77", "LT77") +
            station("09:00:04.2", "4779", "192.0.2.60", "LT60") +
            station("09:00:05.0", "4778", "192.0.2.77", "LT77") +
            logon("09:00:06.0", "7", "0xe2", "192.0.2.77") + end("09:00:06.1", "7", "0xe2") +
            station("09:15:00.2", "4779", "192.0.2.77", "LT77") + kLater));
}

TEST(SecurityAlone, AReturnHasItsReconnectionAndTheEndThatWereAudited) {
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - 08:30:00.0 disconnect\n"
      "remote success LAB\\eva from 192.0.2.77/LT77 09:00:00.0 reconnect - 09:15:00.2 disconnect\n",
      story(new_desktop() + station("08:30:00.0", "4779", "192.0.2.60", "LT60") +
            end("08:30:00.1", "3", "0xc1") + check("09:00:00.0", "0xc2", "192.0.2.77", "LT77") +
            station("09:00:01.0", "4778", "192.0.2.77", "LT77") +
            logon("09:00:01.5", "7", "0xe2", "192.0.2.77") + end("09:00:01.6", "7", "0xe2") +
            end("09:15:00.0", "3", "0xc2") + station("09:15:00.2", "4779", "192.0.2.77", "LT77") +
            kLater));
}

// A file share and no check: the client's port is not 0, and nothing follows within 10 s.
TEST(SecurityAlone, ALogonWithAPortStaysAccessOverTheNetwork) {
  const std::string share =
      check("09:00:00.0", "0xc2", "192.0.2.77", "LT77", "50123") + end("09:15:00.0", "3", "0xc2");
  EXPECT_EQ("network success LAB\\eva from 192.0.2.77/LT77 09:00:00.0 logon - 09:15:00.0 logoff\n",
            story(share + kLater));
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - ?08:30:00.0 disconnect\n"
      "network success LAB\\eva from 192.0.2.77/LT77 09:00:00.0 logon - 09:15:00.0 logoff\n",
      story(new_desktop() + end("08:30:00.0", "3", "0xc1") + share + kLater));
}

// Windows 7's have a port.
TEST(SecurityAlone, ALogonWithAPortIsACheckWhereAnUnlockFromThereFollows) {
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - ?08:30:00.0 disconnect\n"
      "remote success LAB\\eva from 192.0.2.77/LT77 09:00:00.0 reconnect - ?09:15:00.0 "
      "disconnect\n",
      story(new_desktop() + end("08:30:00.0", "3", "0xc1") +
            check("09:00:00.0", "0xc2", "192.0.2.77", "LT77", "50123") +
            logon("09:00:01.5", "7", "0xe2", "192.0.2.77") + end("09:00:01.6", "7", "0xe2") +
            end("09:15:00.0", "3", "0xc2") + kLater));
}

TEST(SecurityAlone, ACheckOfSomebodyWithoutADesktopGaveNone) {
  EXPECT_EQ(
      "remote no_desktop LAB\\eva from 192.0.2.77/LT77 09:00:00.0 attempt - ?09:00:03.0 "
      "disconnect\n",
      story(check("09:00:00.0", "0xc2", "192.0.2.77", "LT77") + end("09:00:03.0", "3", "0xc2") +
            kLater));
}

// Of RemoteConnectionManager's log, too, or Windows 7, where LocalSessionManager's ends earlier.
TEST(SecurityAlone, AnAuthenticationWhoseCheckIsGoneAtOnceGaveSomebodyWithoutADesktopNone) {
  const std::string opened = "09:00:00.0 RCM 261 listenerName=RDP-Tcp\n" +
                             check("09:00:02.0", "0xc2", "192.0.2.77", "LT77") +
                             "09:00:02.5 RCM 1149 Param1=eva Param2=LAB Param3=192.0.2.77\n";
  EXPECT_EQ("remote no_desktop LAB\\eva from 192.0.2.77/LT77 09:00:00.0 attempt - … unknown\n",
            story(opened + end("09:00:03.0", "3", "0xc2") + kLater));
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - 08:30:00.0 logoff\n"
      "remote no_desktop LAB\\eva from 192.0.2.77/LT77 09:00:00.0 attempt - … unknown\n",
      story(new_desktop() + logoff("08:30:00.0", "0xd1") + opened + end("09:00:03.0", "3", "0xc2") +
            kLater));
  // Whether it would have left more the logs do not tell.
  EXPECT_EQ("remote unknown LAB\\eva from 192.0.2.77/LT77 09:00:00.0 attempt - … unknown\n",
            story(opened + end("09:00:03.0", "3", "0xc2")));
}

// Observed: an aborted logon's type 10 lived for 7.3 s; where the password was typed at the screen
// of a temporary session for a return, 1.5 s.
TEST(SecurityAlone, AType10ThatLivesSecondsOfSomebodyWithoutADesktopGaveNone) {
  for (const char* gone : {"09:00:03.0", "09:00:08.8"}) {
    EXPECT_EQ("remote no_desktop LAB\\eva from 192.0.2.77/LT77 09:00:00.0 attempt - " +
                  std::string(gone) + " logoff\n",
              story(check("09:00:00.0", "0xc2", "192.0.2.77", "LT77") +
                    logon("09:00:01.5", "10", "0xd1", "192.0.2.77") + end(gone, "10", "0xd1") +
                    end("09:00:09.0", "3", "0xc2") + kLater));
  }
}

TEST(SecurityAlone, AType10ThatIsThrownAwayIsAReturnToAStandingDesktop) {
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - ?08:30:00.0 disconnect\n"
      "remote success LAB\\eva from 192.0.2.77 09:00:01.5 reconnect - 09:30:00.0 logoff\n",
      story(new_desktop() + end("08:30:00.0", "3", "0xc1") +
            logon("09:00:01.5", "10", "0xe2", "192.0.2.77") + end("09:00:03.0", "10", "0xe2") +
            logoff("09:30:00.0", "0xd1") + kLater));
}

// Synthetic: the log begins within the connection.
TEST(SecurityAlone, AConnectionKnownByItsUnlocksAndTheEndOfItsCheckHasAnUnknownStart) {
  EXPECT_EQ("remote success LAB\\eva from 192.0.2.60 … unknown - ?08:30:00.0 disconnect\n",
            story(logon("08:10:00.0", "7", "0xe2", "192.0.2.60") + end("08:10:00.1", "7", "0xe2") +
                  logon("08:20:00.0", "7", "0xe3", "192.0.2.60") + end("08:20:00.1", "7", "0xe3") +
                  end("08:30:00.0", "3", "0xc1") + kLater));
}

// Observed: current clients check twice, 0.15 to 4.7 s apart; the first check lives 20 to 190 ms.
TEST(SecurityAlone, AClientThatChecksTwiceLogsOnOnce) {
  const std::string twice = check("08:00:00.0", "0xc1", "192.0.2.60", "LT60") +
                            end("08:00:00.1", "3", "0xc1") +
                            check("08:00:00.3", "0xc2", "192.0.2.60", "LT60");
  EXPECT_EQ("remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - 09:00:00.0 logoff\n",
            story(twice + logon("08:00:01.5", "10", "0xd1", "192.0.2.60") +
                  logoff("09:00:00.0", "0xd1") + end("09:00:01.0", "3", "0xc2") + kLater));
  EXPECT_EQ(
      "remote no_desktop LAB\\eva from 192.0.2.60/LT60 08:00:00.0 attempt - ?08:00:05.0 "
      "disconnect\n",
      story(twice + end("08:00:05.0", "3", "0xc2") + kLater));
}

TEST(SecurityAlone, ADisconnectOfAnotherClientIsTheEndOfAnotherSession) {
  const std::string first = logon("08:00:00.0", "10", "0xd1", "192.0.2.60") +
                            station("09:00:00.0", "4779", "192.0.2.60", "LT60");
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60 08:00:00.0 logon - 09:00:00.0 disconnect\n"
      "remote success LAB\\eva from 192.0.2.62/LT62 … unknown - 11:00:00.0 disconnect\n",
      story(first + station("11:00:00.0", "4779", "192.0.2.62", "LT62") + kLater));
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60 08:00:00.0 logon - 09:00:00.0 disconnect\n"
      "remote success LAB\\eva from 192.0.2.60/LT60 … unknown - 11:00:00.0 disconnect\n",
      story(first + station("11:00:00.0", "4779", "192.0.2.60", "LT60") + kLater));
}

TEST(SecurityAlone, AnEndIs4647sBeforeWinlogons7002) {
  EXPECT_EQ("local success LAB\\eva 08:00:00.0 logon - 09:00:00.0 logoff\n",
            story(logon("08:00:00.0", "2", "0xd1", "127.0.0.1") +
                  "08:00:00.2 Winlogon 7001 TSId=1 UserSid=S-1-5-21-1-2-3-1105\n" +
                  logoff("09:00:00.0", "0xd1") +
                  "09:00:07.0 Winlogon 7002 TSId=1 UserSid=S-1-5-21-1-2-3-1105\n" + kLater));
}

TEST(SecurityAlone, ALogoffWithoutALogonIsTheEndOfASessionWithAnUnknownStart) {
  const std::string notice = "09:00:07.0 Winlogon 7002 TSId=1 UserSid=S-1-5-21-1-2-3-1105\n";
  EXPECT_EQ("local success LAB\\eva … unknown - 09:00:00.0 logoff\n",
            story(logoff("09:00:00.0", "0xd1") + notice + kLater));
  EXPECT_EQ("local success ? … unknown - ?09:00:07.0 logoff\n", story(notice));
}

// Winlogon's notices tell when a desktop began and was gone, and not who was at it meanwhile.
TEST(SecurityAlone, ReturnsToADesktopOfWinlogonsNoticesAreToldBySecurity) {
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - ?08:30:00.0 disconnect\n"
      "remote success LAB\\eva from 192.0.2.77/LT77 09:00:00.0 reconnect - 10:00:00.0 logoff\n",
      story(new_desktop() + "08:00:01.6 Winlogon 7001 TSId=2 UserSid=S-1-5-21-1-2-3-1105\n" +
            end("08:30:00.0", "3", "0xc1") + check("09:00:00.0", "0xc2", "192.0.2.77", "LT77") +
            logon("09:00:01.5", "7", "0xe2", "192.0.2.77") + end("09:00:01.6", "7", "0xe2") +
            logoff("10:00:00.0", "0xd1") +
            "10:00:00.4 Winlogon 7002 TSId=2 UserSid=S-1-5-21-1-2-3-1105\n" +
            end("10:00:01.0", "3", "0xc2") + kLater));
}

// Observed on Windows 7: the limited half ends hours before the full one.
TEST(SecurityAlone, ADesktopIsThereAsLongAsOneHalfOfItsToken) {
  const auto half = [&](const std::string& id, const std::string& other, const std::string& full) {
    return "08:00:00.0 Security 4624 Version=2 LogonType=2 LogonProcessName=User32" + kEva +
           " TargetLogonId=" + id + " TargetLinkedLogonId=" + other + " ElevatedToken=" + full +
           " IpAddress=127.0.0.1 IpPort=0\n";
  };
  EXPECT_EQ("local success LAB\\eva 08:00:00.0 logon - 12:00:00.0 logoff\n",
            story(half("0xd0", "0xd1", "%%1842") + half("0xd1", "0xd0", "%%1843") +
                  end("09:00:00.0", "2", "0xd1") + logoff("12:00:00.0", "0xd0") + kLater));
}

// RdpCoreTS closes the connection before LSASS ends the check.
TEST(SecurityAlone, AReturnEndsWhereItsConnectionIsClosed) {
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - ?08:30:00.0 disconnect\n"
      "remote success LAB\\eva from 192.0.2.77/LT77 09:00:00.0 reconnect - 09:15:00.0 "
      "disconnect\n",
      story(new_desktop() + end("08:30:00.0", "3", "0xc1") +
            "09:00:00.0 RdpCore 131 ConnType=TCP ClientIP=192.0.2.77:4000 ActivityID=0001\n" +
            check("09:00:00.2", "0xc2", "192.0.2.77", "LT77") +
            "09:00:00.5 RCM 1149 Param1=eva Param2=LAB Param3=192.0.2.77 ActivityID=0001\n" +
            logon("09:00:01.5", "7", "0xe2", "192.0.2.77") + end("09:00:01.6", "7", "0xe2") +
            "09:15:00.0 RdpCore 102 ActivityID=0001\n" + end("09:15:00.2", "3", "0xc2") + kLater));
}

TEST(SecurityAlone, AReturnIsReplacedWhereItsConnectionSaysSo) {
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - ?08:30:00.0 disconnect\n"
      "remote success LAB\\eva from 192.0.2.77/LT77 09:00:00.0 reconnect - 09:15:00.0 replaced\n",
      story(new_desktop() + end("08:30:00.0", "3", "0xc1") +
            "09:00:00.0 RdpCore 131 ConnType=TCP ClientIP=192.0.2.77:4000 ActivityID=0001\n" +
            check("09:00:00.2", "0xc2", "192.0.2.77", "LT77") +
            "09:00:00.5 RCM 1149 Param1=eva Param2=LAB Param3=192.0.2.77 ActivityID=0001\n"
            "09:15:00.0 RdpCore 102 ActivityID=0001\n"
            "09:15:00.1 RdpCore 103 ReasonCode=5 ActivityID=0001\n" +
            kLater));
}

// Server 2012 R2.
TEST(SecurityAlone, ACheckWithoutAnAddressIsOfTheClientThatUnlocksRightBehindIt) {
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - ?08:30:00.0 disconnect\n"
      "remote success LAB\\eva from 192.0.2.77/LT77 09:00:00.0 reconnect - ?09:15:00.0 "
      "disconnect\n",
      story(new_desktop() + end("08:30:00.0", "3", "0xc1") +
            check("09:00:00.0", "0xc2", "-", "LT77", "-") +
            logon("09:00:01.5", "7", "0xe2", "192.0.2.77") + end("09:00:01.6", "7", "0xe2") +
            end("09:15:00.0", "3", "0xc2") + kLater));
}

// The 4778 that would tell when the desktop was given is lost.
TEST(SecurityAlone, ADesktopIsGivenNoEarlierThanItWasLost) {
  Strings strings;
  const Correlation found =
      correlate(timeline(new_desktop() + check("09:00:00.0", "0xc2", "192.0.2.77", "LT77") +
                             logon("09:00:01.5", "7", "0xe2", "192.0.2.77") +
                             station("09:00:02.0", "4779", "192.0.2.60", "LT60") + kLater,
                         strings),
                strings);
  ASSERT_EQ(2U, found.sessions.size());
  EXPECT_EQ(EndReason::replaced, found.sessions[0].end_reason);
  EXPECT_TRUE(found.sessions[0].end_exact);
  EXPECT_EQ(std::nullopt, found.sessions[1].granted);
}

}  // namespace
}  // namespace sojourn
