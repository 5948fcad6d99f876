#include "cli/source_history.h"

#include <gtest/gtest.h>

#include <sstream>

namespace sojourn {
namespace {

using namespace std::chrono_literals;

Timestamp day(int number) { return Timestamp(std::chrono::hours{24 * number}); }

// One account's sessions, a day after the other, each from nine to ten unless said otherwise.
class SourceHistoryTest : public ::testing::Test {
 protected:
  void came(const std::string& address, int times = 1, const std::string& scope = "internal") {
    for (int i = 0; i < times; ++i, ++day_) {
      Visit visit = visit_from(address, scope);
      history_.add(visit);
    }
  }
  Visit visit_from(const std::string& address, const std::string& scope) const {
    Visit visit;
    visit.account = 1;
    visit.place = {address, "", scope};
    visit.start = day(day_) + 9h;
    visit.end = day(day_) + 10h;
    visit.hour = 9;
    visit.is_shown = true;
    return visit;
  }
  // "10.0.0.1: rare; 10.0.1.1: " in the order of oddness.
  std::string story() {
    std::string text;
    for (const AccountSource& source : history_.finish()) {
      text += source.place.name() + ':';
      for (const Oddity oddity : source.why) text += std::string(" ") + name_of(oddity);
      text += source.is_known ? " known; " : "; ";
    }
    return text;
  }

  KnownSources known_;
  SourceHistory history_{known_};
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
  SourceHistory more(known_);
  Visit visit = visit_from("10.0.0.1", "internal");
  for (int i = 0; i < 50; ++i) more.add(visit);
  visit.place.address = "10.0.0.2";
  more.add(visit);
  EXPECT_EQ(more.finish().front().why, std::set{Oddity::rare});
}

TEST_F(SourceHistoryTest, MostlyOutsideTheAccountsHoursIsOddFromTwentySessionsOn) {
  came("10.0.0.1", 18);
  Visit visit = visit_from("10.0.0.2", "internal");
  visit.hour = 3;
  history_.add(visit);
  SourceHistory few = history_;
  EXPECT_TRUE(few.finish().front().why.empty());
  came("10.0.0.1", 3);
  EXPECT_EQ(story(), "10.0.0.2: odd_hours; 10.0.0.1:; ");
}

// Nine in ten sessions are at nine, one in twenty at seven, one in twenty at eleven.
TEST_F(SourceHistoryTest, TheHoursAreThoseOfTheMiddleNinetyPercent) {
  Visit visit = visit_from("10.0.0.1", "internal");
  for (int i = 0; i < 18; ++i) history_.add(visit);
  for (const std::size_t hour : {std::size_t{7}, std::size_t{11}}) {
    visit.place.address = "10.0.0." + std::to_string(hour);
    visit.hour = hour;
    history_.add(visit);
  }
  EXPECT_EQ(story(), "10.0.0.7: odd_hours; 10.0.0.11: odd_hours; 10.0.0.1:; ");
  // One more at seven, and a tenth of the sessions begin there: it is one of the hours.
  SourceHistory often(known_);
  visit = visit_from("10.0.0.1", "internal");
  for (int i = 0; i < 18; ++i) often.add(visit);
  visit.place.address = "10.0.0.7";
  visit.hour = 7;
  for (int i = 0; i < 2; ++i) often.add(visit);
  for (const AccountSource& source : often.finish()) EXPECT_TRUE(source.why.empty());
}

TEST_F(SourceHistoryTest, FiveAccountsFromOneSourceAreMany) {
  Visit visit = visit_from("10.0.0.1", "internal");
  visit.failed = true;
  for (visit.account = 1; visit.account < 5; ++visit.account) history_.add(visit);
  SourceHistory four = history_;
  EXPECT_TRUE(four.finish().front().why.empty());
  history_.add(visit);
  EXPECT_EQ(history_.finish().front().why, std::set{Oddity::many_accounts});
  // A console is many people's.
  SourceHistory console(known_);
  visit.place = {"", "", "local"};
  for (visit.account = 1; visit.account < 9; ++visit.account) console.add(visit);
  EXPECT_TRUE(console.finish().front().why.empty());
}

TEST_F(SourceHistoryTest, OneAccountFromTwoExternalNetworksAtOnceIsImpossible) {
  Visit visit = visit_from("203.0.113.1", "external");
  history_.add(visit);
  visit.place.address = "203.0.113.9";  // the same network
  history_.add(visit);
  visit.place.address = "198.51.100.1";
  visit.start = day(0) + 10h;  // just behind
  visit.end = std::nullopt;
  visit.is_open = true;
  history_.add(visit);
  SourceHistory apart = history_;
  EXPECT_EQ(apart.finish().front().why, std::set{Oddity::external});
  visit.place.address = "192.0.2.1";
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
  visit.place.address = "198.51.100.1";
  visit.start = *visit.start + 1min;
  history_.add(visit);
  EXPECT_EQ(history_.finish().front().why, std::set{Oddity::external});
}

}  // namespace
}  // namespace sojourn
