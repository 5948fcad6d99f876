// No session without a known start or end whose logs do not say why: whatever was lost of a
// machine's logs, what is unknown lies where some log has a gap.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "correlator/correlate.h"
#include "parsers/record_ranges.h"
#include "tests/properties/metamorphic.h"
#include "tests/simulation/damage.h"
#include "tests/simulation/events_of.h"
#include "tests/simulation/provider.h"
#include "tests/simulation/scenario.h"
#include "tests/support/seeds.h"

namespace sojourn::simulation {
namespace {

using RecordId = std::pair<std::string, std::uint64_t>;  // channel and record

// What the readers would have found: every record of the host, but for those of the catalog that
// are gone. A channel without any event is not there.
std::vector<RecordRange> ranges_of(const Host& host, const std::vector<Event>& whole,
                                   const std::vector<Event>& rest, Strings& strings) {
  std::set<std::pair<Text, std::uint64_t>> gone;
  std::set<Text> channels;
  for (const Event& event : whole) gone.insert({event.channel, event.record});
  for (const Event& event : rest) {
    gone.erase({event.channel, event.record});
    channels.insert(event.channel);
  }
  std::vector<RecordRange> ranges;
  for (const auto& [name, records] : host.channels()) {
    const Text channel = strings.intern(name);
    if (!channels.contains(channel)) continue;
    RecordRanges held;
    for (const LogRecord& record : records) {
      if (!gone.contains({channel, record.record_id}))
        held.add({channel, record.record_id, record.time});
    }
    for (const RecordRange& range : held.take()) ranges.push_back(range);
  }
  return ranges;
}

// The records of the sessions that are open where the whole logs end.
std::set<RecordId> records_of_open_sessions(const Correlation& found, const Strings& strings) {
  std::set<RecordId> records;
  for (const Session& session : found.sessions) {
    if (session.end_reason != EndReason::open) continue;
    for (const Citation& cited : session.evidence) {
      const Event& event = found.events[cited.event];
      records.emplace(strings[event.channel], event.record);
    }
  }
  return records;
}

class Explanation {
 public:
  Explanation(const Correlation& found, const Strings& strings)
      : found_(found), strings_(strings) {}

  // Whether one of the logs that could hold the record does not exist. Windows before 8 has no
  // RdpCoreTS, which alone tells when a connection without a desktop ended.
  bool has_no_log(const Session& session) const {
    return std::ranges::any_of(channels_of(session), [&](std::string_view channel) {
      return std::ranges::none_of(
          found_.coverage, [&](const Coverage& row) { return strings_[row.channel] == channel; });
    });
  }

  // Whether a log that could hold the record that is wanted lacks records between the two times, or
  // begins only after the one or ends before the other.
  bool lacks(const Session& session, Timestamp from, Timestamp to) const {
    for (const std::string_view channel : channels_of(session)) {
      std::vector<const Coverage*> log;
      for (const Coverage& row : found_.coverage) {
        if (strings_[row.channel] == channel) log.push_back(&row);
      }
      if (log.empty() || log.front()->first.time > from || log.back()->last.time < to) return true;
      for (std::size_t i = 0; i + 1 < log.size(); ++i) {
        const auto [after, before] = std::minmax(log[i]->last.time, log[i + 1]->first.time);
        if (after <= to && before >= from) return true;
      }
    }
    return false;
  }

 private:
  static std::vector<std::string_view> channels_of(const Session& session) {
    std::vector<std::string_view> channels{kSecurityChannel, kSystemChannel};
    const bool remote = session.kind == SessionKind::remote;
    if (remote || session.kind == SessionKind::local || session.local_session != kNone)
      channels.push_back(kLsmChannel);
    if (remote) channels.insert(channels.end(), {kRcmChannel, kRdpCoreChannel});
    return channels;
  }

  const Correlation& found_;
  const Strings& strings_;
};

class Inquiry {
 public:
  std::map<std::string, int> unknowns;  // by damage
  int unexplained = 0;

