// `sojourn analyze --service-tickets`: the 4769 that flood a domain controller's log are counted,
// and read only where they are asked for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tests/simulation/company.h"
#include "tests/simulation/evidence_folder.h"
#include "tests/simulation/evtx_writer.h"
#include "tests/simulation/json_export.h"
#include "tests/simulation/scenario.h"
#include "tests/simulation/xml_export.h"
#include "tests/support/corpus.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Outcome;
using testing::run_in;
using testing::Scratch;

constexpr const char* kTickets =
    "SELECT count(*) FROM event WHERE event_code = 4769; SELECT sum(tickets_left_out), "
    "max(service_tickets) FROM evidence";

// All of the case but for what tells of runs.
constexpr const char* kAll =
    "SELECT path, records, events, left_out, service_tickets, tickets_left_out FROM evidence; "
    "SELECT * FROM event; SELECT * FROM coverage; SELECT * FROM record_range; SELECT * FROM "
    "session; SELECT * FROM burst; SELECT * FROM account";

class ServiceTickets : public ::testing::Test {
 protected:
  ServiceTickets() {
    simulation::write_evidence(simulation::scenario_of(simulation::company(1).hosts),
                               folder_ / "in");
  }

  Outcome analyze(const std::string& arguments, const std::string& name = "case.db") const {
    return run_in(folder_, "sojourn analyze -o " + name + ' ' + arguments);
  }
  std::string query(const std::string& sql, const std::string& name = "case.db") const {
    return run_in(folder_, "sqlite3 " + name + " \"" + sql + '"').out;
  }

  Scratch folder_;
};

TEST_F(ServiceTickets, AreLeftOutAndCounted) {
  const Outcome outcome = analyze("in");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  const std::string count = query("SELECT sum(tickets_left_out) FROM evidence");
  EXPECT_GT(std::stoi(count), 5);
  EXPECT_THAT(outcome.err, HasSubstr(count.substr(0, count.size() - 1) +
                                     " service tickets (4769) left out: --service-tickets reads "
                                     "them, too\n"));
  EXPECT_EQ(query(kTickets), "0\n" + count.substr(0, count.size() - 1) + "|0\n");
  EXPECT_THAT(query("SELECT path FROM evidence WHERE tickets_left_out > 0"),
              HasSubstr("DC01/Windows/System32/winevt/Logs/Security.evtx\n"));
}

TEST_F(ServiceTickets, AreReadWhereTheyAreAskedFor) {
  ASSERT_EQ(analyze("in", "without.db").status, 0);
  const std::string count = query("SELECT sum(tickets_left_out) FROM evidence", "without.db");
  const Outcome outcome = analyze("in --service-tickets");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.err, Not(HasSubstr("left out")));
  EXPECT_EQ(query(kTickets), count + "0|1\n");
  EXPECT_EQ(query("SELECT count(*) FROM v_authentication WHERE service LIKE '%$'"), count);
  // No more than that: what somebody did, and which records a log lacks, is as before.
  for (const char* same :
       {"SELECT * FROM v_session",
        "SELECT host, of, src_ip, attempts, first_time, followed_by_user FROM v_failure_burst",
        "SELECT * FROM record_range", "SELECT * FROM v_gap"})
    EXPECT_EQ(query(same), query(same, "without.db")) << same;
}

// 4769's LogonGuid is that of the 4624 at the machine that the ticket was for.
TEST_F(ServiceTickets, LeadToTheLogonsThatWereMadeWithThem) {
  ASSERT_EQ(analyze("in --service-tickets").status, 0);
  EXPECT_EQ(query("SELECT count(*) FROM v_authentication a WHERE a.logon_guid NOT NULL AND NOT "
                  "EXISTS (SELECT 1 FROM event e JOIN host h USING (host_id) WHERE e.event_code = "
                  "4624 AND e.logon_guid = a.logon_guid AND a.service = "
                  "substr(h.name, 1, instr(h.name, '.') - 1) || '$')"),
            "0\n");
}

