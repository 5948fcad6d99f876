// Stories of desktops whose beginning LocalSessionManager told, and whose later course it does not:
// its log has ended, or has a hole. The Security log goes on.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/timeline.h"

namespace sojourn {
namespace {

const std::string kEva =
    " TargetUserName=eva TargetDomainName=LAB TargetUserSid=S-1-5-21-1-2-3-1105";

std::string check(const std::string& at, const std::string& id, const std::string& from,
                  const std::string& name) {
  return at + " Security 4624 Version=2 LogonType=3 LogonProcessName=NtLmSsp" + kEva +
         " TargetLogonId=" + id + " WorkstationName=" + name + " IpAddress=" + from + " IpPort=0\n";
}
std::string logon(const std::string& at, const std::string& type, const std::string& id,
                  const std::string& from) {
  return at + " Security 4624 Version=2 LogonType=" + type + " LogonProcessName=User32" + kEva +
         " TargetLogonId=" + id + " IpAddress=" + from + " IpPort=0\n";
}
std::string unlock(const std::string& at, const std::string& id, const std::string& from) {
  return logon(at, "7", id, from) + at + " Security 4634" + kEva + " TargetLogonId=" + id +
         " LogonType=7\n";
}
std::string end(const std::string& at, const std::string& type, const std::string& id) {
  return at + " Security 4634" + kEva + " TargetLogonId=" + id + " LogonType=" + type + "\n";
}

// Eva's desktop, begun over Remote Desktop, is the last that LocalSessionManager tells of.
std::string told_desktop() {
  return "07:00:00.0 LSM 32 RecordID=10\n" + check("08:00:00.0", "0xc1", "192.0.2.60", "LT60") +
         logon("08:00:01.5", "10", "0xd1", "192.0.2.60") +
         "08:00:02.0 LSM 21 RecordID=11 User=LAB\\eva SessionID=2 Address=192.0.2.60\n";
}
constexpr const char* kLater =
    "20:00:00.0 Security 4624 LogonType=5 TargetUserName=SYSTEM TargetUserSid=S-1-5-18 "
    "TargetLogonId=0x3e7\n";

const std::string kFirst =
    "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - ?08:30:00.0 disconnect\n";

TEST(SilentLsm, AReturnBehindItsLastRecordGoesOnWithTheDesktop) {
  EXPECT_EQ(
      kFirst +
          "remote success LAB\\eva from 192.0.2.77/LT77 09:00:00.0 reconnect - ?09:15:00.0 "
          "disconnect\n",
      story(told_desktop() + end("08:30:00.0", "3", "0xc1") +
            check("09:00:00.0", "0xc2", "192.0.2.77", "LT77") +
            unlock("09:00:01.5", "0xe2", "192.0.2.77") + end("09:15:00.0", "3", "0xc2") + kLater));
}

TEST(SilentLsm, AReturnIsOfTheWindowsSessionThatItsDesktopHas) {
  Strings strings;
  const Correlation found =
      correlate(timeline(told_desktop() + check("09:00:00.0", "0xc2", "192.0.2.77", "LT77") +
                             unlock("09:00:01.5", "0xe2", "192.0.2.77") + kLater,
                         strings),
                strings);
  ASSERT_EQ(2U, found.sessions.size());
  EXPECT_EQ(found.sessions[0].local_session, found.sessions[1].local_session);
  EXPECT_EQ(EndReason::replaced, found.sessions[0].end_reason);
}

TEST(SilentLsm, ACheckThatStaysIsAReturnEvenWithoutAnUnlock) {
  EXPECT_EQ(kFirst +
                "remote success LAB\\eva from 192.0.2.77/LT77 09:00:00.0 reconnect - ?09:15:00.0 "
                "disconnect\n",
            story(told_desktop() + end("08:30:00.0", "3", "0xc1") +
                  check("09:00:00.0", "0xc2", "192.0.2.77", "LT77") +
                  end("09:15:00.0", "3", "0xc2") + kLater));
}

const std::string kFirstBeforeAHole = kFirst.substr(0, kFirst.size() - 1) + " [gap]\n";

TEST(SilentLsm, AnEndBehindAHoleIsOfTheReturnInIt) {
  EXPECT_EQ(
      kFirstBeforeAHole +
          "remote success LAB\\eva from 192.0.2.77/LT77 09:00:00.0 reconnect - 10:00:00.0 "
          "disconnect [gap]\n",
      story_by_ids(told_desktop() + end("08:30:00.0", "3", "0xc1") +
                   check("09:00:00.0", "0xc2", "192.0.2.77", "LT77") +
                   unlock("09:00:01.5", "0xe2", "192.0.2.77") +
                   "10:00:00.0 LSM 24 RecordID=40 User=LAB\\eva SessionID=2 Address=192.0.2.77\n" +
                   kLater));
}

TEST(SilentLsm, WhoUnlocksADesktopThatItsClientLeftIsAtTheConsole) {
  EXPECT_EQ(
      kFirstBeforeAHole + "local success LAB\\eva 09:00:00.0 reconnect - 10:00:00.0 logoff [gap]\n",
      story_by_ids(told_desktop() + end("08:30:00.0", "3", "0xc1") +
                   unlock("09:00:00.0", "0xe2", "127.0.0.1") +
                   "10:00:00.0 LSM 23 RecordID=40 User=LAB\\eva SessionID=2\n" + kLater));
}

// Her 24 is the last record before the hole, and in it she came back.
TEST(SilentLsm, WhoUnlocksADesktopBehindAHoleThatBeganWhenItsClientLeftCameInIt) {
  const std::string kim = "User=LAB\\kim SessionID=3 Address=LOCAL ActivityID=console\n";
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - 08:30:00.0 disconnect\n"
      "local success LAB\\kim 09:00:00.0 logon - 10:30:00.0 logoff\n"
      "local success LAB\\eva … unknown - 11:00:00.0 logoff [gap]\n",
      story_by_ids(told_desktop() +
                   "08:30:00.0 LSM 24 RecordID=12 User=LAB\\eva SessionID=2 Address=192.0.2.60\n"
                   "09:00:00.0 LSM 21 RecordID=20 " +
                   kim + unlock("10:00:00.0", "0xe2", "127.0.0.1") +
                   "10:30:00.0 LSM 23 RecordID=21 " + kim +
                   "11:00:00.0 LSM 23 RecordID=22 User=LAB\\eva SessionID=2\n" + kLater));
}

TEST(SilentLsm, WhereNoRecordIsMissingSinceSheLeftAnUnlockIsNoReturn) {
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - 08:30:00.0 disconnect\n",
      story_by_ids(told_desktop() +
                   "08:30:00.0 LSM 24 RecordID=12 User=LAB\\eva SessionID=2 Address=192.0.2.60\n" +
                   unlock("10:00:00.0", "0xe2", "127.0.0.1") +
                   "11:00:00.0 LSM 23 RecordID=13 User=LAB\\eva SessionID=2\n" + kLater));
}

