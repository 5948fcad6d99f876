// A case that somebody wrote to with another program: evidence is not added to what is not known.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/simulation/evidence_folder.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using testing::contents;
using testing::Outcome;
using testing::run_in;
using testing::Scratch;

class EditedCase : public ::testing::Test {
 protected:
  EditedCase() {
    simulation::write_evidence(simulation::demo_scenario(), folder_ / "demo");
    run_in(folder_, "sojourn analyze demo/WKS-0142 -o case.db --quiet");
  }

  // What adding evidence says after the case was edited; the case stays as it is.
  std::string refusal_after(const std::string& edit) const {
    const Outcome edited = run_in(folder_, "sqlite3 case.db \"" + edit + "\"");
    EXPECT_EQ(edited.status, 0) << edited.err;
    const std::string before = contents(folder_ / "case.db");
    const Outcome outcome = run_in(folder_, "sojourn analyze demo -o case.db --quiet");
    EXPECT_EQ(outcome.status, 1);
    EXPECT_TRUE(contents(folder_ / "case.db") == before);
    return outcome.err;
  }

  Scratch folder_;
};

TEST_F(EditedCase, ARowOfAnEventThatTheCatalogLacksIsNamed) {
  EXPECT_EQ(refusal_after("UPDATE event_row SET event_code = 4999, provider_text = 999 "
                          "WHERE event_id = 7; INSERT INTO text VALUES (999, 'Contoso')"),
            "sojourn: case.db cannot be used: row 7 of its table event_row is of Contoso 4999, "
            "which this sojourn does not know: analyze the evidence into a new case\n");
}

TEST_F(EditedCase, ARowOfEvidenceThatTheCaseLacksIsNamed) {
  EXPECT_EQ(refusal_after("UPDATE event_row SET evidence_id = 999 WHERE event_id = 7"),
            "sojourn: case.db cannot be used: row 7 of its table event_row is of evidence 999, "
            "which the case does not have: analyze the evidence into a new case\n");
}

TEST_F(EditedCase, ARangeOfEvidenceThatTheCaseLacksIsNamed) {
  EXPECT_EQ(refusal_after("UPDATE record_range SET evidence_id = 999 WHERE rowid = 1"),
            "sojourn: case.db cannot be used: row 1 of its table record_range is of evidence "
            "999, which the case does not have: analyze the evidence into a new case\n");
}

TEST_F(EditedCase, AValueThatNoRecordCanHaveIsNamed) {
  const std::string event = "row 7 of its table event_row ";
  const std::vector<std::pair<std::string, std::string>> edits = {
      {"event_row SET time = 'soon' WHERE event_id = 7", event + "has a time that is none"},
      {"event_row SET record_id = -1 WHERE event_id = 7",
       event + "has -1 where at most 9223372036854775807 can be"},
      {"event_row SET logon_type = 4711 WHERE event_id = 7",
       event + "has 4711 where at most 255 can be"},
      {"event_row SET version = 256 WHERE event_id = 7",
       event + "has 256 where at most 255 can be"},
      {"event_row SET status = -5 WHERE event_id = 7",
       event + "has -5 where at most 4294967295 can be"},
      {"text SET value = CAST(x'80' AS TEXT) WHERE text_id = 7",
       "row 7 of its table text has a text that no record can have"},
      {"event_row SET computer_text = 999999 WHERE event_id = 7",
       "a row of it has the text 999999, which its table text lacks"},
      {"record_range SET first_record = last_record + 1 WHERE rowid = 1",
       "row 1 of its table record_range ends before it begins"},
      {"evidence SET sha256 = 'x' WHERE evidence_id = 1",
       "row 1 of its table evidence has a sha256 that is none"},
  };
  run_in(folder_, "cp case.db kept.db");
  for (const auto& [edit, what] : edits) {
    EXPECT_EQ(refusal_after("UPDATE " + edit), "sojourn: case.db cannot be used: " + what +
                                                   ": analyze the evidence into a new case\n");
    run_in(folder_, "cp kept.db case.db");
  }
}

TEST_F(EditedCase, AnEventIsKnownByItsProviderAndIdInAnyOrderOfTheCatalog) {
  const std::string events =
      "sqlite3 case.db \"SELECT provider, event_code, count(*) FROM event WHERE host_id = "
      "(SELECT host_id FROM host WHERE name LIKE 'WKS%') GROUP BY 1, 2\"";
  const std::string before = run_in(folder_, events).out;
  run_in(folder_, "sojourn analyze demo -o case.db --quiet");
  EXPECT_EQ(run_in(folder_, events).out, before);
}

}  // namespace
}  // namespace sojourn
