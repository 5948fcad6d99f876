// `sojourn merge`: what the case has that is made of several, and which cases are not merged.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "tests/simulation/evidence_folder.h"
#include "tests/simulation/scenario.h"
#include "tests/support/case_of_rows.h"
#include "tests/support/case_tables.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using testing::contents;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::rows_without_runs;
using testing::run_in;
using testing::Scratch;
using ::testing::StartsWith;

constexpr const char* kLogs = "demo/SRV-FILE01/Windows/System32/winevt/Logs";

class Merge : public ::testing::Test {
 protected:
  // The server's and the workstation's case.
  Merge() {
    simulation::write_evidence(simulation::demo_scenario(), folder_ / "demo");
    run("analyze demo/SRV-FILE01 -o srv.db --quiet");
    run("analyze demo/WKS-0142 -o wks.db --quiet");
  }

  Outcome run(const std::string& words) const { return run_in(folder_, "sojourn " + words); }
  std::string query(const std::string& name, const std::string& sql) const {
    return run_in(folder_, "sqlite3 " + name + " \"" + sql + '"').out;
  }
  std::string sessions(const std::string& name) const {
    return run("sessions " + name + " --all --format csv").out;
  }
  std::string files() const {
    return run_in(folder_, "find . -type f | xargs -d '\\n' sha256sum | sort").out;
  }

  // The merged case is that of one run over the evidence.
  void expect_one_run(const std::string& cases, const std::string& evidence) const {
    const Outcome merged = run("merge " + cases + " -o merged.db --quiet");
    EXPECT_EQ(merged.status, 0) << merged.err;
    run("analyze " + evidence + " -o all.db --quiet");
    EXPECT_EQ(sessions("merged.db"), sessions("all.db"));
    EXPECT_EQ(rows_without_runs(folder_, "merged.db"), rows_without_runs(folder_, "all.db"));
  }

  // One line, and no file is made or changed.
  void expect_refused(const std::string& words, const std::string& line) const {
    const std::string before = files();
    const Outcome outcome = run("merge " + words);
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err, "sojourn: " + line + "\n");
    EXPECT_EQ(files(), before);
  }

  Scratch folder_;
};

TEST_F(Merge, TheCasesOfTwoHostsAreOne) { expect_one_run("srv.db wks.db", "demo"); }

TEST_F(Merge, AHostWhoseLogsAreInTwoCasesIsToldByAllOfThem) {
  const std::string logs = kLogs;
  run("analyze " + logs + "/Security.evtx -o security.db --quiet");
  run_in(folder_, "mv " + logs + "/Security.evtx . && sojourn analyze " + logs +
                      " -o others.db --quiet; mv Security.evtx " + logs);
  EXPECT_NE(sessions("others.db"), sessions("srv.db"));
  expect_one_run("others.db security.db", "demo/SRV-FILE01");
  EXPECT_EQ(sessions("merged.db"), sessions("srv.db"));
}

TEST_F(Merge, AFileOfTwoCasesIsThereOnceWithBothPlaces) {
  run_in(folder_, std::string("mkdir copy && cp ") + kLogs + "/Security.evtx copy/");
  run("analyze copy demo/WKS-0142 -o copy.db --quiet");
  expect_one_run("srv.db copy.db wks.db", "demo copy");
  EXPECT_EQ(query("merged.db",
                  "SELECT e.path, c.path FROM evidence e JOIN evidence_copy c USING (evidence_id)"),
            std::string("copy/Security.evtx|") + kLogs + "/Security.evtx\n");
}

TEST_F(Merge, ACaseTwiceIsThatCase) { expect_one_run("srv.db ./srv.db", "demo/SRV-FILE01"); }

TEST_F(Merge, TheOrderOfTheCasesChangesNothing) {
  run("analyze demo -o both.db --quiet");
  const char* const fixed = "export SOURCE_DATE_EPOCH=1772800000; cp both.db b.db; sojourn merge ";
  run_in(folder_, std::string(fixed) + "srv.db wks.db b.db -o merged.db --quiet");
  const std::string runs = "SELECT run_id, arguments, started FROM run WHERE run_id < 4";
  const std::string rows = rows_without_runs(folder_, "merged.db");
  const std::string before = query("merged.db", runs);
  EXPECT_EQ(std::ranges::count(before, '\n'), 3);
  fs::remove(folder_ / "merged.db");
  run_in(folder_, std::string(fixed) + "b.db wks.db srv.db -o merged.db --quiet");
  EXPECT_EQ(query("merged.db", runs), before);
  EXPECT_EQ(rows_without_runs(folder_, "merged.db"), rows);
}

