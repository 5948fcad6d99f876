// Whose a row of another tool's timeline was on a host whose clock was set back: such a tool tells
// a time, and not which of the two it was.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>
#include <string>

#include "cli/attribute.h"
#include "engine/case/case_format.h"
#include "tests/support/case_of_records.h"
#include "tests/support/scratch.h"
#include "tests/support/timeline.h"

namespace sojourn {
namespace {

using ::testing::MatchesRegex;

// From noon back to 11:00.
constexpr const char* kSetBackAtNoon =
    "11:00:00.0 Security 4616 Computer=PC PreviousTime=2024-03-01T12:00:00.0Z "
    "SubjectUserSid=S-1-5-21-1-2-3-500\n";
constexpr const char* kMorning = "08:00:00.0 Security 4608 Computer=PC\n";

std::string desktop(const std::string& at, int id, const std::string& user,
                    const std::string& number) {
  return at + " LSM " + std::to_string(id) + " Computer=PC User=CORP\\" + user +
         " SessionID=" + number + " Address=10.0.0." + number + "\n";
}
std::string lock(const std::string& at, int id, const std::string& user) {
  return at + " Security " + std::to_string(id) + " Computer=PC TargetUserName=" + user +
         " TargetDomainName=CORP TargetLogonId=0x51 SessionId=2\n";
}
std::string logon(const std::string& at, const std::string& user, const std::string& number) {
  return at + " Security 4624 Computer=PC TargetUserName=" + user +
         " TargetDomainName=CORP TargetUserSid=S-1-5-21-1-2-3-1001 TargetLogonId=0x51 "
         "LogonType=10 LogonProcessName=User32 IpAddress=10.0.0." +
         number + "\n" + desktop(at, 21, user, number);
}

class AttributionByASetClock : public ::testing::Test {
 protected:
  // Who it was at that time, what was done then and who else it may have been; and what is said of
  // all rows.
  std::string who(const std::string& records, const std::string& time) {
    const auto folder = folder_ / std::to_string(++cases_);
    std::filesystem::create_directory(folder);
    testing::write_database(folder / "case.db",
                            "PRAGMA application_id = " + std::to_string(kApplicationId) +
                                "; PRAGMA user_version = " + std::to_string(kSchemaVersion));
    Strings strings;
    const testing::CaseOfEvents written(timeline(records, strings), strings, folder / "case.db");
    testing::write_file(folder / "timeline.csv", "time,what\n2024-03-01 " + time + ",x\n");
    std::ostringstream out, err;
    AttributeCommand command;
    command.case_file = folder / "case.db";
    command.activity = folder / "timeline.csv";
    command.zone = Zone::utc();
    run_attribute(command, {out, err});
    said_ = err.str();
    const std::string row = out.str().substr(out.str().find(",x,") + 3);
    return row.substr(0, row.find('\r'));
  }

  testing::Scratch folder_;
  std::string said_;
  int cases_ = 0;
};

TEST_F(AttributionByASetClock, IsOfEitherWhoWasOnWhenItShowedTheTime) {
  const std::string records = std::string(kMorning) + desktop("11:05:00.0", 21, "alice", "2") +
                              desktop("11:20:00.0", 23, "alice", "2") + kSetBackAtNoon +
                              desktop("11:10:00.0", 21, "bob", "3") +
                              desktop("11:30:00.0", 23, "bob", "3");
  EXPECT_THAT(who(records, "11:15:00"), MatchesRegex("CORP\\\\bob,10.0.0.3,[0-9a-f]*,on,time,"
                                                     "CORP\\\\alice from 10.0.0.2 [0-9a-f]* on"));
  EXPECT_EQ(said_, "1 row, 1 by time alone; 1 at a time that the clock, set back, showed twice\n");
  EXPECT_THAT(who(records, "11:25:00"), MatchesRegex("CORP\\\\bob,10.0.0.3,[0-9a-f]*,on,time,"));
  EXPECT_EQ(who(records, "12:30:00"), ",,,,,");
  EXPECT_EQ(said_, "1 row, 1 in nobody's session\n");
}

TEST_F(AttributionByASetClock, WasLockedOnTheSideOfTheStepWhereItsLockIs) {
  const std::string records = std::string(kMorning) + logon("09:00:00.0", "alice", "2") +
                              kSetBackAtNoon + lock("11:10:00.0", 4800, "alice") +
                              lock("13:00:00.0", 4801, "alice") +
                              desktop("14:00:00.0", 23, "alice", "2");
  EXPECT_THAT(who(records, "11:30:00"), MatchesRegex(".*,active,time,.* locked"));
  EXPECT_THAT(who(records, "12:30:00"), MatchesRegex(".*,locked,time,"));
}

TEST_F(AttributionByASetClock, IsOfADesktopThatWasLeftBeforeItAndEndedBehindIt) {
  const std::string records = std::string(kMorning) + logon("09:00:00.0", "alice", "2") +
                              desktop("11:50:00.0", 24, "alice", "2") + kSetBackAtNoon +
                              desktop("11:30:00.0", 23, "alice", "2");
  EXPECT_THAT(who(records, "11:55:00"), MatchesRegex(".*,disconnected,time,"));
  EXPECT_THAT(who(records, "11:15:00"), MatchesRegex(".*,on,time,.* disconnected"));
  EXPECT_THAT(who(records, "11:40:00"), MatchesRegex(".*,on,time,"));
}

}  // namespace
}  // namespace sojourn
