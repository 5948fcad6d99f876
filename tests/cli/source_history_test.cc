#include "cli/source_history.h"

#include <gtest/gtest.h>

#include <chrono>
#include <vector>

#include "tests/support/case_of_rows.h"

namespace sojourn {
namespace {

using namespace std::chrono_literals;

Timestamp day(int number) { return Timestamp(std::chrono::hours{24 * number}); }

struct Visit {
  std::int64_t account = 1;
  std::string address, client, scope;
  bool failed = false;
  std::optional<Timestamp> start, end;
  bool is_open = false;
};

// Sessions of accounts, as a case tells of them.
class Visits {
 public:
  void add(const Visit& visit) {
    const auto text = [](const std::string& value) {
      return value.empty() ? std::string("NULL") : '\'' + value + '\'';
    };
    const auto time = [&](const std::optional<Timestamp>& value) {
      return text(value ? format_time(*value) : "");
    };
    const std::string id = std::to_string(++sessions_);
    sql_ +=
        "INSERT INTO session (session_id, uid, account_id, host_id, account_class, kind, "
        "outcome, start_time, end_time, src_ip, src_host, src_scope, boot_id, start_reason, "
        "end_reason, end_exact, src_inferred, elevated, failures_before, confidence) VALUES (" +
        id;
    sql_ += ", 'u" + id + "', " + std::to_string(visit.account);
    sql_ += ", 1, 'user', 'network', ";
    sql_ += visit.failed ? "'failure', " : "'success', ";
    sql_ += time(visit.start) + ", " + time(visit.end) + ", ";
    sql_ += text(visit.address) + ", " + text(visit.client) + ", " + text(visit.scope);
    sql_ += ", 1, 'logon', ";
    sql_ += visit.is_open ? "'open'" : "'logoff'";
    sql_ += ", 1, 0, 0, 0, 1);\n";
  }

  // "10.0.0.1: rare; 10.0.1.1:; " in the order of oddness.
  std::string story(const Zone& zone = Zone::utc()) const {
    const testing::Scratch folder;
    testing::write_case(folder / "case.db",
                        "INSERT INTO host (host_id, name) VALUES (1, 'PC01');\n" + sql_);
    const CaseReader reader(folder / "case.db");
    const KnownSources known;
    const SessionFilter filter;
    std::string text;
    const SourceHistory history =
        source_history({.filter = filter, .reader = reader, .zone = zone, .known = known});
    for (const AccountSource& source : history.sources) {
      text += history.places[source.place].name() + ':';
      for (std::size_t i = 0; i < kOddities; ++i) {
        if (source.why.test(i)) text += std::string(" ") + name_of(static_cast<Oddity>(i));
      }
      text += source.is_known ? " known; " : "; ";
    }
    return text;
  }

 private:
  std::string sql_;
  int sessions_ = 0;
};

// One account's sessions, a day after the other, each from nine to ten unless said otherwise.
class SourceHistoryTest : public ::testing::Test {
 protected:
  void came(const std::string& address, int times = 1, const std::string& scope = "internal") {
    for (int i = 0; i < times; ++i, ++day_) history_.add(visit_from(address, scope));
  }
  Visit visit_from(const std::string& address, const std::string& scope) const {
    Visit visit;
    visit.address = address;
    visit.scope = scope;
    visit.start = day(day_) + 9h;
    visit.end = day(day_) + 10h;
    return visit;
  }
  std::string story() const { return history_.story(); }

