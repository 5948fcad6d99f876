// What sojourn says of real logs. The expected sessions were written by reading the records.
#include "tests/support/corpus.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/support/scratch.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using testing::corpus;
using testing::Outcome;
using testing::run_in;
using testing::Scratch;

std::string quoted(const fs::path& path) { return "'" + fs::absolute(path).string() + "'"; }

Outcome analyze(const Scratch& folder, const fs::path& evidence) {
  return run_in(folder, "sojourn analyze --quiet " + quoted(evidence) + " -o case.db");
}

// The rows of a query, a line each, columns separated by '|'.
std::string rows(const Scratch& folder, const std::string& sql) {
  const Outcome outcome = run_in(folder, "sqlite3 case.db \"" + sql + '"');
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  return outcome.out;
}

// One domain controller over two minutes: a console session that a restart ended, a console logon,
// and an RDP client that took its desktop over and logged off.
TEST(Corpus, RdpauthHoldsThreeSessionsOfOnePerson) {
  SKIP_WITHOUT_CORPUS("rdpauth");
  const Scratch folder;
  analyze(folder, corpus() / "rdpauth");
  EXPECT_EQ(
      rows(folder,
           "SELECT row_number() OVER (ORDER BY end_time), kind, "
           "substr(start_time, 12, 10), start_reason, substr(end_time, 12, 10), end_reason, "
           "src_ip, src_host, logon_id, elevated, flags FROM v_session "
           "WHERE account_class = 'user' ORDER BY end_time"),
      "1|local||unknown|12:32:43.3|logoff|||0x1febc5|0|shutdown\n"
      "2|local|12:33:51.7|logon|12:34:28.4|replaced|||0x513da|1|\n"
      "3|remote|12:34:23.0|reconnect|12:34:40.6|logoff|192.168.38.1|silversurfer|0x513da|1|\n");
  EXPECT_EQ(rows(folder,
                 "SELECT DISTINCT host, user_domain, user_name, outcome FROM v_session "
                 "WHERE account_class = 'user'"),
            "dc.windomain.local|WINDOMAIN|vagrant|success\n");
  EXPECT_EQ(rows(folder,
                 "SELECT p.kind, p.end_reason FROM v_session s JOIN v_session p "
                 "ON p.session_id = s.previous_session_id WHERE s.kind = 'remote'"),
            "local|replaced\n");
  EXPECT_EQ(
      rows(folder, "SELECT DISTINCT linked_logon_id FROM logon_session WHERE logon_id = '0x513da'"),
      "0x512d1\n");
}

TEST(Corpus, TheRdpSessionOfRdpauthNamesEveryRecordThatProvesIt) {
  SKIP_WITHOUT_CORPUS("rdpauth");
  const Scratch folder;
  analyze(folder, corpus() / "rdpauth");
  const std::string codes = rows(folder,
                                 "SELECT ' ' || group_concat(event_code, ' ') || ' ' FROM "
                                 "(SELECT event_code FROM v_session_event JOIN session USING "
                                 "(session_id) WHERE kind = 'remote' ORDER BY event_id)");
  for (const char* code : {" 261 ", " 4624 ", " 1149 ", " 4778 ", " 25 ", " 4647 ", " 23 "}) {
    EXPECT_NE(codes.find(code), std::string::npos) << code << "is not in" << codes;
  }
  EXPECT_EQ(
      rows(folder,
           "SELECT group_concat(logon_type) FROM (SELECT l.logon_type FROM session "
           "JOIN session_logon USING (session_id) JOIN logon_session l USING "
           "(logon_session_id) WHERE kind = 'remote' AND l.logon_type IN (3, 10) ORDER BY 1)"),
      "3,10,10\n");
}

// The example of WMI's documentation: has this user a remote session on this host, and since when?
TEST(Corpus, AQueryWrittenForWmiFindsTheRemoteLogonsOfRdpauth) {
  SKIP_WITHOUT_CORPUS("rdpauth");
  const Scratch folder;
  analyze(folder, corpus() / "rdpauth");
  EXPECT_EQ(
      rows(folder,
           "SELECT s.LogonId, s.StartTime FROM win32_logon_session s JOIN win32_logged_on_user u "
           "ON u.Dependent LIKE '%Win32_LogonSession.LogonId=\\\"' || s.LogonId || '\\\"' "
           "WHERE u.Antecedent LIKE '%Domain=\\\"WINDOMAIN\\\",Name=\\\"vagrant\\\"' "
           "AND s.LogonType = 10 ORDER BY s.StartTime"),
      rows(folder,
           "SELECT wmi_logon_id, strftime('%Y%m%d%H%M%S', start_time) || substr(start_time, 20, 7) "
           "|| '+000' FROM logon_session WHERE logon_type = 10 AND user_name = 'vagrant' "
           "ORDER BY start_time"));
  EXPECT_EQ(rows(folder,
                 "SELECT count(*) FROM win32_logon_session WHERE LogonType = 10 AND "
                 "Caption = 'WINDOMAIN\\vagrant'"),
            "2\n");
}

class Host : public ::testing::TestWithParam<const char*> {};

