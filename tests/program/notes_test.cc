// What analysts note of sessions: beside the case, in lists, in `show` and in the report.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/support/case_of_rows.h"
#include "tests/support/demo_case.h"

namespace sojourn {
namespace {

using testing::contents;
using testing::DemoCase;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;
using testing::run_in;
using testing::Scratch;

class Notes : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { made_ = std::make_unique<DemoCase>(); }
  static void TearDownTestSuite() { made_.reset(); }
  Notes() : folder_(*made_) {
    std::filesystem::remove_all(folder_ / "case.db.notes");
    std::filesystem::remove(folder_ / "report.html");
  }

  Outcome run(const std::string& words) const {
    return run_in(folder_, "export SOURCE_DATE_EPOCH=1772800000\nsojourn " + words);
  }
  void do_all(std::initializer_list<const char*> commands) const {
    for (const char* command : commands) {
      const Outcome outcome = run(command);
      EXPECT_EQ(outcome.status, 0) << command << ": " << outcome.err;
      EXPECT_EQ(outcome.out + outcome.err, "");
    }
  }
  std::string noted(const std::string& list = "sessions") const {
    return run(list + " case.db --ip 203.0.113.66 --outcome success").out;
  }

  static inline std::unique_ptr<DemoCase> made_;
  const Scratch& folder_;
};

TEST_F(Notes, StandInListsAndShowAndTheReportAndNotInTheCase) {
  const std::string before = run_in(folder_, "sha256sum case.db").out;
  do_all({"note case.db 175 'asked her: it was not she'", "tag case.db 175 intruder",
          "tag case.db c2041e5f10e93ae1 vpn"});
  EXPECT_THAT(noted(), HasSubstr("  noted\n"));
  EXPECT_THAT(noted(), HasSubstr("  intruder vpn: asked her: it was not she\n"));
  EXPECT_THAT(run("at case.db 2026-03-04T23:30").out, HasSubstr("intruder vpn: asked"));
  EXPECT_THAT(run("timeline case.db").out, HasSubstr("intruder vpn: asked"));
  EXPECT_THAT(run("sessions case.db --format jsonl").out,
              HasSubstr(R"("tags":"intruder vpn","notes":"asked her: it was not she"})"));
  EXPECT_THAT(run("sessions case.db --format jsonl").out,
              HasSubstr(R"("tags":null,"notes":null})"));
  EXPECT_THAT(run("show case.db 175").out,
              HasSubstr("  tags        intruder vpn\n"
                        "  note        2026-03-06T12:26:40.0000000Z, asked her: it was not she\n"));
  EXPECT_EQ(run("users case.db").out.find("noted"), std::string::npos);
  run("report case.db -o report.html");
  const std::string told =
      "intruder vpn: asked her: it was not she (CORP\\\\svc_backup on "
      "SRV-FILE01, 2026-03-04 23:17:47Z)";
  EXPECT_THAT(contents(folder_ / "report.html"),
              HasSubstr("{\"what\":\"note\",\"text\":\"" + told));
  const std::string markdown = run("report case.db --format markdown").out;
  EXPECT_THAT(markdown, HasSubstr("| note | intruder vpn: asked her: it was not she \\(CORP"));
  EXPECT_THAT(markdown, HasSubstr("| intruder vpn: asked her: it was not she |\n"));
  EXPECT_EQ(run_in(folder_, "sha256sum case.db").out, before);
}

TEST_F(Notes, CanBeTakenAway) {
  do_all({"note case.db 175 one", "note case.db 175 two", "tag case.db 175 check",
          "note case.db 175 one --remove"});
  EXPECT_THAT(noted(), HasSubstr("  check: two\n"));
  do_all({"tag case.db 175 check --remove", "note case.db 175 three"});
  EXPECT_THAT(noted(), HasSubstr("  two; three\n"));
  do_all({"note case.db 175 --remove"});
  EXPECT_EQ(noted().find("noted"), std::string::npos);
  EXPECT_EQ(run("note case.db 175 --remove").err, "sojourn: session 175 has no such note\n");
  EXPECT_EQ(run("tag case.db 175 check --remove").status, 1);
}

TEST_F(Notes, AreOfTheSessionThoughTheCaseIsMadeAnew) {
  run_in(folder_, "mkdir again && sojourn analyze demo/SRV-FILE01 -o again/case.db --quiet");
  EXPECT_EQ(run("note again/case.db 175 'asked her'").status, 0);
  run_in(folder_, "rm again/case.db; sojourn analyze demo -o again/case.db --quiet");
  EXPECT_THAT(run("sessions again/case.db --ip 203.0.113.66 --outcome success").out,
              HasSubstr("  asked her\n"));
  // Where the logs that tell of it are not there, that is said, and they can still be taken away.
  run_in(folder_, "rm again/case.db; sojourn analyze demo/WKS-0142 -o again/case.db --quiet");
  EXPECT_THAT(run("sessions again/case.db").err,
              HasSubstr("case.db.notes: notes of 1 session that the case does not have\n"));
  EXPECT_EQ(run("note again/case.db c2041e5f10e93ae1 --remove").status, 0);
  EXPECT_THAT(run("sessions again/case.db").err, Not(HasSubstr("notes of")));
  run_in(folder_, "rm -r again");
}

TEST_F(Notes, OfManyWritersAtOnceAllAreKept) {
  const Outcome all = run_in(folder_,
                             "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sojourn note case.db 175 "
                             "note-$i- & done; wait");
  EXPECT_EQ(all.err, "");
  const std::string shown = run("show case.db 175").out;
  for (int i = 1; i <= 12; ++i) EXPECT_THAT(shown, HasSubstr("note-" + std::to_string(i) + "-"));
}

TEST_F(Notes, WhatIsNoNoteIsRefused) {
  EXPECT_EQ(run("note case.db 175").status, 2);
  EXPECT_EQ(run("note case.db 175 ''").status, 2);
  EXPECT_EQ(run("note case.db 9999 x").err,
            "sojourn: the case has no session 9999 (sojourn sessions --all lists all that it "
            "has)\n");
  for (const char* word : {"'two words'", "''", "'a,b'", "'=x'", "'<b>'", "'../x'", "é"})
    EXPECT_EQ(run(std::string("tag case.db 175 ") + word).status, 1) << word;
  EXPECT_THAT(run("note case.db 175 \"$(head -c 4001 /dev/zero | tr '\\0' x)\"").err,
              HasSubstr("a note has up to 4000 bytes"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "case.db.notes"));
}

// The file may be anybody's, as the case may.
TEST_F(Notes, AForeignFileIsNeitherObeyedNorWrittenTo) {
  testing::write_file(folder_ / "mine", "mine\n");
  for (const char* make :
       {"ln -s mine", "ln mine", "mkfifo", "mkdir", "cp mine", "head -c 5000000 /dev/zero >"}) {
    run_in(folder_, std::string(make) + " case.db.notes");
    const Outcome listed = run("sessions case.db --limit 1");
    EXPECT_EQ(listed.status, 0) << make;
    EXPECT_THAT(listed.err, HasSubstr("case.db.notes: ")) << make;
    const Outcome noted = run("note case.db 175 text");
    EXPECT_EQ(noted.status, 1) << make;
    EXPECT_THAT(noted.err, HasSubstr("case.db.notes can")) << make;
    EXPECT_EQ(contents(folder_ / "mine"), "mine\n");
    run_in(folder_, "rm -rf case.db.notes");
  }
}

TEST_F(Notes, LinesThatAreNoneAreLeftOutAndCounted) {
  do_all({"note case.db 175 right"});
  const std::string uid = R"("uid":"c2041e5f10e93ae1")",
                    time = R"("time":"2026-03-06T12:26:40.0000000Z")";
  std::string strange = "\xff\xfe not JSON\n[[[[[[[[\n{}\n";
  strange += R"({"do":"obey",)" + uid + R"(,"text":"x",)" + time + "}\n";
  strange += R"({"do":"note","uid":"'; DROP TABLE","text":"x",)" + time + "}\n";
  strange += R"({"do":"note",)" + uid + R"(,"text":"x","time":"yesterday"})" + "\n";
  strange += R"({"do":"tag",)" + uid + R"(,"text":"a b",)" + time + "}\n";
  strange +=
      R"({"do":"note",)" + uid + R"(,"text":")" + std::string(4001, 'x') + "\"," + time + "}\n";
  strange += R"({"do":"note",)" + uid + R"(,"text":"half written)";
  testing::write_file(folder_ / "add", strange);
  run_in(folder_, "cat add >> case.db.notes");
  EXPECT_THAT(noted(), HasSubstr("  right\n"));
  EXPECT_THAT(run("sessions case.db").err,
              HasSubstr("case.db.notes: of its lines 8 are no notes\n"));
  // The next line does not go into that which was not finished.
  EXPECT_EQ(run("note case.db 175 next").status, 0);
  EXPECT_THAT(noted(), HasSubstr("  right; next\n"));
}

