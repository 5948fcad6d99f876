// Stories where LocalSessionManager's log is missing and the logons of the window managers tell in
// which Windows session a desktop was, and whose desktop went on.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/support/timeline.h"

namespace sojourn {
namespace {

std::string manager(const std::string& at, int number, const std::string& id) {
  const std::string k = std::to_string(number);
  return at + " Security 4624 Version=2 LogonType=2 LogonProcessName=Advapi TargetUserName=DWM-" +
         k + " \"TargetDomainName=Window Manager\" TargetUserSid=S-1-5-90-0-" + k +
         " TargetLogonId=" + id + "\n";
}
std::string manager_gone(const std::string& at, int number, const std::string& id) {
  const std::string k = std::to_string(number);
  return at + " Security 4634 TargetUserName=DWM-" + k + " TargetUserSid=S-1-5-90-0-" + k +
         " TargetLogonId=" + id + " LogonType=2\n";
}

struct Person {
  std::string name, sid;
};
const Person kEva{"eva", "S-1-5-21-1-2-3-1105"};
const Person kBob{"bob", "S-1-5-21-1-2-3-1106"};

std::string of(const Person& who) {
  return " TargetUserName=" + who.name + " TargetDomainName=LAB TargetUserSid=" + who.sid;
}
std::string logon(const std::string& at, const Person& who, const std::string& type,
                  const std::string& id, const std::string& from) {
  return at + " Security 4624 Version=2 LogonType=" + type + " LogonProcessName=User32" + of(who) +
         " TargetLogonId=" + id + " IpAddress=" + from + " IpPort=0\n";
}
std::string check(const std::string& at, const Person& who, const std::string& id,
                  const std::string& from) {
  return at + " Security 4624 Version=2 LogonType=3 LogonProcessName=NtLmSsp" + of(who) +
         " TargetLogonId=" + id + " IpAddress=" + from + " IpPort=0\n";
}
std::string end(const std::string& at, const Person& who, const std::string& type,
                const std::string& id) {
  return at + " Security 4634" + of(who) + " TargetLogonId=" + id + " LogonType=" + type + "\n";
}
std::string logoff(const std::string& at, const Person& who, const std::string& id) {
  return at + " Security 4647" + of(who) + " TargetLogonId=" + id + "\n";
}
// Which follows everything, so that the log does not end with what it tells.
constexpr const char* kLater =
    "20:00:00.0 Security 4624 LogonType=5 TargetUserName=SYSTEM TargetUserSid=S-1-5-18 "
    "TargetLogonId=0x3e7\n";

// The story, each line with the number of the Windows session before it, "-" without one.
std::string numbered(const std::string& text) {
  Strings strings;
  std::vector<Event> events = timeline(text, strings);
  const std::vector<RecordRange> ranges = ranges_of(events);
  const Correlation correlation = correlate(std::move(events), strings, {}, ranges);
  std::string lines = story(correlation, strings), result;
  std::size_t from = 0;
  for (const Session& session : correlation.sessions) {
    std::uint32_t number = session.windows_session;
    if (session.local_session != kNone)
      number = row_of(correlation.local_sessions, session.local_session).number;
    const std::size_t next = lines.find('\n', from) + 1;
    result += (number == kNone ? "-" : std::to_string(number)) + " ";
    result += lines.substr(from, next - from);
    from = next;
  }
  return result;
}

// The console waits for its user since the boot.
std::string boot() { return "06:59:59.0 Security 4608\n" + manager("07:00:00.0", 1, "0xd01"); }
// And eva comes over RDP.
std::string eva_in_2() {
  return boot() + manager("08:00:01.0", 2, "0xd02") +
         logon("08:00:01.5", kEva, "10", "0xd1", "192.0.2.60");
}

TEST(WindowManagers, TheOneBeforeAType10ThatStaysTellsTheNumberOfItsNewWindowsSession) {
  EXPECT_EQ("2 remote success LAB\\eva from 192.0.2.60 08:00:01.5 logon - 09:00:00.0 logoff\n",
            numbered(eva_in_2() + logoff("09:00:00.0", kEva, "0xd1") +
                     manager_gone("09:00:01.3", 2, "0xd02") + kLater));
}

TEST(WindowManagers, TheOneThatWaitedSinceTheBootIsOfTheConsole) {
  EXPECT_EQ(
      "2 remote success LAB\\eva from 192.0.2.60 08:00:01.5 logon - … open\n"
      "1 local success LAB\\bob 08:30:00.0 logon - 09:00:00.0 logoff\n",
      numbered(eva_in_2() + logon("08:30:00.0", kBob, "2", "0xb1", "127.0.0.1") +
               logoff("09:00:00.0", kBob, "0xb1") + manager_gone("09:00:01.0", 1, "0xd01") +
               kLater));
}

// Observed: 1.0 to 1.7 s after the type 10 its window manager is gone. Its own 4634 may be lost.
TEST(WindowManagers, AType10WhoseWindowsSessionIsGoneAtOnceIsAReturn) {
  const std::string returned = manager("09:00:00.0", 3, "0xd03") +
                               logon("09:00:00.5", kEva, "10", "0xe2", "192.0.2.77") +
                               manager_gone("09:00:01.9", 3, "0xd03");
  const std::string told =
      "2 remote success LAB\\eva from 192.0.2.60 08:00:01.5 logon - … unknown\n"
      "2 remote success LAB\\eva from 192.0.2.77 09:00:00.5 reconnect - 10:00:00.0 logoff\n";
  EXPECT_EQ(told, numbered(eva_in_2() + returned + logoff("10:00:00.0", kEva, "0xd1") + kLater));
  EXPECT_EQ(told, numbered(eva_in_2() + returned + end("09:00:30.0", kEva, "10", "0xe2") +
                           logoff("10:00:00.0", kEva, "0xd1") + kLater));
}

TEST(WindowManagers, AType10WhoseWindowsSessionIsGoneAtOnceGaveNoDesktopToWhoHadNone) {
  EXPECT_EQ(
      "- remote no_desktop LAB\\eva from 192.0.2.77 09:00:00.5 attempt - ?09:00:01.9 logoff\n",
      numbered(boot() + manager("09:00:00.0", 3, "0xd03") +
               logon("09:00:00.5", kEva, "10", "0xe2", "192.0.2.77") +
               manager_gone("09:00:01.9", 3, "0xd03") + kLater));
}

// Who logs off at once had a desktop.
TEST(WindowManagers, AType10ThatIsLoggedOffWithinSecondsIsANewDesktop) {
  EXPECT_EQ("2 remote success LAB\\eva from 192.0.2.60 08:00:01.5 logon - 08:00:04.0 logoff\n",
            numbered(eva_in_2() + logoff("08:00:04.0", kEva, "0xd1") +
                     manager_gone("08:00:04.4", 2, "0xd02") + kLater));
}

// Over VMBus the client has no address.
TEST(WindowManagers, AReturnWithoutAnAddressIsToldByItsLogonScreen) {
  EXPECT_EQ(
      "2 remote success LAB\\eva 08:00:01.5 logon - … unknown\n"
      "2 remote success LAB\\eva 09:00:00.5 reconnect - 10:00:00.0 logoff\n",
      numbered(boot() + manager("08:00:01.0", 2, "0xd02") +
               logon("08:00:01.5", kEva, "10", "0xd1", "0.0.0.0") +
               manager("09:00:00.0", 3, "0xd03") +
               logon("09:00:00.5", kEva, "10", "0xe2", "0.0.0.0") +
               end("09:00:01.5", kEva, "10", "0xe2") + manager_gone("09:00:01.9", 3, "0xd03") +
               logoff("10:00:00.0", kEva, "0xd1") + kLater));
}

// Of a connection without a check of its credentials nothing tells the end.
TEST(WindowManagers, WhoReturnsWithoutACheckIsNotSaidToReplaceWhoDidBefore) {
  const auto returns = [](const std::string& hour, int number, const std::string& from) {
    const std::string id = std::to_string(number);
    return manager(hour + ":00:00.0", number, "0xd0" + id) +
           logon(hour + ":00:00.5", kEva, "10", "0xe" + id, from) +
           end(hour + ":00:01.5", kEva, "10", "0xe" + id) +
           manager_gone(hour + ":00:01.9", number, "0xd0" + id);
  };
  EXPECT_EQ(
      "2 remote success LAB\\eva from 192.0.2.60 08:00:01.5 logon - … unknown\n"
      "2 remote success LAB\\eva from 192.0.2.77 09:00:00.5 reconnect - … unknown\n"
      "2 remote success LAB\\eva from 192.0.2.60 11:00:00.5 reconnect - … open\n",
      numbered(eva_in_2() + returns("09", 3, "192.0.2.77") + returns("11", 4, "192.0.2.60") +
               kLater));
}

TEST(WindowManagers, OneThatIsBegunAgainIsOfTheSameWindowsSession) {
  EXPECT_EQ("1 local success LAB\\bob 08:30:00.0 logon - 10:00:00.0 logoff\n",
            numbered(boot() + logon("08:30:00.0", kBob, "2", "0xb1", "127.0.0.1") +
                     manager_gone("09:00:00.0", 1, "0xd01") + manager("09:00:01.0", 1, "0xd09") +
                     logoff("10:00:00.0", kBob, "0xb1") + manager_gone("10:00:01.0", 1, "0xd09") +
                     kLater));
}

// Of two desktops of one account one goes: the other is what its user comes back to.
TEST(WindowManagers, TheDesktopWhoseWindowManagerStaysGoesOn) {
  EXPECT_EQ(
      "2 remote success LAB\\eva from 192.0.2.60 08:00:01.5 logon - … unknown\n"
      "3 remote success LAB\\eva from 192.0.2.61 08:10:01.5 logon - ?08:40:00.0 logoff\n"
      "2 remote success LAB\\eva from 192.0.2.60 09:00:00.5 reconnect - 10:00:00.0 logoff\n",
      numbered(eva_in_2() + manager("08:10:01.0", 3, "0xd03") +
               logon("08:10:01.5", kEva, "10", "0xd3", "192.0.2.61") +
               manager_gone("08:40:00.0", 3, "0xd03") + manager("09:00:00.0", 4, "0xd04") +
               logon("09:00:00.5", kEva, "10", "0xe2", "192.0.2.60") +
               end("09:00:01.5", kEva, "10", "0xe2") + manager_gone("09:00:01.9", 4, "0xd04") +
               logoff("10:00:00.0", kEva, "0xd1") + kLater));
}

// Observed: the 4634 of a type 10 came 69 s after its 4647.
TEST(WindowManagers, WhereA4647IsLostTheWindowManagersEndIsNearerThanTheLogons) {
  EXPECT_EQ("2 remote success LAB\\eva from 192.0.2.60 08:00:01.5 logon - ?09:00:01.3 logoff\n",
            numbered(eva_in_2() + manager_gone("09:00:01.3", 2, "0xd02") +
                     end("09:01:09.0", kEva, "10", "0xd1") + kLater));
}

TEST(WindowManagers, OfTwoWhoLogOnInTheSameSecondsNoneIsSaidToHaveOneOrTheOther) {
  const std::string bob = logon("08:00:02.5", kBob, "10", "0xb1", "192.0.2.61");
  EXPECT_EQ(
      "- remote success LAB\\eva from 192.0.2.60 08:00:01.5 logon - … open\n"
      "- remote success LAB\\bob from 192.0.2.61 08:00:02.5 logon - … open\n",
      numbered(boot() + manager("08:00:01.0", 2, "0xd02") + manager("08:00:01.2", 3, "0xd03") +
               logon("08:00:01.5", kEva, "10", "0xd1", "192.0.2.60") + bob + kLater));
  EXPECT_EQ(
      "2 remote success LAB\\eva from 192.0.2.60 08:00:01.5 logon - … open\n"
      "3 remote success LAB\\bob from 192.0.2.61 08:10:02.5 logon - … open\n",
      numbered(eva_in_2() + manager("08:10:02.0", 3, "0xd03") +
               logon("08:10:02.5", kBob, "10", "0xb1", "192.0.2.61") + kLater));
}

// Observed in the simulator only: who comes over RDP waits for the console to be left, whose new
// logon screen is drawn right before his logon.
TEST(WindowManagers, TheNewLogonScreenOfTheConsoleIsNotThatOfWhoTakesItOver) {
  EXPECT_EQ(
      "1 local success LAB\\bob 07:30:00.0 logon - … open\n"
      "- remote success LAB\\eva from 192.0.2.60 07:59:59.0 logon - 10:00:00.0 logoff\n",
      numbered(boot() + logon("07:30:00.0", kBob, "2", "0xb1", "127.0.0.1") +
               check("07:59:59.0", kEva, "0xc1", "192.0.2.60") + manager("08:00:00.0", 2, "0xd02") +
               manager("08:00:08.0", 3, "0xd03") +
               logon("08:00:08.1", kEva, "10", "0xd1", "192.0.2.60") +
               logoff("10:00:00.0", kEva, "0xd1") + kLater));
}

// The console's was drawn before the log begins, another is left from who did not log on.
TEST(WindowManagers, WhereTheBootIsNotInTheLogOnlyTheOneBehindACheckIsThatOfALogon) {
  EXPECT_EQ(
      "- local success LAB\\bob 07:30:00.0 logon - … open\n"
      "3 remote success LAB\\eva from 192.0.2.60 07:59:59.0 logon - … open\n",
      numbered(manager("07:00:00.0", 2, "0xd02") +
               logon("07:30:00.0", kBob, "2", "0xb1", "127.0.0.1") +
               check("07:59:59.0", kEva, "0xc1", "192.0.2.60") + manager("08:00:00.0", 3, "0xd03") +
               logon("08:00:00.5", kEva, "10", "0xd1", "192.0.2.60") + kLater));
}

// One whose record is lost may be that of the logon.
TEST(WindowManagers, AcrossAHoleNoneIsTakenForThatOfALogon) {
  const std::string before = boot() + manager("07:10:00.0", 2, "0xd02");
  const std::string after = logon("08:00:01.5", kEva, "10", "0xd1", "192.0.2.60") + kLater;
  EXPECT_EQ("2 remote success LAB\\eva from 192.0.2.60 08:00:01.5 logon - … open\n",
            numbered(before + after));
  const std::string hole =
      "07:30:00.0 Security 4624 LogonType=5 TargetUserName=SYSTEM TargetUserSid=S-1-5-18 "
      "TargetLogonId=0x3e7 RecordID=700\n";
  EXPECT_EQ("- remote success LAB\\eva from 192.0.2.60 08:00:01.5 logon - … open\n",
            numbered(before + hole + after));
}

// Synthetic: the window manager's number is wrong.
TEST(WindowManagers, WhereLocalSessionManagerTellsItIsNotAsked) {
  EXPECT_EQ("5 remote success LAB\\eva from 192.0.2.60 08:00:01.5 logon - 09:00:00.0 logoff\n",
            numbered("06:00:00.0 LSM 32\n" + eva_in_2() +
                     "08:00:01.6 LSM 41 User=LAB\\eva SessionID=5\n"
                     "08:00:02.0 LSM 21 User=LAB\\eva SessionID=5 Address=192.0.2.60\n" +
                     manager_gone("08:00:02.5", 2, "0xd02") +
                     "09:00:00.0 LSM 23 User=LAB\\eva SessionID=5\n" + kLater));
}

}  // namespace
}  // namespace sojourn
