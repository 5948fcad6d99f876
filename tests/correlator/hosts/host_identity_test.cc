// Renamed machines, clones, and two machines of one name: which logs are whose.
#include <gtest/gtest.h>

#include <cstdint>
#include <sstream>
#include <string>

#include "tests/support/host_evidence.h"

namespace sojourn {
namespace {

using Evidence = HostEvidence;

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

std::string start(const std::string& time, const std::string& record) {
  return time + " Security 4608 RecordID=" + record + "\n";
}

TEST(HostIdentity, AMachineThatWasRenamedBetweenItsLogsIsKnownByItsMachineSid) {
  const auto before = logon("09:00:00.0", "100", "PC01", "1-2-3");
  const auto after = logon("10:00:00.0", "250", "PC02", "1-2-3");
  const auto later = lsm_logon("11:00:00.0", "20");
  EXPECT_EQ("PC02[0,1,2]", Evidence()
                               .file("PC01", before)
                               .file("PC02", start("09:58:00.0", "240") + after)
                               .file("PC02", later)
                               .hosts());
  EXPECT_EQ("PC01[0] PC02[1,2]",
            Evidence().file("PC01", before).file("PC02", after).file("PC02", later).hosts())
      << "no machine is renamed without a restart";
}

TEST(HostIdentity, ClonesOfOneImageThatRunAtOneTimeAreSeveralMachines) {
  const auto clone = start("09:59:00.0", "240") + logon("10:00:00.0", "250", "PC02", "1-2-3");
  EXPECT_EQ("PC01[0] PC02[1]", Evidence()
                                   .file("PC01", logon("09:00:00.0", "100", "PC01", "1-2-3") +
                                                     logon("12:00:00.0", "110", "PC01", "1-2-3"))
                                   .file("PC02", clone)
                                   .hosts());
  EXPECT_EQ("PC01[0,1] PC02[2]", Evidence()
                                     .file("PC01", logon("09:00:00.0", "100", "PC01", "1-2-3"))
                                     .file("PC01", lsm_logon("12:00:00.0", "20"))
                                     .file("PC02", clone)
                                     .hosts())
      << "the other log shows that PC01 still had its name";
}

TEST(HostIdentity, ACloneWhoseRecordsBeginAgainIsAnotherMachine) {
  EXPECT_EQ("PC01[0] PC02[1]", Evidence()
                                   .file("PC01", logon("09:00:00.0", "100", "PC01", "1-2-3"))
                                   .file("PC02", start("09:59:00.0", "49") +
                                                     logon("10:00:00.0", "50", "PC02", "1-2-3"))
                                   .hosts());
}

// PC03 alone could be PC01 renamed; that PC02 runs beside PC01 shows what the SID is worth.
TEST(HostIdentity, AMachineSidThatTwoMachinesHaveAtOneTimeJoinsNoOthers) {
  EXPECT_EQ(
      "PC01[0] PC02[1] PC03[2]",
      Evidence()
          .file("PC01", logon("09:00:00.0", "100", "PC01", "1-2-3"))
          .file("PC02", logon("08:00:00.0", "90", "PC02", "1-2-3") +
                            logon("10:00:00.0", "250", "PC02", "1-2-3"))
          .file("PC03", start("11:59:00.0", "299") + logon("12:00:00.0", "300", "PC03", "1-2-3"))
          .hosts());
}

// Renamed right after its first logon: both names are first seen at one time.
TEST(HostIdentity, WhichOfTwoNamesCameFirstIsNotForTheOrderOfFilesToSay) {
  const auto before = logon("09:00:00.0", "100", "PC01", "1-2-3");
  const auto after = start("09:00:00.0", "250") + logon("12:00:00.0", "260", "PC02", "1-2-3");
  EXPECT_EQ("PC02[0,1]", Evidence().file("PC01", before).file("PC02", after).hosts());
  EXPECT_EQ("PC02[0,1]", Evidence().file("PC02", after).file("PC01", before).hosts());
}

// Small numbers that many logs have: a log that begins one higher than another ended proves
// nothing.
TEST(HostIdentity, ALogThatBeginsWhereAnotherEndedIsNotThereforeItsMachines) {
  EXPECT_EQ("PC01[0] PC02[1]", Evidence()
                                   .file("PC01", logon("09:00:00.0", "100", "CORP", "1-2-3"))
                                   .file("PC02", start("09:59:00.0", "101") +
                                                     logon("10:00:00.0", "102", "CORP", "1-2-3"))
                                   .hosts());
}

TEST(HostIdentity, ALogOfAnEarlierNameIsOfTheMachineThatGaveTheNameUp) {
  const auto renamed = logon("09:00:00.0", "100", "CORP", "1-2-3") +
                       "09:30:00.0 Security 4608 RecordID=101 Computer=PC02\n";
  EXPECT_EQ("PC02[0,1]",
            Evidence().file("PC01", renamed).file("PC01", lsm_logon("08:00:00.0", "20")).hosts());
  EXPECT_EQ("PC01[0,1] PC02[0]",
            Evidence().file("PC01", renamed).file("PC01", lsm_logon("11:00:00.0", "20")).hosts())
      << "somebody had the name later on";
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
                                   .file("PC02", start("09:59:00.0", "249") +
                                                     logon("10:00:00.0", "250", "CORP", "1-2-3"))
                                   .hosts());
}

TEST(HostIdentity, TwoMachinesOfOneNameAreToldByTheirMachineSids) {
  Evidence evidence;
  evidence.file("PC01", logon("09:00:00.0", "100", "PC01", "1-2-3"))
      .file("PC01", logon("10:00:00.0", "250", "PC01", "7-8-9"))
      .file("PC01", lsm_logon("11:00:00.0", "20"))
      .file("PC02", lsm_logon("11:00:00.0", "20"));
  EXPECT_EQ("PC01[0] PC01[1] PC01[2] PC02[3]", evidence.hosts());
  std::string remarks;
  for (const Host& host : evidence.split()) remarks += host.remark + '\n';
  EXPECT_EQ(
      "told from another machine that had its name by the machine SID S-1-5-21-1-2-3\n"
      "told from another machine that had its name by the machine SID S-1-5-21-7-8-9\n"
      "several machines have this name, and nothing tells which of them wrote these records\n"
      "\n",
      remarks);
}

TEST(HostIdentity, AMachineThatIsSetUpAnewUnderItsLogIsOneMachine) {
  EXPECT_EQ("PC01[0,1]", Evidence()
                             .file("PC01", logon("09:00:00.0", "100", "PC01", "1-2-3") +
                                               logon("09:30:00.0", "101", "PC01", "7-8-9"))
                             .file("PC01", logon("10:00:00.0", "250", "PC01", "7-8-9"))
                             .hosts());
}

// 2, 4 and 5 have nothing in common with any: they could be of either machine. So could 3 and 6,
// but they are of one.
TEST(HostIdentity, ALogWithoutAccountsFollowsTheMachineOfItsConnectionsElseStandsApart) {
  Evidence evidence;
  evidence.file("PC01", start("08:00:00.0", "90") + logon("09:00:00.0", "100", "PC01", "1-2-3"))
      .file("PC01", start("11:00:00.0", "90") + logon("12:00:00.0", "100", "PC01", "7-8-9"))
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
  const std::string expected = "PC01[0,7] PC01[2] PC01[1,8] PC01[3,6] PC01[4] PC01[5]";
  EXPECT_EQ(expected, evidence.hosts());
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    evidence.shuffle(seed);
    EXPECT_EQ(expected, evidence.hosts()) << "seed " << seed;
  }
}

