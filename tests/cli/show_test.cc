// What people read: the brief table of `sessions` and the explanation of `show`, over rows
// written by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "cli/list_command.h"
#include "cli/show_session.h"
#include "tests/support/case_of_rows.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::Scratch;

class ShowTest : public ::testing::Test {
 protected:
  ShowTest() {
    testing::write_case(folder_ / "case.db", R"(
      INSERT INTO host (host_id, name) VALUES (1, 'PC01');
      INSERT INTO boot VALUES (1, 1, NULL, '2024-03-01T10:00:00.0000000Z', 'shutdown', NULL, NULL, NULL, 1, 1);
      INSERT INTO evidence (evidence_id, run_id, path, size, sha256, records, events, recovered,
        whole, issues) VALUES (1, 1, 'lsm.evtx', 1, 'aa', 1, 1, 0, 1, 0),
        (2, 1, 'Security.evtx', 1, 'bb', 1, 1, 0, 1, 0);
      INSERT INTO coverage VALUES (1, 'Security', '2024-03-01T07:00:00.0000000Z', '2024-03-02T07:00:00.0000000Z',
        '2024-03-01T07:00:00.0000000Z', '2024-03-02T07:00:00.0000000Z', 1, 1, 1, 99999, 9, 'end_of_log', 0, NULL);
      INSERT INTO local_session (local_session_id, host_id, boot_id, windows_session_number, ordinal, start_reason,
                                 end_reason)
      VALUES (1, 1, 1, 1, 0, 'logon', 'shutdown');
      INSERT INTO session (session_id, uid, host_id, boot_id, user_name, user_domain, user_sid, account_class, kind,
        outcome, start_time, start_reason, granted_time, end_time, end_reason, end_exact, duration_s, active_s, src_ip,
        src_host, src_scope, src_inferred, logon_type, logon_id, auth_package, elevated, failure_code, failure_reason,
        failures_before, local_session_id, previous_session_id, confidence, flags)
      VALUES
        (1, 'a1', 1, 1, 'alice', 'CORP', 'S-1-5-21-1', 'user', 'local', 'success', '2024-03-01T08:00:00.0000000Z',
         'logon', '2024-03-01T08:00:01.0000000Z', '2024-03-01T09:00:00.0000000Z', 'replaced', 1, 3600.0, NULL, NULL,
         NULL, 'local', 0, 2, '0xa56f1', 'Negotiate', 0, NULL, NULL, 0, 1, NULL, 1.0, NULL),
        (2, 'a2', 1, 1, 'alice', 'CORP', 'S-1-5-21-1', 'user', 'remote', 'success', '2024-03-01T09:00:00.0000000Z',
         'reconnect', NULL, '2024-03-01T10:00:00.0000000Z', 'shutdown', 0, 3600.0, 1800.0, '10.1.2.3', 'LAPTOP7',
         'internal', 1, 10, '0xa56f1', 'Negotiate', 1, NULL, NULL, 3, 1, 1, 0.9, 'shutdown gap'),
        (3, 'a3', 1, 1, 'eve' || char(0x202e), '', NULL, 'user', 'network', 'failure',
         '2024-03-01T09:30:00.0000000Z', 'attempt', NULL, '2024-03-01T09:30:00.0000000Z', 'failed', 0, 0.0, NULL,
         NULL, NULL, 'unknown', 0, 3, NULL, 'NTLM', 0, '0xc000006a', 'wrong password', 0, NULL, NULL, 0.9, NULL),
        (4, 'a4', 1, 1, 'PC01$', 'CORP', NULL, 'machine', 'network', 'success', NULL, 'unknown', NULL, NULL, 'unknown',
         0, NULL, NULL, NULL, NULL, 'unknown', 0, 3, NULL, NULL, 0, NULL, NULL, 0, NULL, NULL, 0.5, NULL);
      INSERT INTO rule VALUES ('session_id', 'reconnected desktop'), ('nla', 'same connection');
      INSERT INTO text VALUES (1, 'Security'), (2, 'p'), (3, 'PC01'),
        (4, 'Microsoft-Windows-TerminalServices-LocalSessionManager/Operational');
      INSERT INTO event_row (event_id, host_id, boot_id, clock_epoch_id, evidence_id, time, channel_text, provider_text,
                             event_code, version, record_id, computer_text, recovered)
      VALUES
        (10, 1, 1, 1, 2, '2024-03-01T09:00:00.0000000Z', 1, 2, 4624, 0, 99812, 3, 0),
        (11, 1, 1, 1, 1, '2024-03-01T09:00:00.5000000Z', 4, 2, 25, 0, 226, 3, 0),
        (9, 1, 1, 1, 2, '2024-03-01T08:00:00.0000000Z', 1, 2, 4672, 0, 99000, 3, 0);
      INSERT INTO session_event VALUES
        (2, 11, 'desktop', 'session_id'), (2, 10, 'authentication', 'nla'), (4, 10, 'logon', 'nla'),
        (4, 9, 'logon', 'nla');)");
  }

  std::string show(const std::string& id) const {
    std::ostringstream out, err;
    show_session({folder_ / "case.db", {}, id, Zone::utc()}, {out, err});
    return out.str();
  }

  Scratch folder_;
};

TEST_F(ShowTest, AListingTellsWhoFromWhereWhenAndHowItEnded) {
  std::ostringstream out, err;
  ListCommand command;
  command.kind = &list_kinds().front();
  command.case_file = folder_ / "case.db";
  run_list(command, {out, err});
  EXPECT_EQ(
      "id  host  user         kind     source     start                 end                    "
      "lasted    result\n"
      " 1  PC01  CORP\\alice   local    local      2024-03-01 08:00:00Z  2024-03-01 09:00:00Z   "
      "01h 00m   replaced\n"
      " 2  PC01  CORP\\alice   remote   ~10.1.2.3  2024-03-01 09:00:00Z  ~2024-03-01 10:00:00Z  "
      "~01h 00m  shutdown\n"
      " 3  PC01  eve\\u{202e}  network  unknown    2024-03-01 09:30:00Z  2024-03-01 09:30:00Z   "
      "-         failure: wrong password\n",
      out.str());
}

