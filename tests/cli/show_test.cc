// What people read: the brief table of `sessions` and the explanation of `show`, over a hand-made
// v_session.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "cli/list_sessions.h"
#include "cli/show_session.h"
#include "engine/case/case_format.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Scratch;

class ShowTest : public ::testing::Test {
 protected:
  ShowTest() {
    testing::write_database(folder_ / "case.db",
                            "PRAGMA application_id = " + std::to_string(kApplicationId) +
                                "; PRAGMA user_version = " + std::to_string(kSchemaVersion) + R"(;
      CREATE TABLE v_session(
        session_id, uid, host, user_name, user_domain, user_sid, account_class, kind, outcome, start_time,
        start_reason, granted_time, end_time, end_reason, end_exact, duration_s, active_s, src_ip, src_host,
        src_scope, src_inferred, logon_type, logon_type_name, logon_id, auth_package, elevated, failure_code,
        failure_reason, failures_before, local_session_id, windows_session_number, previous_session_id, burst_id,
        confidence, flags, event_count);
      INSERT INTO v_session VALUES
        (1, 'a1', 'PC01', 'alice', 'CORP', 'S-1-5-21-1', 'user', 'local', 'success', '2024-03-01T08:00:00.0000000Z',
         'logon', '2024-03-01T08:00:01.0000000Z', '2024-03-01T09:00:00.0000000Z', 'replaced', 1, 3600.0, NULL, NULL,
         NULL, 'local', 0, 2, 'Interactive', '0xa56f1', 'Negotiate', 0, NULL, NULL, 0, 1, 1, NULL, NULL, 1.0, '', 9),
        (2, 'a2', 'PC01', 'alice', 'CORP', 'S-1-5-21-1', 'user', 'remote', 'success', '2024-03-01T09:00:00.0000000Z',
         'reconnect', NULL, '2024-03-01T10:00:00.0000000Z', 'shutdown', 0, 3600.0, 1800.0, '10.1.2.3', 'LAPTOP7',
         'internal', 1, 10, 'RemoteInteractive', '0xa56f1', 'Negotiate', 1, NULL, NULL, 3, 1, 1, 1, NULL, 0.9,
         'shutdown gap', 20),
        (3, 'a3', 'PC01', 'eve' || char(0x202e), '', NULL, 'user', 'network', 'failure',
         '2024-03-01T09:30:00.0000000Z', 'attempt', NULL, '2024-03-01T09:30:00.0000000Z', 'failed', 0, 0.0, NULL,
         NULL, NULL, 'unknown', 0, 3, 'Network', NULL, 'NTLM', 0, '0xc000006a', 'wrong password', 0, NULL, NULL,
         NULL, NULL, 0.9, '', 1);
      CREATE TABLE v_session_bounds(session_id, host, start_reason, end_reason, start_after, start_before, end_after,
        end_before, log_begins, log_ends);
      INSERT INTO v_session_bounds VALUES
        (1, 'PC01', 'unknown', 'unknown', NULL, '2024-03-01T08:00:00.0000000Z', '2024-03-01T09:00:00.0000000Z',
         '2024-03-01T10:00:00.0000000Z', '2024-03-01T07:00:00.0000000Z', '2024-03-02T07:00:00.0000000Z');
      CREATE TABLE v_session_gap(session_id, host, channel, cause, after_time, before_time, first_record, last_record,
        missing);
      CREATE TABLE rule(name, meaning);
      INSERT INTO rule VALUES ('session_id', 'reconnected desktop'), ('nla', 'same connection');
      CREATE TABLE v_session_event(session_id, event_id, role, rule, time, channel, provider, event_code, record_id,
                                   evidence_path, computer);
      INSERT INTO v_session_event VALUES
        (2, 11, 'desktop', 'session_id', '2024-03-01T09:00:00.5000000Z',
         'Microsoft-Windows-TerminalServices-LocalSessionManager/Operational', 'p', 25, 226, 'lsm.evtx', 'PC01'),
        (2, 10, 'authentication', 'nla', '2024-03-01T09:00:00.0000000Z', 'Security', 'p', 4624, 99812,
         'Security.evtx', 'PC01');)");
  }

  std::string show(const std::string& id) const {
    std::ostringstream out;
    show_session({folder_ / "case.db", id, Zone::utc()}, out);
    return out.str();
  }

  Scratch folder_;
};