TEST_P(Host, EveryDesktopBeginsAndEndsOnceAndNoSessionOutlivesItsBoot) {
  const std::string name = std::string("hosts/") + GetParam();
  SKIP_WITHOUT_CORPUS(name);
  const Scratch folder;
  analyze(folder, corpus() / name);
  const std::string logons = rows(folder,
                                  "SELECT count(*) FROM v_event WHERE event_code = 21 AND "
                                  "provider LIKE '%LocalSessionManager'");
  EXPECT_NE(logons, "0\n");
  EXPECT_EQ(rows(folder,
                 "SELECT count(*) FROM local_session l JOIN event e ON e.event_id = "
                 "l.start_event_id WHERE e.event_code = 21"),
            logons);
  const auto cited = [&](const std::string& code, const std::string& role) {
    return rows(folder, "SELECT count(*) FROM v_session_event WHERE event_code = " + code +
                            " AND provider LIKE '%LocalSessionManager' AND role = '" + role + "'");
  };
  EXPECT_EQ(cited("21", "desktop"), logons);
  const std::string logoffs = rows(folder,
                                   "SELECT count(*) FROM v_event WHERE event_code = 23 AND "
                                   "provider LIKE '%LocalSessionManager'");
  EXPECT_EQ(rows(folder,
                 "SELECT count(*) FROM local_session l JOIN event e ON e.event_id = "
                 "l.end_event_id WHERE e.event_code = 23"),
            logoffs);
  EXPECT_EQ(rows(folder,
                 "SELECT count(*) FROM session s JOIN session_event x USING (session_id) "
                 "JOIN event e USING (event_id) WHERE e.boot_id <> s.boot_id AND "
                 "x.role <> 'end'"),
            "0\n");
  EXPECT_EQ(rows(folder,
                 "SELECT count(*) FROM event e WHERE unmatched_reason IS NULL AND "
                 "NOT EXISTS (SELECT 1 FROM session_event x WHERE x.event_id = e.event_id) "
                 "AND NOT EXISTS (SELECT 1 FROM logon_session l WHERE e.event_id IN "
                 "(l.start_event_id, l.end_event_id)) AND NOT EXISTS (SELECT 1 FROM "
                 "local_session l WHERE e.event_id IN (l.start_event_id, l.end_event_id))"),
            "0\n")
      << "records are neither used nor said to be of no use";
}

std::string name_of_host(const ::testing::TestParamInfo<const char*>& host) {
  std::string name = host.param;
  std::ranges::replace(name, '-', '_');
  return name;
}
INSTANTIATE_TEST_SUITE_P(Corpus, Host, ::testing::Values("win10", "win10-b", "win11", "server2022"),
                         name_of_host);

// Every file of the corpus, hostile and broken ones among them, under other names in one folder.
void copy_shuffled(const fs::path& to, std::uint64_t seed) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(corpus())) {
    if (entry.is_regular_file() && entry.path().extension() == ".evtx") {
      files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  std::ranges::shuffle(files, std::mt19937_64(seed));
  fs::create_directories(to);
  for (std::size_t i = 0; i < files.size(); ++i) {
    fs::copy_file(files[i], to / (std::to_string(i) + ".evtx"));
  }
}

TEST(Corpus, WholeEndsWithStatusThreeWithinAGigabyteWhateverItsFilesAreCalled) {
  SKIP_WITHOUT_CORPUS("");
  const Scratch folder;
  EXPECT_EQ(analyze(folder, corpus()).status, 3);
  const std::string list = "sojourn sessions case.db --all --format csv";
  const std::string sessions = run_in(folder, list).out;
  EXPECT_GT(std::ranges::count(sessions, '\n'), 250);
  EXPECT_NE(rows(folder, "SELECT count(*) FROM issue"), "0\n");
  EXPECT_EQ(rows(folder,
                 "SELECT count(*) FROM evidence WHERE records = 0 AND issues = 0 AND "
                 "size > 69632"),
            "0\n")
      << "a file that held something was passed over without a word";

  const Scratch renamed;
  copy_shuffled(renamed / "logs", 20210212);
  EXPECT_EQ(analyze(renamed, renamed / "logs").status, 3);
  EXPECT_EQ(run_in(renamed, list).out, sessions);

  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  EXPECT_LT(usage.ru_maxrss, 1 << 20) << "KiB";
}

// Exports of what up to eleven computers logged, with each computer's own record numbers.
TEST(Corpus, EachComputerOfACollectedLogIsAHostOfItsOwn) {
  SKIP_WITHOUT_CORPUS("mitre");
  const Scratch folder;
  analyze(folder, corpus() / "mitre");
  EXPECT_EQ(rows(folder, "SELECT count(*) FROM host"), "19\n");
  EXPECT_EQ(rows(folder, "SELECT count(DISTINCT lower(computer)) FROM v_event"), "19\n");
  EXPECT_EQ(rows(folder, "SELECT count(*) FROM v_event WHERE lower(computer) <> lower(host)"),
            "0\n");
  EXPECT_EQ(rows(folder,
                 "SELECT count(*) FROM (SELECT session_id FROM v_session_event GROUP BY 1 "
                 "HAVING count(DISTINCT lower(computer)) > 1)"),
            "0\n");
}

// Three machines that Setup named first; one of them was given a third name by its owner.
TEST(Corpus, AMachineThatWasRenamedIsOneHost) {
  SKIP_WITHOUT_CORPUS("hosts");
  const Scratch folder;
  analyze(folder, corpus() / "hosts");
  EXPECT_EQ(rows(folder,
                 "SELECT h.name, group_concat(n.name) FROM host h JOIN host_name n USING (host_id) "
                 "GROUP BY 1 ORDER BY 1"),
            "DESKTOP-GNCCVRK|DESKTOP-GNCCVRK,WIN-28GFHAGEV4P\n"
            "DESKTOP-TMKU40H|DESKTOP-TMKU40H,WIN-C89CFTIHC0I\n"
            "GoldPaperW11|DESKTOP-N1AH9MT,GoldPaperW11,WIN-9L34AK87ND7\n"
            "WIN-FUDU2CKJOE8|WIN-FUDU2CKJOE8\n");
}

}  // namespace
}  // namespace sojourn
