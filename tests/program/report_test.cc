// The report: one page that runs and fetches nothing but its own, and the same as Markdown.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "tests/support/case_of_rows.h"
#include "tests/support/demo_case.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using testing::contents;
using testing::DemoCase;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;
using testing::run_in;
using testing::Scratch;

// What the strict reader prints of these expressions of Python.
std::string read_page(const Scratch& folder, const std::string& expressions) {
  const Outcome outcome =
      run_in(folder, "python3 '" + (testing::sources() / "tests/report/page_reader.py").string() +
                         "' report.html " + expressions);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  return outcome.out;
}

class Report : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { made_ = std::make_unique<DemoCase>(); }
  static void TearDownTestSuite() { made_.reset(); }
  Report() : folder_(*made_) { std::filesystem::remove(folder_ / "report.html"); }

  std::string rows(const std::string& sql) const {
    return run_in(folder_, "sqlite3 case.db \"" + sql + '"').out;
  }

  static inline std::unique_ptr<DemoCase> made_;
  const Scratch& folder_;
};

TEST_F(Report, HasEachSessionOfPeopleAndEachOfTheirRecords) {
  const Outcome outcome = run_in(folder_, "sojourn report case.db -o report.html");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.out + outcome.err, "");
  EXPECT_EQ(read_page(folder_,
                      "'len(data[\"sessions\"][\"rows\"])' 'data[\"sessions\"][\"left\"]' "
                      "'len(data[\"records\"][\"rows\"])' 'data[\"records\"][\"left\"]'"),
            rows("SELECT count(*) FROM v_session WHERE account_class = 'user'") + "0\n" +
                rows("SELECT count(*) FROM session_event JOIN session USING (session_id) "
                     "WHERE account_class = 'user'") +
                "0\n");
}

TEST_F(Report, TellsOfGuessingThatSucceededFirst) {
  run_in(folder_, "sojourn report case.db -o report.html");
  EXPECT_EQ(read_page(folder_,
                      "'data[\"findings\"][0][\"text\"]' "
                      "'[f[\"what\"] for f in data[\"findings\"]]'"),
            "svc_backup got in at 2026-03-04 23:17:47Z after 160 failed attempts on 5 accounts of "
            "SRV-FILE01 from 203.0.113.66, 2026-03-04 23:05:32 to 23:15:49Z\n"
            "['got_in', 'external', 'external', 'movement']\n");
  EXPECT_EQ(read_page(folder_,
                      "'[i for r, i in sorted(zip(texts(\"sessions\", \"rank\"), "
                      "texts(\"sessions\", \"session_id\")))][:2]'"),
            "[175, 176]\n");
}

