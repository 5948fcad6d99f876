// Files in which several computers' records stand: forwarded by several machines, or written by one
// that was renamed.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/host_evidence.h"

namespace sojourn {
namespace {

using Evidence = HostEvidence;

std::string logon(const std::string& time, const std::string& record, const std::string& computer,
                  const std::string& domain = "CORP") {
  return time + " Security 4624 TargetUserName=kim TargetDomainName=" + domain +
         " TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0xaa LogonType=3 RecordID=" + record +
         " Computer=" + computer + "\n";
}

std::string start(const std::string& time, const std::string& record, const std::string& computer) {
  return time + " Security 4608 RecordID=" + record + " Computer=" + computer + "\n";
}

// Observed: eleven machines of one network, whose records were exported together.
TEST(ForwardedLog, SourcesThatKeepTheirOwnRecordNumbersAreHostsOfTheirOwn) {
  EXPECT_EQ("A[0] B[0] C[0]",
            Evidence()
                .file(logon("09:00:00.0", "100", "A") + logon("09:30:00.0", "140", "A") +
                      logon("09:10:00.0", "5000", "B") + logon("09:40:00.0", "5020", "B") +
                      logon("09:20:00.0", "70000", "C") + logon("09:50:00.0", "70001", "C"))
                .hosts());
}

TEST(ForwardedLog, SourcesThatSentOneAfterAnotherAreNotOneMachine) {
  EXPECT_EQ(
      "A[0] B[0]",
      Evidence().file(logon("09:00:00.0", "100", "A") + logon("10:00:00.0", "5000", "B")).hosts());
  EXPECT_EQ("A[0] B[0]",
            Evidence()
                .file(logon("09:00:00.0", "100", "A") + start("09:50:00.0", "4999", "B") +
                      logon("10:00:00.0", "5000", "B"))
                .hosts())
      << "B was started, but its record numbers do not go on from A's";
  EXPECT_EQ(
      "A[0] B[0]",
      Evidence().file(logon("09:00:00.0", "100", "A") + logon("10:00:00.0", "101", "B")).hosts())
      << "the numbers go on, but nothing was started";
}

TEST(ForwardedLog, WhatOneNameDoesWhileTheOtherIsInUseIsNoRename) {
  EXPECT_EQ("A[0] B[0]",
            Evidence()
                .file(logon("09:00:00.0", "100", "A") + start("08:00:00.0", "101", "B") +
                      logon("10:00:00.0", "102", "B"))
                .hosts());
  EXPECT_EQ("A[0] B[0]",
            Evidence()
                .file(logon("09:00:00.0", "100", "A") + start("09:30:00.0", "101", "B") +
                      logon("10:00:00.0", "102", "A"))
                .hosts())
      << "A had its name again";
}

// Clones have one machine SID; accounts of one domain have the domain's on every machine of it, and
// on its controllers no others.
TEST(ForwardedLog, ASharedSidIsNoRenameOfMachinesThatAlternate) {
  EXPECT_EQ("A[0] B[0]",
            Evidence()
                .file(logon("09:00:00.0", "100", "A", "A") + start("09:10:00.0", "5000", "B") +
                      logon("09:20:00.0", "5001", "B", "B") + logon("10:00:00.0", "101", "A", "A"))
                .hosts());
  EXPECT_EQ("A[0] B[0]",
            Evidence()
                .file(logon("09:00:00.0", "100", "A") + start("09:50:00.0", "4999", "B") +
                      logon("10:00:00.0", "5000", "B"))
                .hosts());
}

TEST(ForwardedLog, ALogThatGoesOnUnderAnotherNameAfterARestartIsOneMachines) {
  const std::string records = logon("09:00:00.0", "100", "A") + start("09:50:00.0", "180", "B") +
                              logon("10:00:00.0", "190", "B");
  EXPECT_EQ("B[0]", Evidence().file(records).read(1, 200).hosts());
  EXPECT_EQ("A[0] B[0]", Evidence().file(records).read(1, 120).read(125, 200).hosts())
      << "records are missing between the names";
}

// User Profile Service and RemoteConnectionManager log no restart; another log of the machine does.
TEST(ForwardedLog, TheRestartMayStandInAnotherLogOfTheMachine) {
  const std::string connections =
      "09:00:00.0 RCM 261 listenerName=RDP-Tcp ActivityID=1 RecordID=7 Computer=A\n"
      "10:00:00.0 RCM 261 listenerName=RDP-Tcp ActivityID=2 RecordID=8 Computer=B\n";
  EXPECT_EQ("A[0] B[0]", Evidence().file(connections).hosts());
  EXPECT_EQ("B[0,1]", Evidence()
                          .file(connections)
                          .file("09:50:00.0 KernelGeneral 12 StartTime=2024-03-01T09:50:00Z "
                                "RecordID=44 Computer=B\n")
                          .hosts());
}

// A machine whose clock was set back by three hours while it had its second name.
TEST(ForwardedLog, AClockThatWasSetBackUnderOneOfTheNamesIsNoOverlap) {
  EXPECT_EQ("C[0]", Evidence()
                        .file(logon("21:49:00.0", "1", "A") + start("21:50:00.0", "2", "B") +
                              logon("18:51:00.0", "3", "B") + start("18:58:00.0", "4", "C") +
                              logon("23:00:00.0", "5", "C"))
                        .hosts());
}

// The clock went back by an hour while the machine was off, and no record tells of it: in each of
// its logs the numbers go on.
TEST(ForwardedLog, AMachineRenamedWhileItsClockWentBackIsOne) {
  const std::string security = logon("12:00:00.0", "100", "A") + start("11:10:00.0", "101", "B") +
                               logon("12:20:00.0", "102", "B");
  const auto system = [](const std::string& record) {
    return "12:00:01.0 EventLog 6006 RecordID=40 Computer=A\n11:09:58.0 KernelGeneral 12 "
           "StartTime=2024-03-01T11:09:58Z RecordID=" +
           record + " Computer=B\n";
  };
  EXPECT_EQ("B[0,1]", Evidence().file(security).file(system("41")).hosts());
  EXPECT_EQ("A[0,1] B[0,1]", Evidence().file(security).file(system("49")).hosts())
      << "in one of them records are missing between the names";
  EXPECT_EQ("A[0] B[0]", Evidence().file(security).hosts()) << "one log alone may be of two";
  EXPECT_EQ("A[0,1,2] B[0,1]", Evidence()
                                   .file(security)
                                   .file(system("41"))
                                   .file("13:00:00.0 LSM 32 RecordID=7 Computer=A\n")
                                   .hosts())
      << "another machine has the old name";
  EXPECT_EQ("B[0,1,2]", Evidence()
                            .file(security)
                            .file(system("41"))
                            .file("11:30:00.0 LSM 32 RecordID=7 Computer=A\n")
                            .hosts())
      << "a log that was quiet since";
  EXPECT_EQ("A[0,1] B[0,1,2]", Evidence()
                                   .file(security)
                                   .file(system("41"))
                                   .file("10:00:00.0 LSM 32 RecordID=7 Computer=B\n")
                                   .hosts())
      << "another machine has the new name";
}

TEST(ForwardedLog, RecordsWithoutAComputerAreOnAHostWithoutAName) {
  EXPECT_EQ("[0] A[1]", Evidence()
                            .file("09:00:00.0 Security 4608 Computer=\n")
                            .file(logon("09:00:00.0", "100", "A"))
                            .hosts());
}

// The ranges of a file that is several hosts' measure nothing, but are kept: more evidence may show
// that it is one machine's.
TEST(ForwardedLog, HasNoRangesOfAnyHost) {
  Evidence evidence;
  evidence.file(logon("09:00:00.0", "100", "A") + logon("10:00:00.0", "190", "B")).read(1, 200);
  const auto hosts = evidence.split();
  ASSERT_EQ(2U, hosts.size());
  EXPECT_TRUE(hosts[0].ranges.empty() && hosts[1].ranges.empty());
  EXPECT_TRUE(hosts[0].unplaced_ranges.empty());
  EXPECT_EQ(1U, hosts[1].unplaced_ranges.size());
}

}  // namespace
}  // namespace sojourn