TEST_F(ServiceTickets, AreReadByALaterRunThatAsksForThem) {
  ASSERT_EQ(analyze("in --service-tickets", "wide.db").status, 0);
  ASSERT_EQ(analyze("in").status, 0);
  const Outcome wider = analyze("in --service-tickets");
  EXPECT_EQ(wider.status, 0) << wider.err;
  // The one file that has some.
  EXPECT_THAT(wider.err, HasSubstr("1 file read, "));
  EXPECT_EQ(query(kAll), query(kAll, "wide.db"));
  const std::string bytes = testing::contents(folder_ / "case.db");
  for (const char* again : {"in", "in --service-tickets"}) {
    ASSERT_EQ(analyze(again).status, 0);
    EXPECT_TRUE(testing::contents(folder_ / "case.db") == bytes) << again;
  }
}

TEST_F(ServiceTickets, StayWhenMoreOfTheirFileIsAskedFor) {
  ASSERT_EQ(analyze("in --service-tickets", "wide.db").status, 0);
  ASSERT_EQ(analyze("in --service-tickets --host DC01").status, 0);
  ASSERT_EQ(analyze("in").status, 0);
  const char* both = "SELECT * FROM event; SELECT * FROM session; SELECT * FROM coverage";
  EXPECT_EQ(query(both), query(both, "wide.db"));
}

TEST_F(ServiceTickets, AreLeftOutOfEveryFormOfLog) {
  const simulation::Host controller = simulation::company(1).hosts[4];
  const auto& log = controller.channels().at(std::string(simulation::kSecurityChannel));
  fs::create_directories(folder_ / "forms");
  simulation::write_evtx(folder_ / "forms/a.evtx", log);
  testing::write_file(folder_ / "forms/b.xml", simulation::exported_log(log, true));
  testing::write_file(folder_ / "forms/c.json",
                      simulation::json_log(log, simulation::JsonForm::evtx_dump));
  run_in(folder_, "cd forms && zip -q d.zip a.evtx && rm a.evtx");
  ASSERT_EQ(analyze("forms").status, 0);
  EXPECT_EQ(
      query("SELECT count(*), count(DISTINCT records), count(DISTINCT events), count(DISTINCT "
            "tickets_left_out), min(tickets_left_out) > 0, min(records - events - "
            "tickets_left_out) FROM evidence"),
      "3|1|1|1|1|0\n");
  ASSERT_EQ(analyze("forms --service-tickets").status, 0);
  EXPECT_EQ(query("SELECT count(*), sum(records = events), sum(tickets_left_out) FROM evidence"),
            "3|3|0\n");
}

TEST_F(ServiceTickets, OfRealControllersChangeNoSession) {
  SKIP_WITHOUT_CORPUS("mitre");
  const std::string logs =
      "'" + (testing::corpus() / "mitre/TA0006-Credential Access").string() + "' --quiet";
  analyze(logs);
  EXPECT_EQ(query(kTickets), "0\n21|0\n");
  analyze(logs + " --service-tickets", "wide.db");
  EXPECT_EQ(query("SELECT * FROM v_session"), query("SELECT * FROM v_session", "wide.db"));
  analyze(logs + " --service-tickets");
  EXPECT_EQ(query(kAll), query(kAll, "wide.db"));
  // Of its tickets this domain has but one for RC4, that of the account that was roasted.
  EXPECT_EQ(query("SELECT user_name, user_domain, src_ip, service FROM v_authentication WHERE "
                  "encryption = 'RC4' AND logon_guid NOT NULL"),
            "admmig|OFFSEC.LAN|10.23.23.9|Svc-SQL-DB01\n");
}

TEST_F(ServiceTickets, ThatWereLeftOutAreListedWithTheirFile) {
  ASSERT_EQ(analyze("in").status, 0);
  const std::string count = query("SELECT sum(tickets_left_out) FROM evidence");
  const std::string list = "COLUMNS=200 sojourn evidence case.db --host DC01";
  const std::string listed = run_in(folder_, list).out;
  EXPECT_THAT(listed, HasSubstr("records events left out unread"));
  EXPECT_THAT(listed, HasSubstr(" 63     55        " + count.substr(0, 1) + "      0 "));
  ASSERT_EQ(analyze("in --service-tickets").status, 0);
  EXPECT_THAT(run_in(folder_, list).out, Not(HasSubstr("left out")));
}

}  // namespace
}  // namespace sojourn