TEST_F(Report, IsTheSameEachTime) {
  run_in(folder_, "sojourn report case.db -o one; TZ=Asia/Tokyo sojourn report case.db > two");
  EXPECT_GT(contents(folder_ / "one").size(), 300'000U);
  EXPECT_TRUE(contents(folder_ / "one") == contents(folder_ / "two"));
  EXPECT_EQ(run_in(folder_, "sojourn report case.db --format markdown").out,
            run_in(folder_, "sojourn report case.db --format markdown").out);
}

TEST_F(Report, WritesNothingButItsOutputAndNeverOverAnother) {
  const std::string before = run_in(folder_, "sha256sum case.db; ls -A").out;
  run_in(folder_, "sojourn report case.db > /dev/null");
  EXPECT_EQ(run_in(folder_, "sha256sum case.db; ls -A").out, before);
  testing::write_file(folder_ / "mine", "mine");
  EXPECT_EQ(run_in(folder_, "sojourn report case.db -o mine").status, 1);
  EXPECT_EQ(contents(folder_ / "mine"), "mine");
}

TEST_F(Report, IsOfTheSessionsThatAFilterShows) {
  run_in(folder_, "sojourn report case.db --user adm.petrov --kind remote -o report.html");
  EXPECT_EQ(read_page(folder_,
                      "'set(texts(\"sessions\", \"who\"))' "
                      "'set(texts(\"sessions\", \"kind\"))' 'data[\"findings\"]'"),
            "{'CORP\\\\adm.petrov'}\n{'remote'}\n[]\n");
  const Outcome nobody = run_in(folder_, "sojourn report case.db --user nobody");
  EXPECT_EQ(nobody.status, 1);
  EXPECT_EQ(nobody.out, "");
  EXPECT_EQ(run_in(folder_, "sojourn report case.db --format pdf").status, 2);
}

TEST_F(Report, WhatIsExpectedIsNoFinding) {
  testing::write_file(folder_ / "known", "203.0.113.0/24\n198.51.100.0/24\n");
  run_in(folder_, "sojourn report case.db --known known -o report.html");
  EXPECT_EQ(read_page(folder_, "'[f[\"what\"] for f in data[\"findings\"]]'"),
            "['got_in', 'movement']\n");
}

TEST_F(Report, AsMarkdownSaysTheSameInTables) {
  const std::string report = run_in(folder_, "sojourn report case.db --format markdown").out;
  EXPECT_THAT(report, HasSubstr("## What tells most\n"));
  EXPECT_THAT(report,
              HasSubstr("\n| got in | svc\\_backup got in at 2026-03-04 23:17:47Z after 160 "
                        "failed attempts"));
  EXPECT_THAT(report, HasSubstr("160 failures, burst 1"));
  for (const char* title : {"Sessions", "Bursts of failures", "Accounts and sources", "Hosts"})
    EXPECT_THAT(report, HasSubstr(std::string("\n## ") + title + "\n\n| ")) << title;
}

TEST(ReportOfNothing, SaysSo) {
  const Scratch folder;
  testing::write_case(folder / "case.db",
                      "INSERT INTO run (run_id, version, network_gap_s) VALUES (1, '1', 30)");
  ASSERT_EQ(run_in(folder, "sojourn report case.db -o report.html").status, 0);
  EXPECT_EQ(read_page(folder, "'data[\"sessions\"][\"rows\"]' 'data[\"findings\"]'"), "[]\n[]\n");
  EXPECT_THAT(run_in(folder, "sojourn report case.db --format markdown").out,
              HasSubstr("Nothing stands out.\n"));
}

// One session whose texts want to be more than text.
class HostileReport : public ::testing::Test {
 protected:
  HostileReport() {
    testing::write_case(folder_ / "case.db",
                        R"(INSERT INTO run (run_id, version, network_gap_s) VALUES (1, '1', 30);
    INSERT INTO host (host_id, name) VALUES (1, 'pc</script><script>alert(1)</script>');
    INSERT INTO boot (boot_id, host_id, stop_kind, start_epoch_id, stop_epoch_id)
    VALUES (1, 1, 'running', 1, 1);
    INSERT INTO account VALUES (1, NULL, '<!--<script>', NULL, 'user');
    INSERT INTO session (session_id, uid, host_id, account_id, user_name, user_domain,
                         account_class, kind, outcome, start_time, end_time, src_host, boot_id,
                         start_reason, end_reason, end_exact, src_scope, src_inferred, elevated,
                         failures_before, confidence)
    SELECT 1, '"><img src=x onerror=alert(1)>', 1, 1, '<!--<script>' || char(8232) || char(8238) ||
           ']]>&quot;' || char(0) || char(13), CAST(x'ff41' AS TEXT), 'user', 'network', 'success',
           '2026-03-04T23:05:01.0000000Z', '2026-03-04T23:06:01.0000000Z',
           printf('%.*c', 65536, 'e'), 1, 'logon', 'logoff', 1, 'external', 0, 0, 0, 1;)");
  }
  Scratch folder_;
};

TEST_F(HostileReport, TextFromEvidenceStaysTextInThePage) {
  ASSERT_EQ(run_in(folder_, "sojourn report case.db -o report.html").status, 0);
  EXPECT_EQ(read_page(folder_,
                      "'texts(\"sessions\", \"host\")' 'texts(\"sessions\", \"uid\")' "
                      "'texts(\"sessions\", \"who\")[0][:43]' "
                      "'len(texts(\"sessions\", \"src_host\")[0])'"),
            "['pc</script><script>alert(1)</script>']\n"
            "['\"><img src=x onerror=alert(1)>']\n"
            "\\x{ff}A\\<!--<script>\\u{2028}\\u{202e}]]>&quo\n"
            "1000\n");
}

TEST_F(HostileReport, TextFromEvidenceStaysTextInMarkdown) {
  const Outcome report = run_in(folder_, "sojourn report case.db --format markdown");
  ASSERT_EQ(report.status, 0);
  EXPECT_THAT(report.out, Not(HasSubstr("<")));
  EXPECT_THAT(report.out, HasSubstr("pc&lt;/script\\>"));
}

}  // namespace
}  // namespace sojourn