TEST(SilentLsm, AnUnlockByTheClientThatIsThereIsNoReturn) {
  EXPECT_EQ("remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - … open\n",
            story(told_desktop() + unlock("09:00:00.0", "0xe2", "192.0.2.60") + kLater));
}

TEST(SilentLsm, AnUnlockWhereItsLogReachesIsNoReturn) {
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - 10:00:00.0 logoff\n"
      "remote no_desktop LAB\\eva from 192.0.2.60/LT60 09:00:00.0 attempt - ?09:00:03.0 "
      "disconnect\n",
      story_by_ids(told_desktop() + check("09:00:00.0", "0xc2", "192.0.2.60", "LT60") +
                   unlock("09:00:01.5", "0xe2", "192.0.2.60") + end("09:00:03.0", "3", "0xc2") +
                   "10:00:00.0 LSM 23 RecordID=12 User=LAB\\eva SessionID=2\n" + kLater));
}

// Server 2012 R2 names no address in the check: it is of the client that unlocks behind it while it
// is there still.
TEST(SilentLsm, ACheckWithoutAnAddressIsOfTheClientThatUnlocksRightBehindIt) {
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - ?09:00:01.5 replaced\n"
      "remote success LAB\\eva from 192.0.2.77/LT77 09:00:00.0 reconnect - ?09:15:00.0 "
      "disconnect\n",
      story(told_desktop() + check("09:00:00.0", "0xc2", "-", "LT77") +
            unlock("09:00:01.5", "0xe2", "192.0.2.77") + end("09:00:03.0", "3", "0xc1") +
            end("09:15:00.0", "3", "0xc2") + kLater));
}

// Of one who logged on over the network and had gone nothing tells how the other client came.
TEST(SilentLsm, ANetworkLogonWithoutAnAddressThatIsOverChecksNoClient) {
  EXPECT_EQ(
      "remote success LAB\\eva from 192.0.2.60/LT60 08:00:00.0 logon - ?09:00:01.5 unknown\n"
      "network success LAB\\eva from /LT77 09:00:00.0 logon - 09:00:01.0 logoff\n"
      "remote success LAB\\eva from 192.0.2.77 … unknown - … open\n",
      story(told_desktop() + check("09:00:00.0", "0xc2", "-", "LT77") +
            end("09:00:01.0", "3", "0xc2") + unlock("09:00:01.5", "0xe2", "192.0.2.77") + kLater));
}

TEST(SilentLsm, AConnectionThatAnotherReplacedSaysSoWhenItCloses) {
  EXPECT_EQ("remote success LAB\\eva from 192.0.2.60 08:00:00.0 logon - 08:30:00.0 replaced\n",
            story("07:00:00.0 LSM 32\n"
                  "08:00:00.0 RdpCore 131 ConnType=TCP ClientIP=192.0.2.60:4000 ActivityID=0001\n"
                  "08:00:00.5 RCM 1149 Param1=eva Param2=LAB Param3=192.0.2.60 ActivityID=0001\n"
                  "08:00:02.0 LSM 21 User=LAB\\eva SessionID=2 Address=192.0.2.60 ActivityID=0001\n"
                  "08:30:00.0 RdpCore 102 ActivityID=0001\n"
                  "08:30:00.1 RdpCore 103 ReasonCode=5 ActivityID=0001\n" +
                  std::string(kLater)));
}

}  // namespace
}  // namespace sojourn
