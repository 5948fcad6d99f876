// Windows 7 and Server 2008 R2, where clients connect within the same seconds and no ActivityID
// tells their records apart.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "correlator/correlate.h"
#include "tests/simulation/events_of.h"
#include "tests/simulation/scenario.h"
#include "tests/support/seeds.h"
#include "tests/support/session_lines.h"

namespace sojourn::simulation {
namespace {

// A 261 names nobody. Of connections that wait at the same time each may have begun with any of
// theirs up to the record that first tells who it is.
class Knocks {
 public:
  explicit Knocks(std::vector<Knock> knocks) {
    std::ranges::sort(knocks, {}, &Knock::opened);
    Timestamp first, last = Timestamp::min();
    for (const Knock& knock : knocks) {
      if (knock.opened > last) first = knock.opened;
      last = std::max(last, knock.answered);
      first_of_group_.emplace(knock.opened, first);
      Timestamp& answered = answered_[knock.opened];  // of two in one tick the later
      answered = std::max(answered, knock.answered);
      ++free_[knock.opened];
    }
  }

  // Whether what began with the first may as well have begun with the other.
  bool may_be(Timestamp knock, Timestamp other) const {
    const auto group = first_of_group_.find(other);
    return group != first_of_group_.end() && group->second == first_of_group_.at(knock) &&
           other <= answered_.at(knock);
  }
  // False where as many sessions have it already as there were.
  bool take(Timestamp knock) { return --free_[knock] >= 0; }

 private:
  std::map<Timestamp, Timestamp> first_of_group_, answered_;
  std::map<Timestamp, int> free_;
};

// Gives the true sessions the starts that were found, where they may be the true ones.
void settle_starts(Host& host, const std::vector<Session>& found, const Strings& strings) {
  Knocks knocks(host.knocks);
  for (std::size_t i = 0; i < host.truth().size(); ++i) {
    TrueSession& truth = host.truth(i);
    if (truth.kind != "remote" || !truth.granted) continue;
    const auto same = std::ranges::find_if(found, [&](const Session& session) {
      return session.kind == SessionKind::remote && session.granted == truth.granted &&
             session.start && strings[session.who.sid] == truth.user_sid;
    });
    if (same == found.end() || !knocks.may_be(truth.start, *same->start)) continue;
    truth.start = *same->start;
    EXPECT_TRUE(knocks.take(truth.start)) << "one 261 for two " << format_time(truth.start);
  }
}

TEST(Simulation, BeforeWindows8ClientsOfTheSameSecondsAreToldApartUpToWhichKnockedFirst) {
  int failed = 0;
  for (const std::uint64_t seed : testing::seeds(20, 500)) {
    for (Host& host : terminal_server_2008(seed).hosts) {
      Strings strings, others;
      const Correlation found = correlate(events_of(host, strings), strings);
      settle_starts(host, found.sessions, strings);
      const std::string report =
          differences(true_sessions(host), users_sessions(events_of(host, others), others));
      if (report.empty()) continue;
      ++failed;
      if (failed <= 5) ADD_FAILURE() << "seed " << seed << "\n" << report;
    }
  }
  EXPECT_EQ(0, failed) << "seeds";
}

}  // namespace
}  // namespace sojourn::simulation
