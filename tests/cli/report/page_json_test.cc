#include "cli/report/page_json.h"

#include <gtest/gtest.h>

#include <memory>
#include <sstream>

#include "cli/report/page.h"
#include "cli/report/page_data.h"
#include "cli/report/page_parts.h"
#include "cli/report/page_sessions.h"
#include "engine/digest.h"
#include "tests/support/case_of_rows.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using testing::Scratch;

TEST(PageText, HasNoCharacterThatMeansAnythingToHtml) {
  EXPECT_EQ(page_text("</script>&"), R"("\u003c/script\u003e\u0026")");
  EXPECT_EQ(page_text("a\"b\\c"), R"("a\"b\\c")");
}

TEST(PageText, ShowsWhatWouldHideOrReorderAsEverywhere) {
  EXPECT_EQ(page_text("a\u202eb\u2028c\xff"), R"("a\\u{202e}b\\u{2028}c\\x{ff}")");
  EXPECT_EQ(page_text(std::string("\0\r", 2)), R"("\\u{0}\\u{d}")");
}

TEST(PageText, IsCutAtAThousandColumns) {
  EXPECT_EQ(page_text(std::string(70'000, 'e')), '"' + std::string(999, 'e') + "\u2026\"");
}

TEST(PageCell, KeepsEachDigitOfANumber) {
  EXPECT_EQ(page_cell(std::int64_t{9'007'199'254'740'991}), "9007199254740991");
  EXPECT_EQ(page_cell(std::int64_t{9'007'199'254'740'992}), "\"9007199254740992\"");
  EXPECT_EQ(page_cell(INT64_MIN), "\"-9223372036854775808\"");
  EXPECT_EQ(page_cell(0.95), "0.95");
  EXPECT_EQ(page_cell(1.0 / 0.0), "null");
  EXPECT_EQ(page_cell(Cell()), "null");
}

TEST(PageTable, WritesATextThatComesOftenOnce) {
  std::ostringstream out;
  PageTable table(out, {"host", "id"}, {"host"});
  table.add({std::string("pc"), std::int64_t{1}});
  table.add({std::string("pc"), std::int64_t{2}});
  table.add({Cell(), std::int64_t{3}});
  table.finish(7);
  EXPECT_EQ(out.str(),
            "{\"columns\":[\"host\",\"id\"],\"coded\":[0],\"rows\":[\n[0,1],\n[0,2],\n[null,3]],"
            "\"texts\":[\"pc\"],\"left\":7}");
}

TEST(Digest, IsSha256InBase64) {
  EXPECT_EQ(sha256_base64("abc"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}

TEST(PagePolicy, NamesTheScriptsThatThePageHas) {
  EXPECT_NE(page_policy().find(sha256_base64(kPageScript)), std::string::npos);
  EXPECT_NE(page_policy().find(sha256_base64(kD3Script)), std::string::npos);
  // Nothing in them ends their element before its end, and nothing is changed when a browser reads
  // it.
  for (const std::string_view part : {kPageScript, kD3Script, kPageStyle}) {
    EXPECT_EQ(part.find("</s"), std::string_view::npos);
    EXPECT_EQ(part.find("<!--"), std::string_view::npos);
    EXPECT_EQ(part.find('\r'), std::string_view::npos);
  }
}

// A case with a hundred sessions of two records each; session 60 is the only one from outside.
class PageOfManySessions : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<Scratch>();
    testing::write_case(*folder_ / "case.db",
                        R"(INSERT INTO run (run_id, version, network_gap_s) VALUES (1, '1', 30);
    INSERT INTO host (host_id, name) VALUES (1, 'pc');
    INSERT INTO boot (boot_id, host_id, stop_kind, start_epoch_id, stop_epoch_id)
    VALUES (1, 1, 'running', 1, 1);
    INSERT INTO account VALUES (1, NULL, 'x', NULL, 'user');
    INSERT INTO evidence (evidence_id, run_id, path, size, sha256, records, events, recovered,
        whole, issues) VALUES (1, 1, 'a.evtx', 1, 'aa', 1, 1, 0, 1, 0);
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
    INSERT INTO session (session_id, uid, host_id, account_id, user_name, account_class, kind,
                         outcome, start_time, src_ip, src_scope, boot_id, start_reason, end_reason,
                         end_exact, src_inferred, elevated, failures_before, confidence)
    SELECT i, 'u' || i, 1, 1, 'x', 'user', 'remote', 'success',
           printf('2026-03-04T%02d:%02d:00.0000000Z', i / 60, i % 60),
           iif(i = 60, '203.0.113.66', '10.0.0.1'), iif(i = 60, 'external', 'internal'), 1,
           'logon', 'unknown', 0, 0, 0, 0, 1 FROM n;
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
    INSERT INTO event_row (event_id, host_id, boot_id, clock_epoch_id, evidence_id, time,
                           provider_text, event_code, version, record_id, recovered)
    SELECT i, 1, 1, 1, 1, '2026-03-04T00:00:00.0000000Z', 1, 4624, 0, i, 0 FROM n;
    INSERT INTO text VALUES (1, 'p');
    INSERT INTO rule VALUES ('r', 'because');
    INSERT INTO session_event SELECT (event_id + 1) / 2, event_id, 'start', 'r' FROM event;)");
  }
  static void TearDownTestSuite() { folder_.reset(); }

  std::string data(const PageLimits& limits) const {
    const CaseReader reader(*folder_ / "case.db");
    const SessionFilter filter;
    const Zone zone = Zone::utc();
    const KnownSources known;
    const ListRequest list{.filter = filter, .reader = reader, .zone = zone, .known = known};
    const SessionNotes notes;
    const ReportContents report = report_contents(list, notes);
    const SessionRank rank(report, known);
    std::ostringstream out;
    const TellingSessions telling = telling_sessions(list, rank, limits.sessions);
    const PageRequest request{"case.db", list, report, telling, notes, limits};
    write_page_data(request, out);
    out << "\"records\":";
    write_page_records(request, out);
    return out.str();
  }
  // The part of the page's data behind a name.
  static std::string part(const std::string& data, const std::string& name) {
    const std::size_t begin = data.find("\"" + name + "\":{");
    return data.substr(begin, data.find("\"left\":", begin) + 12 - begin);
  }

  static inline std::unique_ptr<Scratch> folder_;
};

TEST_F(PageOfManySessions, HoldsTheMostTellingAndCountsTheOthers) {
  const std::string sessions = part(data({.sessions = 10}), "sessions");
  EXPECT_NE(sessions.find("\n[60,"), std::string::npos);
  EXPECT_NE(sessions.find("\n[9,"), std::string::npos);
  EXPECT_EQ(sessions.find("\n[10,"), std::string::npos);
  EXPECT_NE(sessions.find("\"left\":90"), std::string::npos) << sessions;
}

TEST_F(PageOfManySessions, HoldsTheRecordsOfTheMostTellingUpToItsBound) {
  const std::string records = part(data({.record_bytes = 300}), "records");
  EXPECT_NE(records.find("\n[60,"), std::string::npos);
  EXPECT_EQ(records.find("\n[50,"), std::string::npos);
  const std::string all = part(data({}), "records");
  EXPECT_LT(records.size(), all.size() / 10);
  EXPECT_NE(all.find("\"left\":0}"), std::string::npos);
}

TEST_F(PageOfManySessions, HoldsOfASessionAllRecordsOrNone) {
  const std::string records = part(data({.records_of_a_session = 1}), "records");
  EXPECT_NE(records.find("\"rows\":[]"), std::string::npos);
  EXPECT_NE(records.find("\"left\":100"), std::string::npos);
}

TEST_F(PageOfManySessions, SaysUntilWhenOneWithoutAnEndWasSurelyOn) {
  const std::string sessions = part(data({}), "sessions");
  EXPECT_NE(sessions.find("\"seen_first\",\"seen_last\"]"), std::string::npos);
  EXPECT_NE(sessions.find(",null,\"2026-03-04T00:00:00.0000000Z\"]"), std::string::npos);
}

TEST_F(PageOfManySessions, StaysWithinItsBytesWhateverTheNamesAre) {
  EXPECT_NE(part(data({.session_bytes = 500}), "sessions").find("\"left\":9"), std::string::npos);
}

}  // namespace
}  // namespace sojourn