  void inquire(const Host& host, std::uint64_t seed) {
    Strings strings;
    const std::vector<Event> whole = events_of(host, strings);
    const Correlation of_whole =
        correlate(whole, strings, {}, ranges_of(host, whole, whole, strings));
    const auto still_open = records_of_open_sessions(of_whole, strings);
    for (const Damage damage : kDamages) {
      const std::vector<Event> rest = damaged(whole, damage, seed, strings);
      const Correlation found = correlate(rest, strings, {}, ranges_of(host, whole, rest, strings));
      where_ = "seed " + std::to_string(seed) + ", " + std::string(name_of(damage)) + ", " +
               host.computer() + " (" + std::string(host.generation().name) + "): ";
      for (const Session& session : found.sessions) {
        if (session.outcome != Outcome::failure)
          examine(session, found, strings, still_open, damage);
      }
    }
  }

 private:
  void examine(const Session& session, const Correlation& found, const Strings& strings,
               const std::set<RecordId>& still_open, Damage damage) {
    const Boot& boot = row_of(found.boots, session.boot);
    const Explanation explanation(found, strings);
    const auto [earliest, latest] = times_of(session, found);
    if (session.start_reason == StartReason::unknown) {
      ++unknowns[std::string(name_of(damage))];
      const Timestamp from = boot.start.value_or(times_of(found.events).first);
      const bool explained = is_harmless(damage) ? explanation.has_no_log(session)
                                                 : explanation.lacks(session, from, latest);
      if (!explained) tell("unknown start", session, found, strings);
    }
    const bool is_open =
        session.end_reason == EndReason::open && !was_open(session, found, strings, still_open);
    if (session.end_reason == EndReason::unknown || is_open) {
      ++unknowns[std::string(name_of(damage))];
      const Timestamp to = boot.stop.value_or(times_of(found.events).second);
      const bool explained = is_harmless(damage) ? explanation.has_no_log(session)
                                                 : explanation.lacks(session, earliest, to);
      if (!explained) tell("unknown end", session, found, strings);
    }
  }

  static std::pair<Timestamp, Timestamp> times_of(const std::vector<Event>& events) {
    const auto [first, last] = std::ranges::minmax(events, {}, &Event::time);
    return {first.time, last.time};
  }

  static std::pair<Timestamp, Timestamp> times_of(const Session& session,
                                                  const Correlation& found) {
    std::pair times{Timestamp::max(), Timestamp::min()};
    for (const Citation& cited : session.evidence) {
      times.first = std::min(times.first, found.events[cited.event].time);
      times.second = std::max(times.second, found.events[cited.event].time);
    }
    return times;
  }

  static bool was_open(const Session& session, const Correlation& found, const Strings& strings,
                       const std::set<RecordId>& still_open) {
    return std::ranges::any_of(session.evidence, [&](const Citation& cited) {
      const Event& event = found.events[cited.event];
      return still_open.contains({std::string(strings[event.channel]), event.record});
    });
  }

  void tell(const char* what, const Session& session, const Correlation& found,
            const Strings& strings) {
    if (++unexplained > 10) return;
    ADD_FAILURE() << where_ << what << " without a gap\n" << in_full(session, found, strings);
  }

  std::string where_;
};

TEST(Unknowns, EachIsExplainedByAGapAndWholeLogsHaveNone) {
  Inquiry inquiry;
  for (const std::uint64_t seed : testing::seeds(60, 1'000)) {
    for (const Host& host : random_scenario(seed).hosts) inquiry.inquire(host, seed);
  }
  EXPECT_EQ(0, inquiry.unexplained);
  // Or there was nothing to explain.
  for (const Damage damage : {Damage::without_security, Damage::without_lsm, Damage::thinned,
                              Damage::front_cut, Damage::back_cut}) {
    EXPECT_GT(inquiry.unknowns[std::string(name_of(damage))], 0) << name_of(damage);
  }
}

TEST(Unknowns, ASessionOpenAtAHoleOfItsLogHasTheFlagAndWholeLogsFlagNone) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    for (const Host& host : random_scenario(seed).hosts) {
      Strings strings;
      const std::vector<Event> whole = events_of(host, strings);
      const auto flagged = [](const Correlation& found) {
        return std::ranges::count_if(found.sessions, [](const Session& session) {
          return (session.flags & static_cast<std::uint16_t>(Flag::gap)) != 0;
        });
      };
      const auto plain = flagged(correlate(whole, strings));
      EXPECT_EQ(plain,
                flagged(correlate(whole, strings, {}, ranges_of(host, whole, whole, strings))))
          << "seed " << seed;
      const auto rest = damaged(whole, Damage::thinned, seed, strings);
      EXPECT_LT(plain, flagged(correlate(rest, strings, {}, ranges_of(host, whole, rest, strings))))
          << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace sojourn::simulation