TEST_F(Merge, ItsRunsAreThoseOfTheCasesAndItsOwn) {
  run("merge wks.db srv.db -o merged.db --quiet");
  EXPECT_EQ(query("merged.db", "SELECT run_id, arguments FROM run"),
            "1|sojourn analyze demo/SRV-FILE01 -o srv.db --quiet\n"
            "2|sojourn analyze demo/WKS-0142 -o wks.db --quiet\n"
            "3|sojourn merge wks.db srv.db -o merged.db --quiet\n");
  EXPECT_EQ(query("merged.db", "SELECT DISTINCT run_id, path GLOB 'demo/WKS*' FROM evidence"),
            query("merged.db", "VALUES (1, 0), (2, 1)"));
}

TEST_F(Merge, EvidenceIsAddedToWhatWasMergedAndWhatIsKnownIsNotReadAgain) {
  run("merge srv.db wks.db -o merged.db --quiet");
  EXPECT_THAT(run("analyze demo -o merged.db").err, HasSubstr("0 files read, 15 in the case"));
}

TEST_F(Merge, WhatCouldNotBeReadIsThere) {
  testing::write_file(folder_ / "bad/none.evtx", "none");
  std::string bytes = contents(folder_ / (std::string(kLogs) + "/Security.evtx"));
  testing::write_file(folder_ / "bad/torn.evtx", bytes.substr(0, bytes.size() * 2 / 3));
  run("analyze bad -o bad.db --quiet");
  expect_one_run("bad.db wks.db srv.db", "demo bad");
  EXPECT_NE(query("merged.db", "SELECT count(*) FROM issue"), "0\n");
}

TEST_F(Merge, ItSaysWhatTheCaseHolds) {
  run("note wks.db 1 'the intruder?'");
  const Outcome outcome = run("merge srv.db wks.db -o merged.db");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.err,
              StartsWith("what was noted of wks.db is not merged\n"
                         "2 cases merged: 15 files, 2 hosts\n"
                         "sessions of people in merged.db: 165 failure, 24 success\n"));
  EXPECT_FALSE(fs::exists(folder_ / "merged.db.notes"));
}

TEST_F(Merge, WritesNothingToTheCases) {
  const std::string before = files();
  run_in(folder_, "chmod 400 srv.db && cp srv.db srv2.db");
  EXPECT_EQ(run("merge srv.db wks.db -o merged.db --quiet").status, 0);
  fs::remove(folder_ / "merged.db");
  fs::remove(folder_ / "srv2.db");
  EXPECT_EQ(files(), before);
}

TEST_F(Merge, AnOutputThatIsThereStays) {
  expect_refused("srv.db wks.db -o srv.db",
                 "srv.db is one of the cases to merge and stays as it is: name another file with "
                 "-o");
  run_in(folder_, "cp srv.db there.db; : > empty.db");
  for (const char* name : {"there.db", "empty.db"}) {
    expect_refused(
        std::string("srv.db wks.db -o ") + name,
        std::string(name) + " is there already: merge makes a new case, name another file with -o");
  }
}

TEST_F(Merge, WhatIsNoCaseOfThisVersionIsNamed) {
  expect_refused("srv.db none.db -o m.db",
                 "no such case: none.db (make it with: sojourn analyze EVIDENCE -o none.db)");
  testing::write_file(folder_ / "text.db", "text");
  expect_refused("srv.db text.db -o m.db", "text.db is not a sojourn case");
  run_in(folder_, "cp wks.db old.db && sqlite3 old.db 'PRAGMA user_version = 3'");
  const Outcome old = run("merge srv.db old.db -o m.db");
  EXPECT_THAT(old.err, StartsWith("sojourn: old.db has schema version 3, this sojourn knows"));
}

TEST_F(Merge, ACaseThatIsNotWholeIsNamed) {
  testing::write_case(folder_ / "begun.db");
  expect_refused("srv.db begun.db -o m.db",
                 "begun.db is not whole, it has no run: make it anew with sojourn analyze "
                 "EVIDENCE -o another.db");
  const std::string whole = contents(folder_ / "wks.db");
  testing::write_file(folder_ / "torn.db", whole.substr(0, whole.size() / 2));
  expect_refused("srv.db torn.db -o m.db",
                 "torn.db is not whole: analyze the evidence into a new case");
}

