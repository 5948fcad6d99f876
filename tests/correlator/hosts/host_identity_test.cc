// Renamed machines, clones, and two machines of one name: which logs are whose.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "correlator/hosts/hosts.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

class Evidence {
 public:
  // A file with these records, each of `computer` unless its line says otherwise. Record ids go on
  // from file to file of one channel unless a line says otherwise.
  Evidence& file(const std::string& computer, const std::string& lines) {
    std::istringstream in(lines);
    std::string text, line;
    while (std::getline(in, line)) {
      text += line;
      if (line.find("Computer=") == std::string::npos) text += " Computer=" + computer;
      text += '\n';
    }
    for (Event event : timeline(text, strings_)) {
      event.file = files_;
      events_.push_back(event);
    }
    ++files_;
    return *this;
  }

  // Each host with its files: "pc01[0,2] pc02[1]".
  std::string hosts() {
    std::ostringstream out;
    for (const Host& host : split_hosts(events_, strings_)) {
      out << (out.tellp() > 0 ? " " : "") << strings_[host.name] << '[';
      std::set<std::uint32_t> files;
      for (const Event& event : host.events) files.insert(event.file);
      for (const std::uint32_t file : files) out << (file == *files.begin() ? "" : ",") << file;
      out << ']';
    }
    return out.str();
  }

  void shuffle(std::uint64_t seed) {
    std::mt19937_64 engine(seed);
    std::ranges::shuffle(events_, engine);
  }

 private:
  Strings strings_;
  std::vector<Event> events_;
  std::uint32_t files_ = 0;
};

// A network logon of a local account, or of a domain's.
std::string logon(const std::string& time, const std::string& record, const std::string& domain,
                  const std::string& authority) {
  return time + " Security 4624 TargetUserName=kim TargetDomainName=" + domain +
         " TargetUserSid=S-1-5-21-" + authority +
         "-1001 TargetLogonId=0xaa LogonType=3 RecordID=" + record + "\n";
}

std::string lsm_logon(const std::string& time, const std::string& record,
                      const std::string& user = "kim") {
  return time + " LSM 21 User=PC01\\" + user +
         " SessionID=1 Address=LOCAL ActivityID=console RecordID=" + record + "\n";
}

TEST(HostIdentity, AMachineThatWasRenamedBetweenItsLogsIsKnownByItsMachineSid) {
  EXPECT_EQ("PC02[0,1,2]", Evidence()
                               .file("PC01", logon("09:00:00.0", "100", "PC01", "1-2-3"))
                               .file("PC02", logon("10:00:00.0", "250", "PC02", "1-2-3"))
                               .file("PC02", lsm_logon("11:00:00.0", "20"))
                               .hosts());
}

TEST(HostIdentity, ClonesOfOneImageThatRunAtOneTimeAreSeveralMachines) {
  EXPECT_EQ("PC01[0] PC02[1]", Evidence()
                                   .file("PC01", logon("09:00:00.0", "100", "PC01", "1-2-3") +
                                                     logon("12:00:00.0", "110", "PC01", "1-2-3"))
                                   .file("PC02", logon("10:00:00.0", "250", "PC02", "1-2-3"))
                                   .hosts());
  EXPECT_EQ("PC01[0,1] PC02[2]", Evidence()
                                     .file("PC01", logon("09:00:00.0", "100", "PC01", "1-2-3"))
                                     .file("PC01", lsm_logon("12:00:00.0", "20"))
                                     .file("PC02", logon("10:00:00.0", "250", "PC02", "1-2-3"))
                                     .hosts())
      << "the other log shows that PC01 still had its name";
}

TEST(HostIdentity, ACloneWhoseRecordsBeginAgainIsAnotherMachine) {
  EXPECT_EQ("PC01[0] PC02[1]", Evidence()
                                   .file("PC01", logon("09:00:00.0", "100", "PC01", "1-2-3"))
                                   .file("PC02", logon("10:00:00.0", "50", "PC02", "1-2-3"))
                                   .hosts());
}

