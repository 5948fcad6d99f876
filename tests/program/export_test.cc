// A case's sessions as other tools take them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/case_of_rows.h"
#include "tests/support/demo_case.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using testing::DemoCase;
using ::testing::HasSubstr;
using testing::Outcome;
using testing::run_in;
using testing::Scratch;

class Export : public ::testing::Test {
 protected:
  // What a strict reader makes of the lines: `python`, with each of them as `row`.
  std::string read(const std::string& words, const std::string& python) const {
    const Outcome outcome =
        run_in(folder_, "sojourn export case.db " + words + " > out.jsonl && python3 -c '" +
                            "import json,sys\n"
                            "def pairs(p):\n"
                            "  assert len(dict(p)) == len(p), p\n"
                            "  return dict(p)\n"
                            "rows = [json.loads(l, object_pairs_hook=pairs) for l in "
                            "open(\"out.jsonl\", encoding=\"utf-8\")]\n" +
                            python + "'");
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return outcome.out;
  }
  std::string rows(const std::string& sql) const {
    return run_in(folder_, "sqlite3 case.db \"" + sql + '"').out;
  }

  DemoCase folder_;
};

constexpr const char* kLines =
    "SELECT sum(iif(outcome = 'failure', 1, (start_time IS NOT NULL) + (end_time IS NOT NULL))) "
    "FROM v_session WHERE account_class = 'user'";

TEST_F(Export, EachFormHasTheStartAndTheEndOfASessionAndAFailureOnce) {
  for (const char* form : {"timesketch", "ecs", "ocsf"})
    EXPECT_EQ(read(std::string("--to ") + form, "print(len(rows))"), rows(kLines)) << form;
}

TEST_F(Export, AsRowsHasEachSessionOnceAndEveryColumn) {
  const std::string columns =
      rows("SELECT group_concat(name, ',') FROM pragma_table_info('v_session')");
  const std::string count = rows("SELECT count(*) FROM v_session WHERE account_class = 'user'");
  EXPECT_EQ(read("--to jsonl", "print(*rows[0], sep=\",\")\nprint(len(rows))"), columns + count);
  EXPECT_EQ(run_in(folder_,
                   "sojourn export case.db --to csv -o out.csv && python3 -c 'import csv\n"
                   "rows = list(csv.reader(open(\"out.csv\", newline=\"\"), strict=True))\n"
                   "print(*rows[0], sep=\",\")\nprint(len(rows) - 1)'")
                .out,
            columns + count);
}

TEST_F(Export, TimesketchFindsWhatItAsksForFirst) {
  EXPECT_EQ(read("--to timesketch --user svc_backup --scope external --outcome success",
                 "for r in rows:\n"
                 "  assert list(r)[:3] == [\"message\", \"datetime\", \"timestamp_desc\"]\n"
                 "  print(r[\"datetime\"], r[\"message\"], sep=\" | \")"),
            "2026-03-04T23:17:47.5493981Z | Logon Session Start: CORP\\svc_backup on "
            "SRV-FILE01.corp.example, remote from 203.0.113.66\n"
            "2026-03-04T23:41:06.7382471Z | Logon Session End: CORP\\svc_backup on "
            "SRV-FILE01.corp.example, remote from 203.0.113.66\n"
            "2026-03-05T01:48:22.4542053Z | Logon Session Start: CORP\\svc_backup on "
            "SRV-FILE01.corp.example, remote from 198.51.100.23\n"
            "2026-03-05T04:11:47.1093575Z | Logon Session End: CORP\\svc_backup on "
            "SRV-FILE01.corp.example, remote from 198.51.100.23\n");
}