TEST_F(Merge, ACaseThatAProgramHasDiedOverIsNamed) {
  run_in(folder_,
         "printf '%s\\n' 'PRAGMA cache_size = 1;' 'BEGIN;' \"UPDATE event_row SET record_id = "
         "record_id + 1;\" '.shell cp wks.db died.db; cp wks.db-journal died.db-journal' "
         "'ROLLBACK;' | sqlite3 wks.db");
  expect_refused("srv.db died.db -o m.db",
                 "died.db was being written by a program that died: sojourn analyze EVIDENCE -o "
                 "died.db brings it back");
}

TEST_F(Merge, ACaseWithWhatSojournDoesNotMakeIsNamed) {
  run_in(folder_,
         "cp wks.db changed.db && sqlite3 changed.db 'CREATE TRIGGER t AFTER INSERT ON "
         "run BEGIN DELETE FROM session; END'");
  const Outcome changed = run("merge srv.db changed.db -o m.db");
  EXPECT_EQ(changed.status, 1);
  EXPECT_THAT(changed.err,
              StartsWith("sojourn: changed.db has what sojourn does not make, trigger t"));
  run_in(folder_, "cp wks.db changed.db && sqlite3 changed.db 'DROP VIEW v_session_gap'");
  EXPECT_THAT(run("merge srv.db changed.db -o m.db").err,
              HasSubstr("does not have the view v_session_gap as sojourn makes it"));
  run_in(folder_,
         "cp wks.db changed.db && sqlite3 changed.db \"UPDATE event_row SET time = 'soon' "
         "WHERE event_id = 7\"");
  EXPECT_EQ(
      run("merge srv.db changed.db -o m.db").err,
      "sojourn: changed.db cannot be used: row 7 of its table event_row has a time that is none: "
      "analyze the evidence into a new case\n");
  run_in(folder_, "cp wks.db changed.db && sqlite3 changed.db 'UPDATE evidence SET run_id = 7'");
  EXPECT_EQ(run("merge srv.db changed.db -o m.db").err,
            "sojourn: changed.db has evidence of run 7, which it does not have: analyze the "
            "evidence into a new case\n");
  fs::remove(folder_ / "changed.db");
  EXPECT_FALSE(fs::exists(folder_ / "m.db"));
  EXPECT_FALSE(fs::exists(folder_ / "m.db.unfinished"));
}

TEST_F(Merge, CasesOfTwoNetworkGapsNeedOne) {
  run("analyze demo/WKS-0142 -o other.db --network-gap 60 --quiet");
  expect_refused("srv.db other.db -o m.db",
                 "srv.db was made with --network-gap 15, other.db with 60: say with --network-gap "
                 "which the new case is to have");
  EXPECT_EQ(run("merge srv.db other.db -o m.db --network-gap 60 --quiet").status, 0);
  run("analyze demo -o all.db --network-gap 60 --quiet");
  EXPECT_EQ(sessions("m.db"), sessions("all.db"));
}

TEST_F(Merge, OfAFileTheCaseThatHasAllOfItTells) {
  run("analyze demo/SRV-FILE01 -o part.db --channel Security --quiet");
  expect_one_run("part.db srv.db", "demo/SRV-FILE01");
}

TEST_F(Merge, WhereNoCaseHasAllOfAFileThatIsSaid) {
  run("analyze demo/SRV-FILE01 -o a.db --channel Security --quiet");
  run("analyze demo/SRV-FILE01 -o b.db --channel System --quiet");
  const std::string before = files();
  const Outcome outcome = run("merge a.db b.db -o m.db");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, HasSubstr("b.db have different records of demo/SRV-FILE01/"));
  EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1) << outcome.err;
  EXPECT_EQ(files(), before);
}

TEST_F(Merge, ACaseThatIsBeingWrittenIsWaitedFor) {
  const Outcome outcome = run_in(folder_,
                                 "{ printf 'BEGIN EXCLUSIVE;\\n.shell sleep 3\\nROLLBACK;\\n' | "
                                 "sqlite3 wks.db & } ; sleep 1; sojourn merge srv.db wks.db -o "
                                 "m.db --wait 0; sojourn merge srv.db wks.db -o m.db --quiet");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("wks.db is being written by another program: try again"));
  EXPECT_THAT(outcome.err, HasSubstr("waiting up to 10 s"));
}

}  // namespace
}  // namespace sojourn