// PC03 alone could be PC01 renamed; that PC02 runs beside PC01 shows what the SID is worth.
TEST(HostIdentity, AMachineSidThatTwoMachinesHaveAtOneTimeJoinsNoOthers) {
  EXPECT_EQ("PC01[0] PC02[1] PC03[2]",
            Evidence()
                .file("PC01", logon("09:00:00.0", "100", "PC01", "1-2-3"))
                .file("PC02", logon("08:00:00.0", "90", "PC02", "1-2-3") +
                                  logon("10:00:00.0", "250", "PC02", "1-2-3"))
                .file("PC03", logon("12:00:00.0", "300", "PC03", "1-2-3"))
                .hosts());
}

// Renamed right after its first logon: both names are first seen at one time.
TEST(HostIdentity, WhichOfTwoNamesCameFirstIsNotForTheOrderOfFilesToSay) {
  const auto before = logon("09:00:00.0", "100", "PC01", "1-2-3");
  const auto after =
      logon("09:00:00.0", "250", "PC02", "1-2-3") + logon("12:00:00.0", "260", "PC02", "1-2-3");
  EXPECT_EQ("PC02[0,1]", Evidence().file("PC01", before).file("PC02", after).hosts());
  EXPECT_EQ("PC02[0,1]", Evidence().file("PC02", after).file("PC01", before).hosts());
}

// More machines than one that a log could go on from; each of many that it could.
TEST(HostIdentity, OfManyLogsThatBeginAlikeNoneGoesOnWhereAnotherEnded) {
  Evidence evidence;
  evidence.file("OLD", logon("09:00:00.0", "100", "CORP", "1-2-3"));
  for (int i = 0; i < 300; ++i) {
    const std::string authority = i == 0 ? "1-2-3" : "7-8-" + std::to_string(i);
    evidence.file("NEW" + std::to_string(i), logon("10:00:00.0", "101", "CORP", authority));
  }
  EXPECT_TRUE(evidence.hosts().ends_with("OLD[0]")) << evidence.hosts();
}

// Each log shares a connection only with the next, so that it takes as many steps as there are
// logs to see that all are the first machine's.
TEST(HostIdentity, AChainOfLogsBelongsToTheMachineAtItsEnd) {
  Evidence evidence;
  evidence.file("PC01", logon("09:00:00.0", "100", "PC01", "1-2-3") +
                            "09:00:01.0 RdpCore 131 ClientIP=10.0.0.5:1 ActivityID=rdp0\n");
  evidence.file("PC01", logon("09:00:00.0", "500", "PC01", "7-8-9"));
  for (int i = 0; i < 5; ++i) {
    std::ostringstream log;
    for (const int second : {0, 1}) {
      log << "1" << i << ":00:0" << second
          << ".0 RdpCore 65 ConnectionName=RDP-Tcp#1 ActivityID=rdp" << i + second << '\n';
    }
    evidence.file("PC01", log.str());
  }
  EXPECT_EQ("PC01[0,2,3,4,5,6] PC01[1]", evidence.hosts());
}

TEST(HostIdentity, AccountsOfOneDomainMakeNoMachineSid) {
  EXPECT_EQ("PC01[0] PC02[1]", Evidence()
                                   .file("PC01", logon("09:00:00.0", "100", "CORP", "1-2-3"))
                                   .file("PC02", logon("10:00:00.0", "250", "CORP", "1-2-3"))
                                   .hosts());
}

TEST(HostIdentity, ALogThatGoesOnWhereTheOnlyFittingOneEndedIsOfTheSameMachine) {
  const auto before = logon("09:00:00.0", "100", "CORP", "1-2-3");
  const auto after = logon("10:00:00.0", "101", "CORP", "1-2-3");
  EXPECT_EQ("PC02[0,1]", Evidence().file("PC01", before).file("PC02", after).hosts());
  EXPECT_EQ("PC01[0] PC02[1] PC03[2]",
            Evidence().file("PC01", before).file("PC02", after).file("PC03", after).hosts())
      << "two fit";
  EXPECT_EQ("37L4247F27-25[0] PC02[1]",
            Evidence().file("37L4247F27-25", before).file("PC02", after).hosts())
      << "an image's name";
  EXPECT_EQ("PC01[0] PC02[1]", Evidence()
                                   .file("PC01", before)
                                   .file("PC02", logon("10:00:00.0", "101", "OTHER", "7-8-9"))
                                   .hosts())
      << "accounts of two domains";
  EXPECT_EQ("PC01[0] PC02[1]",
            Evidence()
                .file("PC01", before + logon("09:00:01.0", "99", "PC01", "4-4-4"))
                .file("PC02", after + logon("10:00:01.0", "102", "PC02", "5-5-5"))
                .hosts())
      << "two machine SIDs";
}