TEST_F(Export, ElasticHasCategoriesTypesAndADurationInNanoseconds) {
  EXPECT_EQ(
      read("--to ecs",
           "for r in rows:\n"
           "  e = r[\"event\"]\n"
           "  assert e[\"category\"] == [\"authentication\", \"session\"]\n"
           "  assert e[\"type\"][0] in (\"start\", \"end\", \"info\")\n"
           "  assert e[\"outcome\"] in (\"success\", \"failure\", \"unknown\")\n"
           "  assert r[\"@timestamp\"] in (e.get(\"start\"), e.get(\"end\"))\n"
           "print(sum(r[\"event\"].get(\"duration\", 0) for r in rows if r[\"event\"][\"type\"] "
           "== [\"end\"]) // 10**9)"),
      rows("SELECT CAST(sum(duration_s) AS INTEGER) FROM v_session WHERE account_class = 'user' "
           "AND outcome <> 'failure'"));
}

TEST_F(Export, OcsfHasWhatTheClassAuthenticationRequires) {
  EXPECT_EQ(read("--to ocsf",
                 "for r in rows:\n"
                 "  assert r[\"class_uid\"] == 3002 and r[\"category_uid\"] == 3\n"
                 "  assert r[\"type_uid\"] == 300200 + r[\"activity_id\"]\n"
                 "  assert r[\"user\"][\"name\"] and r[\"dst_endpoint\"][\"hostname\"]\n"
                 "  assert isinstance(r[\"time\"], int) and r[\"metadata\"][\"version\"]\n"
                 "print(sum(r[\"status_id\"] == 2 and r[\"status_detail\"] == "
                 "\"INVALID_CREDENTIALS\" for r in rows))"),
            rows("SELECT count(*) FROM v_session WHERE account_class = 'user' AND outcome = "
                 "'failure' AND failure_code IN ('0xc000006a', '0xc000006d')"));
}

TEST_F(Export, AFileThatIsThereStays) {
  testing::write_file(folder_ / "out", "mine");
  EXPECT_EQ(run_in(folder_, "sojourn export case.db --to ecs -o out").status, 1);
  EXPECT_EQ(run_in(folder_, "cat out").out, "mine");
}

TEST(HostileExport, TextFromEvidenceStaysTextInEachForm) {
  const Scratch folder;
  testing::write_case(folder / "case.db",
                      R"(INSERT INTO run (run_id, version, network_gap_s) VALUES (1, '1', 30);
    INSERT INTO host (host_id, name) VALUES (1, 'pc' || char(10) || '<script>');
    INSERT INTO boot (boot_id, host_id, stop_kind, start_epoch_id, stop_epoch_id) VALUES (1, 1, 'running', 1, 1);
    INSERT INTO account VALUES (1, NULL, 'x', NULL, 'user');
    INSERT INTO session (session_id, uid, host_id, account_id, user_name, user_domain, account_class, kind, outcome,
                         start_time, end_time, src_host, boot_id, start_reason, end_reason, end_exact, src_scope,
                         src_inferred, elevated, failures_before, confidence)
    SELECT 1, 'u', 1, 1, char(8238) || char(27) || '"},{"x":"' || printf('%.*c', 65536, 'e'),
           CAST(x'ff41' AS TEXT), 'user', 'network', 'success', '2026-03-04T23:05:01.0000000Z',
           '2026-03-04T23:06:01.0000000Z', '=cmd()', 1, 'logon', 'logoff', 1, 'unknown', 0, 0, 0, 1;)");
  for (const char* form : {"timesketch", "ecs", "ocsf", "jsonl"}) {
    const Outcome outcome =
        run_in(folder, std::string("sojourn export case.db --to ") + form +
                           " > out && wc -l < out && python3 -c 'import json\n"
                           "for l in open(\"out\", encoding=\"utf-8\"):\n"
                           "  assert len(l) < 200000 and all(c.isprintable() or c == \"\\n\" for "
                           "c in l)\n"
                           "  json.loads(l)'");
    EXPECT_EQ(outcome.status, 0) << form << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr(form == std::string("jsonl") ? "1\n" : "2\n")) << form;
  }
  const std::string csv = run_in(folder, "sojourn export case.db --to csv").out;
  EXPECT_THAT(csv, HasSubstr(",'=cmd(),"));
  EXPECT_THAT(csv, HasSubstr("\\u{202e}\\u{1b}\"\"},{\"\"x\"\":"));
}

}  // namespace
}  // namespace sojourn