TEST_F(Notes, HostileTextIsHarmlessWhereverItIsShown) {
  do_all(
      {"note case.db 175 \"$(printf '=cmd()|<script>alert(1)</script>\\033[31m\\342\\200\\256"
       "\\nline\\377')\""});
  for (const char* command :
       {"sessions case.db", "show case.db 175", "sessions case.db --format csv",
        "sessions case.db --format jsonl", "sessions case.db --format markdown",
        "report case.db --format markdown", "report case.db"}) {
    const std::string out = run(command).out;
    EXPECT_THAT(out, HasSubstr("alert")) << command;
    for (const char* bad : {"\x1b", "\u202e", "\xff", "\nline"})
      EXPECT_EQ(out.find(bad), std::string::npos) << command;
    const std::string words = command;
    if (words.ends_with("csv")) {
      EXPECT_THAT(out, HasSubstr(",'=cmd()"));
    }
    if (words.ends_with("markdown")) {
      EXPECT_EQ(out.find('<'), std::string::npos) << command;
    }
    if (words.starts_with("report")) {
      EXPECT_EQ(out.find("<script>alert"), std::string::npos);
    }
  }
}

TEST_F(Notes, FitEightyColumns) {
  do_all({"note case.db 175 'a long note that says what was found out about the session'",
          "tag case.db 175 intruder"});
  for (const char* list : {"sessions", "timeline", "lateral", "outbound", "at"}) {
    const std::string times = std::string(list) == "at" ? " 2026-01-01 2027-01-01" : "";
    const std::string longest =
        run_in(folder_, "COLUMNS=80 sojourn " + std::string(list) + " case.db" + times + " | wc -L")
            .out;
    EXPECT_LE(std::stoi(longest), 80) << list;
  }
}

}  // namespace
}  // namespace sojourn
