// Who went from one host to another, found in the records of both: v_lateral, v_outbound and
// v_gateway against a simulated company that knows it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "schema/time.h"
#include "tests/simulation/company.h"
#include "tests/simulation/events_of.h"
#include "tests/support/case_of_records.h"
#include "tests/support/seeds.h"

namespace sojourn::simulation {
namespace {

// How many of the rows of a view are right, and how many of what is true it has.
class Measure {
 public:
  void add(const std::vector<std::string>& found, const std::vector<std::string>& truth,
           const std::string& where) {
    const std::multiset<std::string> true_ones(truth.begin(), truth.end());
    const std::multiset<std::string> all(found.begin(), found.end());
    for (const std::string& row : all) {
      if (true_ones.contains(row)) continue;
      wrong_ += 1;
      if (first_wrong_.empty()) (first_wrong_ = where) += row;
    }
    for (const std::string& row : true_ones) {
      if (all.contains(row)) continue;
      missed_ += 1;
      if (first_missed_.empty()) (first_missed_ = where) += row;
    }
    found_ += all.size();
    true_ += true_ones.size();
  }
  double precision() const { return share(found_ - wrong_, found_); }
  double recall() const { return share(true_ - missed_, true_); }
  std::string text() const {
    return std::to_string(found_) + " rows, precision " + std::to_string(precision()) + " (" +
           first_wrong_ + "), of " + std::to_string(true_) + " recall " + std::to_string(recall()) +
           " (" + first_missed_ + ")";
  }

 private:
  static double share(std::size_t part, std::size_t all) {
    return all == 0 ? 0 : static_cast<double>(part) / static_cast<double>(all);
  }
  std::size_t found_ = 0, wrong_ = 0, true_ = 0, missed_ = 0;
  std::string first_wrong_, first_missed_;
};

bool is_from_host(const Movement& movement) { return movement.kind != "gateway"; }
bool is_asked(const Movement& movement) {
  return movement.kind == "rdp" || movement.kind == "share";
}

std::vector<std::string> told(const Company& company, bool (*counts)(const Movement&),
                              bool with_asking) {
  std::vector<std::string> lines;
  for (const Movement& movement : company.movements) {
    if (!counts(movement)) continue;
    lines.push_back(movement.from + " > " + movement.to + " " + format_time(movement.began) +
                    (with_asking ? " by " + format_time(movement.asked) : ""));
  }
  return lines;
}

struct Measures {
  Measure lateral, outbound, gateway;
};

Measures measured() {
  Measures all;
  for (const std::uint64_t seed : testing::seeds(40, 400)) {
    const Company truth = company(seed);
    Strings strings;
    const testing::CaseOfEvents found(events_of(truth.hosts, strings), strings);
    const std::string where = "seed " + std::to_string(seed) + ": ";
    all.lateral.add(found.rows("SELECT source_host || ' > ' || host || ' ' || start_time FROM "
                               "v_lateral WHERE outcome = 'success'"),
                    told(truth, is_from_host, false), where);
    // Of an rdp movement the client's record counts, whose 4648 says the same.
    all.outbound.add(
        found.rows("SELECT o.host || ' > ' || s.host || ' ' || s.start_time || ' by ' || o.time "
                   "FROM v_outbound o JOIN v_session s ON s.session_id = o.inbound_session_id "
                   "WHERE o.service IS NULL OR o.service LIKE 'cifs/%'"),
        told(truth, is_asked, true), where);
    all.gateway.add(
        found.rows("SELECT g.host || ' > ' || s.host || ' ' || s.start_time || ' by ' || "
                   "g.start_time FROM v_gateway g JOIN v_session s ON s.session_id = "
                   "g.inbound_session_id"),
        told(
            truth, [](const Movement& movement) { return movement.kind == "gateway"; }, true),
        where);
  }
  return all;
}

// What is missed: a Kerberos logon names no client, and an address is a host's only where some
// other record from it bears the host's name (of 20 movements one).
TEST(Movement, IsFoundInTheRecordsOfBothHosts) {
  const Measures all = measured();
  std::cout << "v_lateral: " << all.lateral.text() << "\nv_outbound: " << all.outbound.text()
            << "\nv_gateway: " << all.gateway.text() << '\n';
  EXPECT_EQ(1, all.lateral.precision());
  EXPECT_LE(0.9, all.lateral.recall());
  EXPECT_EQ(1, all.outbound.precision());
  EXPECT_LE(0.9, all.outbound.recall());
  EXPECT_EQ(1, all.gateway.precision());
  EXPECT_LE(0.9, all.gateway.recall());
}

TEST(Movement, PasswordsTriedOnManyAccountsAreBurstsOfTheController) {
  for (const std::uint64_t seed : testing::seeds(5, 100)) {
    Strings strings;
    const testing::CaseOfEvents found(events_of(company(seed).hosts, strings), strings);
    EXPECT_EQ(
        (std::vector<std::string>{"10.20.9.5 12 12 user7", "WKS-0142 12 12 -"}),
        found.rows("SELECT coalesce(src_ip, src_host) || ' ' || attempts || ' ' || accounts "
                   "|| ' ' || coalesce(followed_by_user, '-') FROM v_failure_burst WHERE of = "
                   "'authentication' ORDER BY first_time"))
        << "seed " << seed;
    EXPECT_EQ(std::vector<std::string>{"1"},
              found.rows("SELECT count(DISTINCT target_user) >= 12 FROM v_outbound WHERE kind = "
                         "'explicit_credentials' GROUP BY host, session_id, process HAVING "
                         "count(DISTINCT target_user) >= 5"))
        << "seed " << seed;
  }
}

}  // namespace
}  // namespace sojourn::simulation