TEST(HostIdentity, TwoMachinesOfOneNameAreToldByTheirMachineSids) {
  EXPECT_EQ("PC01[0] PC01[1]", Evidence()
                                   .file("PC01", logon("09:00:00.0", "100", "PC01", "1-2-3"))
                                   .file("PC01", logon("10:00:00.0", "250", "PC01", "7-8-9"))
                                   .hosts());
}

TEST(HostIdentity, AMachineThatIsSetUpAnewUnderItsLogIsOneMachine) {
  EXPECT_EQ("PC01[0,1]", Evidence()
                             .file("PC01", logon("09:00:00.0", "100", "PC01", "1-2-3") +
                                               logon("09:30:00.0", "101", "PC01", "7-8-9"))
                             .file("PC01", logon("10:00:00.0", "250", "PC01", "7-8-9"))
                             .hosts());
}

// 4 and 5 have nothing in common with any: they could be of either machine.
TEST(HostIdentity, LogsWithoutAccountsGoToTheNamesakeWithWhichTheyShareStartsLogonsOrConnections) {
  Evidence evidence;
  evidence.file("PC01", "08:00:00.0 Security 4608\n" + logon("09:00:00.0", "100", "PC01", "1-2-3"))
      .file("PC01", "11:00:00.0 Security 4608\n" + logon("12:00:00.0", "100", "PC01", "7-8-9"))
      .file("PC01",
            "08:00:03.0 LSM 32\n"
            "08:30:00.0 LSM 21 User=PC01\\kim SessionID=1 Address=10.0.0.5 ActivityID=one\n")
      .file("PC01",
            "11:00:03.0 LSM 32\n"
            "11:30:00.0 LSM 21 User=PC01\\kim SessionID=1 Address=10.0.0.5 ActivityID=two\n")
      .file("PC01", "15:00:00.0 LSM 32\n")
      .file("PC01", "16:00:00.0 RCM 261 listenerName=RDP-Tcp ActivityID=three\n")
      .file("PC01", "11:29:58.0 RCM 261 listenerName=RDP-Tcp ActivityID=two\n")
      .file("PC01", "08:30:00.0 Winlogon 7001 TSId=1 UserSid=S-1-5-21-1-2-3-1001\n")
      .file("PC01", logon("12:00:00.0", "100", "PC01", "7-8-9"));
  const std::string expected = "PC01[0,2,7] PC01[1,3,6,8] PC01[4] PC01[5]";
  EXPECT_EQ(expected, evidence.hosts());
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    evidence.shuffle(seed);
    EXPECT_EQ(expected, evidence.hosts()) << "seed " << seed;
  }
}

TEST(HostIdentity, AStartThatBothNamesakesSawSaysNothing) {
  EXPECT_EQ(
      "PC01[0] PC01[1] PC01[2]",
      Evidence()
          .file("PC01", "08:00:00.0 Security 4608\n" + logon("09:00:00.0", "100", "PC01", "1-2-3"))
          .file("PC01", "08:00:00.0 Security 4608\n" + logon("12:00:00.0", "100", "PC01", "7-8-9"))
          .file("PC01", "08:00:03.0 LSM 32\n")
          .hosts());
}

TEST(HostIdentity, OfNamesakesTheOneThatWasRenamedHasTheLogsOfItsNewName) {
  EXPECT_EQ("PC01[0] PC02[1,2]",
            Evidence()
                .file("PC01", logon("09:00:00.0", "100", "PC01", "1-2-3"))
                .file("PC01", logon("10:00:00.0", "250", "PC01", "7-8-9") +
                                  "11:00:00.0 Security 4608 Computer=PC02 RecordID=260\n")
                .file("PC02", lsm_logon("15:00:00.0", "20"))
                .hosts());
}

TEST(HostIdentity, WithOneMachineSidLogsOfOneNameStayTogether) {
  EXPECT_EQ("PC01[0,1,2]", Evidence()
                               .file("PC01", logon("09:00:00.0", "100", "PC01", "1-2-3"))
                               .file("PC01", lsm_logon("15:00:00.0", "20"))
                               .file("PC01", logon("17:00:00.0", "300", "CORP", "7-8-9"))
                               .hosts());
}

}  // namespace
}  // namespace sojourn