  Visits history_;
  int day_ = 0;
};

TEST_F(SourceHistoryTest, APublicAddressIsExternal) {
  came("203.0.113.1", 1, "external");
  EXPECT_EQ(story(), "203.0.113.1: external; ");
}

TEST_F(SourceHistoryTest, ANetworkIsNewBehindFiveSessionsFromOthers) {
  came("10.0.0.1", 4);
  came("10.0.1.1");
  came("10.0.0.200");  // of a network that is known by now
  came("10.0.2.1");
  EXPECT_EQ(story(), "10.0.2.1: new_network; 10.0.0.200:; 10.0.1.1:; 10.0.0.1:; ");
}

TEST_F(SourceHistoryTest, AnIpv6NetworkHasSixtyFourBits) {
  came("2001:db8::1", 5);
  came("2001:db8::ffff:1");
  came("2001:db8:0:1::1");
  EXPECT_EQ(story(), "2001:db8:0:1::1: new_network; 2001:db8::ffff:1:; 2001:db8::1:; ");
}

TEST_F(SourceHistoryTest, AFailureMakesNoNetworkUsual) {
  came("10.0.0.1", 5);
  for (int i = 0; i < 2; ++i, ++day_) {
    Visit visit = visit_from("10.0.1.1", "internal");
    visit.failed = i == 0;
    history_.add(visit);
  }
  EXPECT_EQ(story(), "10.0.1.1: new_network; 10.0.0.1:; ");
}

TEST_F(SourceHistoryTest, LessThanTwoInAHundredIsRare) {
  came("10.0.0.1", 49);
  came("10.0.0.2");
  EXPECT_EQ(story(), "10.0.0.2:; 10.0.0.1:; ");
  came("10.0.0.1");
  EXPECT_EQ(story(), "10.0.0.2: rare; 10.0.0.1:; ");
}

TEST_F(SourceHistoryTest, MostlyOutsideTheAccountsHoursIsOddFromTwentySessionsOn) {
  came("10.0.0.1", 18);
  Visit visit = visit_from("10.0.0.2", "internal");
  visit.start = day(day_) + 3h;
  visit.end = day(day_) + 4h;
  history_.add(visit);
  EXPECT_EQ(story(), "10.0.0.2:; 10.0.0.1:; ");
  came("10.0.0.1", 3);
  EXPECT_EQ(story(), "10.0.0.2: odd_hours; 10.0.0.1:; ");
}

// From nine on in UTC; in winter that is from ten on in Berlin, in summer from eleven on.
TEST_F(SourceHistoryTest, TheHoursAreThoseOfTheClockOnTheWall) {
  came("10.0.0.1", 60);
  for (day_ = 180; day_ < 182; ++day_) history_.add(visit_from("10.0.0.2", "internal"));
  EXPECT_EQ(story(), "10.0.0.2:; 10.0.0.1:; ");
  EXPECT_EQ(history_.story(*Zone::find("Europe/Helsinki")), "10.0.0.2:; 10.0.0.1:; ")
      << "that year no clock was changed there";
  Visits today;
  for (int i = 0; i < 62; ++i) {
    Visit visit = visit_from(i < 60 ? "10.0.0.1" : "10.0.0.2", "internal");
    visit.start = *parse_time("2026-01-01T09:00:00Z") + i * 24h + (i < 60 ? 0h : 120 * 24h);
    visit.end = *visit.start + 1h;
    today.add(visit);
  }
  EXPECT_EQ(today.story(), "10.0.0.2:; 10.0.0.1:; ");
  EXPECT_EQ(today.story(*Zone::find("Europe/Berlin")), "10.0.0.2: odd_hours; 10.0.0.1:; ");
}

// Nine in ten sessions are at nine, one in twenty at seven, one in twenty at eleven.
TEST_F(SourceHistoryTest, TheHoursAreThoseOfTheMiddleNinetyPercent) {
  came("10.0.0.1", 18);
  Visit visit = visit_from("10.0.0.7", "internal");
  visit.start = day(day_) + 7h;
  history_.add(visit);
  Visits often = history_;
  visit.address = "10.0.0.11";
  visit.start = day(++day_) + 11h;
  visit.end = day(day_) + 12h;
  history_.add(visit);
  EXPECT_EQ(story(), "10.0.0.11: odd_hours; 10.0.0.7: odd_hours; 10.0.0.1:; ");
  // One more at seven, and a tenth of the sessions begin there: it is one of the hours.
  visit.address = "10.0.0.7";
  visit.start = day(day_) + 7h;
  often.add(visit);
  EXPECT_EQ(often.story(), "10.0.0.7:; 10.0.0.1:; ");
}

TEST_F(SourceHistoryTest, FiveAccountsFromOneSourceAreMany) {
  Visit visit = visit_from("10.0.0.1", "internal");
  visit.failed = true;
  for (visit.account = 1; visit.account < 5; ++visit.account) history_.add(visit);
  EXPECT_EQ(story(), "10.0.0.1:; 10.0.0.1:; 10.0.0.1:; 10.0.0.1:; ");
  history_.add(visit);
  EXPECT_EQ(story().substr(0, 25), "10.0.0.1: many_accounts; ");
  // A console is many people's.
  Visits console;
  visit.address.clear();
  visit.scope = "local";
  for (visit.account = 1; visit.account < 6; ++visit.account) console.add(visit);
  EXPECT_EQ(console.story(), "local:; local:; local:; local:; local:; ");
}

TEST_F(SourceHistoryTest, OneAccountFromTwoExternalNetworksAtOnceIsImpossible) {
  Visit visit = visit_from("203.0.113.1", "external");
  history_.add(visit);
  visit.address = "203.0.113.9";  // the same network
  history_.add(visit);
  visit.address = "198.51.100.1";
  visit.start = day(0) + 10h;  // just behind
  visit.end = std::nullopt;
  visit.is_open = true;
  history_.add(visit);
  EXPECT_EQ(story(), "203.0.113.1: external; 203.0.113.9: external; 198.51.100.1: external; ");
  visit.address = "192.0.2.1";
  visit.start = day(5);
  history_.add(visit);
  EXPECT_EQ(story(),
            "192.0.2.1: external overlap; 198.51.100.1: external overlap; 203.0.113.1: external; "
            "203.0.113.9: external; ");
}

TEST_F(SourceHistoryTest, AnEndThatIsNotKnownProvesNoOverlap) {
  Visit visit = visit_from("203.0.113.1", "external");
  visit.end = std::nullopt;
  history_.add(visit);
  visit.address = "198.51.100.1";
  visit.start = *visit.start + 1min;
  history_.add(visit);
  EXPECT_EQ(story(), "198.51.100.1: external; 203.0.113.1: external; ");
}

}  // namespace
}  // namespace sojourn
