// The views of a case as the program's own connection shows them.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>

#include "tests/support/demo_case.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using testing::DemoCase;
using testing::Outcome;
using testing::run_in;

class Views : public ::testing::Test {
 protected:
  // What `sojourn sql` answers, without the line of column names.
  std::string rows(const std::string& sql) const {
    const Outcome outcome = run_in(folder_, "sojourn sql case.db \"" + sql + "\" --format csv");
    EXPECT_EQ(outcome.status, 0) << sql << '\n' << outcome.err;
    return outcome.out.substr(std::min(outcome.out.size(), outcome.out.find('\n') + 1));
  }

  DemoCase folder_;
};

TEST_F(Views, GiveTheirWholeRowsInSojournSql) {
  std::istringstream names(rows("SELECT name FROM sqlite_schema WHERE type = 'view'"));
  int views = 0;
  for (std::string name; std::getline(names, name); ++views) {
    if (name.ends_with('\r')) name.pop_back();
    // The demo has no gaps, no gateway and no domain controller.
    const bool is_empty = name == "v_gap" || name == "v_session_gap" || name == "v_gateway" ||
                          name == "v_authentication";
    EXPECT_EQ(rows("SELECT * FROM " + name).empty(), is_empty) << name;
  }
  EXPECT_EQ(views, 25);
}

TEST_F(Views, AnEventShowsWhatItsRecordHoldsAndNothingElse) {
  const auto with = [this](const std::string& field, const std::string& of) {
    return rows("SELECT count(*) FROM v_event WHERE " + of + " AND data ->> '" + field +
                "' IS NOT NULL");
  };
  EXPECT_EQ(with("status", "event_code <> 4625"),
            rows("SELECT count(*) FROM event WHERE "
                 "event_code <> 4625 AND status IS NOT NULL"));
  EXPECT_EQ(rows("SELECT count(*) FROM v_event WHERE event_code = 4625 AND data ->> 'status' LIKE "
                 "'0xc000%'"),
            rows("SELECT count(*) FROM event WHERE event_code = 4625"));
  EXPECT_EQ(with("src_port", "event_code = 4624"),
            rows("SELECT count(*) FROM event WHERE "
                 "event_code = 4624 AND src_port IS NOT NULL"));
  EXPECT_NE(with("SubjectUserSid", "event_code = 4624"), rows("SELECT 0"));
}

}  // namespace
}  // namespace sojourn