TEST_F(ShowTest, AListingTellsWhoFromWhereWhenAndHowItEnded) {
  std::ostringstream out;
  list_sessions({folder_ / "case.db", {}, Format::table, Zone::utc()}, out);
  EXPECT_EQ(
      "id  host  user         kind     source     start                 end                    "
      "result\n"
      " 1  PC01  CORP\\alice   local    local      2024-03-01 08:00:00Z  2024-03-01 09:00:00Z   "
      "replaced\n"
      " 2  PC01  CORP\\alice   remote   ~10.1.2.3  2024-03-01 09:00:00Z  ~2024-03-01 10:00:00Z  "
      "shutdown\n"
      " 3  PC01  eve\\u{202e}  network  unknown    2024-03-01 09:30:00Z  2024-03-01 09:30:00Z   "
      "failure: wrong password\n",
      out.str());
}

TEST_F(ShowTest, AZoneShiftsEveryTimeAndNothingElse) {
  std::ostringstream out;
  SessionFilter first;
  first.limit = 1;
  list_sessions({folder_ / "case.db", first, Format::jsonl, Zone::find("Asia/Tokyo").value()}, out);
  EXPECT_THAT(
      out.str(),
      HasSubstr(R"("start_time":"2024-03-01T17:00:00.0000000+09:00","start_reason":"logon",)"
                R"("granted_time":"2024-03-01T17:00:01.0000000+09:00",)"
                R"("end_time":"2024-03-01T18:00:00.0000000+09:00")"));
}

TEST_F(ShowTest, OneSessionIsToldInWordsWithItsRecordsInOrder) {
  EXPECT_EQ(
      "Session 2, a2\n"
      "  who         CORP\\alice, S-1-5-21-1, with administrator rights\n"
      "  on          PC01\n"
      "  from        10.1.2.3, private range, calls itself LAPTOP7, address taken from another "
      "record than the "
      "logon's own\n"
      "  how         over Remote Desktop, access was given\n"
      "  start       2024-03-01T09:00:00.0000000Z, a return to a desktop that was still there\n"
      "  end         2024-03-01T10:00:00.0000000Z, the machine was shut down, a bound, no record "
      "gives the exact time\n"
      "  lasted      1 h, 30 min of it unlocked\n"
      "  logon       type 10 RemoteInteractive, Negotiate, LogonId 0xa56f1, Windows session 1\n"
      "  failures    3 in the hour before\n"
      "  confidence  0.9\n"
      "  flag        shutdown: ended because the machine was shut down or restarted\n"
      "  flag        gap: a log lacks records or was cleared within\n"
      "  before it   session 1: CORP\\alice, from local, 2024-03-01T08:00:00.0000000Z, a new "
      "logon, "
      "2024-03-01T09:00:00.0000000Z, another connection took the desktop over\n"
      "\n"
      "The records that prove it\n"
      "time                          log                  event  record  role            why it "
      "belongs\n"
      "2024-03-01T09:00:00.0000000Z  Security              4624   99812  authentication  same "
      "connection\n"
      "2024-03-01T09:00:00.5000000Z  LocalSessionManager     25     226  desktop         "
      "reconnected desktop\n",
      show("2"));
}

TEST_F(ShowTest, WhatNoRecordTellsIsBoundedByThoseThatAreThere) {
  EXPECT_THAT(show("1"),
              HasSubstr("  started     before 2024-03-01T08:00:00.0000000Z\n"
                        "  ended       between 2024-03-01T09:00:00.0000000Z and "
                        "2024-03-01T10:00:00.0000000Z\n"
                        "  log         the log that would tell holds 2024-03-01T07:00:00.0000000Z "
                        "to 2024-03-02T07:00:00.0000000Z\n"));
}

TEST_F(ShowTest, TheUidNamesTheSameSession) { EXPECT_EQ(show("2"), show("a2")); }

TEST_F(ShowTest, TheNextInTheChainIsNamed) {
  EXPECT_THAT(show("1"), HasSubstr("  after it    session 2: "));
}

TEST_F(ShowTest, AUserNameIsShownNotObeyed) {
  EXPECT_THAT(show("3"), HasSubstr("who         eve\\u{202e}\n"));
  EXPECT_THAT(show("3"), Not(HasSubstr("\u202E")));
}

TEST_F(ShowTest, WhatTheCaseDoesNotHoldIsSaidNotInvented) {
  for (const char* id : {"4", "", "nonsense", "99999999999999999999", "1 OR 1"}) {
    try {
      const std::string shown = show(id);
      ADD_FAILURE() << id << " showed " << shown;
    } catch (const std::runtime_error& error) {
      EXPECT_THAT(error.what(), HasSubstr("the case has no session"));
    }
  }
}

}  // namespace
}  // namespace sojourn