// A shadow copy from before the first local account was seen has its first records.
TEST(HostIdentity, ACopyOfALogFollowsTheMachineOfTheRecordsThatItShares) {
  EXPECT_EQ(
      "PC01[0,2] PC01[1]",
      Evidence()
          .file("PC01", start("08:00:00.0", "90") + logon("09:00:00.0", "100", "PC01", "1-2-3"))
          .file("PC01", start("08:00:01.0", "90") + logon("12:00:00.0", "100", "PC01", "7-8-9"))
          .file("PC01", start("08:00:00.0", "90"))
          .hosts());
}

TEST(HostIdentity, ARecordThatTwoMachinesOfOneNameHaveSaysNothing) {
  EXPECT_EQ(
      "PC01[2] PC01[0] PC01[1]",
      Evidence()
          .file("PC01", start("08:00:00.0", "90") + logon("09:00:00.0", "100", "PC01", "1-2-3"))
          .file("PC01", start("08:00:00.0", "90") + logon("12:00:00.0", "100", "PC01", "7-8-9"))
          .file("PC01", start("08:00:00.0", "90"))
          .hosts());
}

TEST(HostIdentity, OfTwoMachinesOfOneNameTheOneThatWasRenamedHasTheLogsOfItsNewName) {
  EXPECT_EQ("PC01[0] PC02[1,2]",
            Evidence()
                .file("PC01", logon("09:00:00.0", "100", "PC01", "1-2-3"))
                .file("PC01", logon("10:00:00.0", "250", "PC01", "7-8-9") +
                                  "11:00:00.0 Security 4608 Computer=PC02 RecordID=251\n")
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
