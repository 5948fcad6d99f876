// What the lists say of a domain controller's and a gateway's logs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/simulation/company.h"
#include "tests/simulation/evidence_folder.h"
#include "tests/simulation/scenario.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::run_in;

class ControllerLists : public ::testing::Test {
 protected:
  ControllerLists() {
    simulation::write_evidence(simulation::scenario_of(simulation::company(1).hosts),
                               folder_ / "company");
    EXPECT_EQ(0, run_in(folder_, "sojourn analyze company -o case.db --quiet").status);
  }
  std::string failures(const std::string& options = {}) {
    const auto outcome = run_in(folder_, "sojourn failures case.db --format csv " + options);
    EXPECT_EQ(0, outcome.status) << outcome.err;
    return outcome.out;
  }

  testing::Scratch folder_;
};

TEST_F(ControllerLists, FailuresHaveTheBurstsOfWhatItRefused) {
  EXPECT_THAT(failures(), HasSubstr(",authentication,DC01.corp.example,10.20.9.5,"));
}

TEST_F(ControllerLists, FailuresAreFilteredByHostAddressAndTime) {
  for (const char* fits : {"--host DC01", "--ip 10.20.9.0/24", "--scope internal",
                           "--from 2026-03-02", "--outcome failure"}) {
    EXPECT_THAT(failures(fits), HasSubstr("10.20.9.5")) << fits;
  }
  for (const char* fits_not : {"--host SRV-APP07", "--ip 203.0.113.66", "--scope external",
                               "--to 2026-03-01", "--outcome success", "--kind remote"}) {
    EXPECT_THAT(failures(fits_not), Not(HasSubstr("10.20.9.5"))) << fits_not;
  }
}

TEST_F(ControllerLists, ABurstOfItIsListedAttemptByAttempt) {
  const auto number = run_in(folder_,
                             "sojourn sql case.db \"SELECT burst_id FROM v_failure_burst WHERE "
                             "src_ip = '10.20.9.5'\" --format csv");
  const std::string burst = number.out.substr(number.out.find('\n') + 1, 1);
  const auto list =
      run_in(folder_, "COLUMNS=100 sojourn failures case.db --burst " + burst + " --limit 2");
  EXPECT_THAT(list.out, HasSubstr("DC01"));
  EXPECT_THAT(list.out, HasSubstr("user0"));
  EXPECT_THAT(list.out, HasSubstr("kerberos"));
  EXPECT_THAT(list.out, HasSubstr("wrong password"));
  EXPECT_THAT(list.out, Not(HasSubstr("user2"))) << "beyond the limit";
}

}  // namespace
}  // namespace sojourn