TEST_F(ShowTest, AZoneShiftsEveryTimeAndNothingElse) {
  std::ostringstream out, err;
  ListCommand command;
  command.kind = &list_kinds().front();
  command.case_file = folder_ / "case.db";
  command.limit = 1;
  command.format = Format::jsonl;
  command.zone = Zone::find("Asia/Tokyo").value();
  run_list(command, {out, err});
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
      "time                          log                  event  record  file  role            why "
      "it belongs\n"
      "2024-03-01T09:00:00.0000000Z  Security              4624   99812     1  authentication  "
      "same "
      "connection\n"
      "2024-03-01T09:00:00.5000000Z  LocalSessionManager     25     226     2  desktop         "
      "reconnected desktop\n"
      "\n"
      "The files that they stand in\n"
      "  1           Security.evtx\n"
      "  2           lsm.evtx\n",
      show("2"));
}

TEST_F(ShowTest, WhatNoRecordTellsIsBoundedByThoseThatAreThere) {
  EXPECT_THAT(show("4"),
              HasSubstr("  started     before 2024-03-01T08:00:00.0000000Z\n"
                        "  ended       between 2024-03-01T09:00:00.0000000Z and "
                        "2024-03-01T10:00:00.0000000Z\n"
                        "  log         the log that would tell holds 2024-03-01T07:00:00.0000000Z "
                        "to 2024-03-02T07:00:00.0000000Z\n"));
}

TEST_F(ShowTest, WhoAskedForItAndWhatElseTheClientCalledItselfAreNamed) {
  testing::write_database(folder_ / "case.db", R"(
      UPDATE session SET src_host = 'KALI', asking_session_id = 1, asking_process = 'svchost.exe'
      WHERE session_id = 4;
      INSERT INTO text VALUES (30, 'WS7'), (31, 'KALI');
      INSERT INTO logon_session_row (logon_session_id, host_id, boot_id, logon_id, wmi_logon_id, account_class, role,
                                     elevated, src_host_text, end_reason)
      VALUES (30, 1, 1, '0x1', '1', 'user', 'network', 0, 30, 'open'),
        (31, 1, 1, '0x2', '2', 'user', 'network', 0, 31, 'open');
      INSERT INTO session_logon VALUES (4, 30), (4, 31);)");
  EXPECT_THAT(show("4"), HasSubstr("  asked in    session 1: "));
  EXPECT_THAT(show("4"), HasSubstr("  asked by    svchost.exe\n"
                                   "  also from   WS7\n"));
}

TEST_F(ShowTest, TheBurstOfAFailureIsNamedAndThatWhichASessionFollowed) {
  testing::write_database(folder_ / "case.db", R"(
      INSERT INTO burst (burst_id, of, host_id, src_ip, src_scope, attempts, accounts, first_time, last_time, followed_by)
      VALUES (7, 'session', 1, '10.1.2.3', 'internal', 1200, 1, '2024-03-01T08:50:00.0000000Z', '2024-03-01T08:55:00.0000000Z', 2);
      UPDATE session SET burst_id = 7 WHERE session_id = 3;)");
  const std::string burst =
      "1,200 attempts on 1 account from 10.1.2.3, 2024-03-01T08:50:00.0000000Z to "
      "2024-03-01T08:55:00.0000000Z (sojourn failures CASE --burst 7)\n";
  EXPECT_THAT(show("2"), HasSubstr("  burst       came after " + burst));
  EXPECT_THAT(show("3"), HasSubstr("  burst       one of " + burst));
  EXPECT_THAT(show("1"), Not(HasSubstr("  burst")));
}

TEST_F(ShowTest, TheUidNamesTheSameSession) { EXPECT_EQ(show("2"), show("a2")); }

TEST_F(ShowTest, TheNextInTheChainIsNamed) {
  EXPECT_THAT(show("1"), HasSubstr("  after it    session 2: "));
}

TEST_F(ShowTest, AUserNameIsShownNotObeyed) {
  EXPECT_THAT(show("3"), HasSubstr("who         eve\\u{202e}\n"));
  EXPECT_THAT(show("3"), Not(HasSubstr("\u202E")));
}

// SQL that a case brings along could go on for ever. It is not run, and if it were, it would end.
TEST_F(ShowTest, AViewOfTheCaseThatNeverEndsHoldsNobodyUp) {
  const std::string before = show("2");
  testing::write_database(folder_ / "case.db",
                          "DROP VIEW v_session; DROP VIEW v_session_bounds; "
                          "CREATE VIEW v_session AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
                          "SELECT i + 1 FROM n) SELECT max(i) AS session_id, '' AS uid FROM n; "
                          "CREATE VIEW v_session_bounds AS SELECT * FROM v_session");
  EXPECT_EQ(show("2"), before);
  const testing::Outcome outcome = testing::run_in(
      folder_,
      "sojourn sql case.db --time-limit 1 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
      "SELECT i + 1 FROM n) SELECT max(i) FROM n'");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.err, "sojourn: the query took longer than --time-limit allows\n");
}

TEST_F(ShowTest, WhatTheCaseDoesNotHoldIsSaidNotInvented) {
  for (const char* id : {"5", "", "nonsense", "99999999999999999999", "1 OR 1"}) {
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
