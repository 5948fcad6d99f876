// What is added to the evidence adds knowledge: no log, and no part of one, makes a session
// disappear or a success less than one.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "correlator/correlate.h"
#include "parsers/native_reader.h"
#include "schema/ascii.h"
#include "schema/rules.h"
#include "tests/properties/metamorphic.h"
#include "tests/simulation/events_of.h"
#include "tests/simulation/scenario.h"
#include "tests/support/corpus.h"
#include "tests/support/seeds.h"
#include "tests/support/split_hosts.h"

namespace sojourn::simulation {
namespace {

// A host's logs, and what is left of them.
struct Logs {
  std::vector<Event> events;
  std::vector<RecordRange> ranges;
};

// Those records of a channel that `keep` accepts by id.
template <class Keep>
Logs part_of(const Logs& all, Text channel, Keep keep) {
  Logs part;
  for (const Event& event : all.events) {
    if (event.channel != channel || keep(event.record)) part.events.push_back(event);
  }
  for (const RecordRange& range : all.ranges) {
    if (range.channel != channel) {
      part.ranges.push_back(range);
      continue;
    }
    RecordRange held = range;
    bool is_open = false;
    const auto close = [&](std::uint64_t last) {
      if (!std::exchange(is_open, false)) return;
      held.last = last;
      part.ranges.push_back(held);
    };
    for (std::uint64_t record = range.first; record <= range.last; ++record) {
      if (!keep(record)) {
        close(record - 1);
      } else if (!std::exchange(is_open, true)) {
        held.first = record;
      }
    }
    close(range.last);
  }
  return part;
}

// The records of the session, what tells of it most surely first: its desktop, its attempt, its
// logon.
std::vector<const Event*> records_of(const Session& session, const Correlation& all) {
  std::vector<const Event*> records;
  for (const Role role : {Role::desktop, Role::attempt, Role::logon, Role::authentication,
                          Role::start, Role::end, Role::corroborates_end}) {
    for (const Citation& cited : session.evidence) {
      if (cited.role == role) records.push_back(&all.events[cited.event]);
    }
  }
  for (const Citation& cited : session.evidence) records.push_back(&all.events[cited.event]);
  return records;
}

// The OpenSSH server's lookup of an account may be access, until its own log says that it was none.
bool may_be_lookup(const Session& session) {
  return session.kind == SessionKind::network && session.outcome == Outcome::unknown;
}

bool is_success(const Session& session) { return session.outcome == Outcome::success; }

// What no log told apart may have been several network logons, of which sshd's log shows one to
// have been a lookup: the others are the access that the session was. Of a single one, and of every
// other kind of session, the record that tells of it most surely is in a success still.
bool joins_logons(const Session& session) {
  return session.kind == SessionKind::network && session.logons.size() > 1;
}

// "MARIA", "maria" and "maria@corp.example" are spellings of one account. NOUSER is what sshd calls
// a name that no account has: its own log tells which.
bool is_same_person(const Session& a, const Session& b, const Strings& strings) {
  if (a.who.sid != Text::none && b.who.sid != Text::none) return a.who.sid == b.who.sid;
  const auto name = [&](Text user) {
    std::string text(strings[user].substr(0, strings[user].find('@')));
    std::ranges::transform(text, text.begin(), [](char c) { return ascii_lower(c); });
    return text;
  };
  const auto is_nameless = [&](Text user) {
    return user == Text::none || strings[user] == "NOUSER";
  };
  return is_nameless(a.who.user) || is_nameless(b.who.user) || name(a.who.user) == name(b.who.user);
}

Correlation told(const Logs& logs, Strings& strings) {
  return correlate(logs.events, strings, {}, logs.ranges);
}

class Comparison {
 public:
  Comparison(Strings& strings, std::string where) : strings_(strings), where_(std::move(where)) {}

  void expect_more(const Correlation& before, const Correlation& after, const std::string& what) {
    std::map<std::pair<Text, std::uint64_t>, const Session*> citing;
    for (const Session& session : after.sessions) {
      for (const Citation& cited : session.evidence) {
        if (cited.rule == Rule::last_sign_of_life) continue;  // of all that the crash ended
        const Event& event = after.events[cited.event];
        citing[{event.channel, event.record}] = &session;
      }
    }
    std::map<const Session*, const Session*> desktops;  // who was it before
    for (const Session& session : before.sessions) {
      if (session.who.account_class != AccountClass::user) continue;
      auto found = citing.end();
      for (const Event* const by : records_of(session, before)) {
        if (found == citing.end()) found = citing.find({by->channel, by->record});
      }
      if (found == citing.end() && may_be_lookup(session)) continue;
      if (found == citing.end()) {
        report(what, "is gone", session, before, nullptr, after);
        continue;
      }
      const Session* const now = found->second;
      if (!is_same_person(session, *now, strings_))
        report(what, "is another's", session, before, now, after);
      if (!is_success(session)) continue;
      const auto goes_on = [&](const Citation& cited) {
        const Event& event = before.events[cited.event];
        const auto in = citing.find({event.channel, event.record});
        return cited.role == Role::logon && in != citing.end() && is_success(*in->second) &&
               in->second->kind == SessionKind::network;
      };
      if (!is_success(*now) &&
          !(joins_logons(session) && std::ranges::any_of(session.evidence, goes_on)))
        report(what, "is no success", session, before, now, after);
      if (is_desktop_access(session) && is_desktop_access(*now) &&
          !desktops.try_emplace(now, &session).second)
        report(what, "is one with " + in_short(*desktops[now], strings_), session, before, now,
               after);
    }
  }

 private:
  void report(const std::string& what, std::string_view how, const Session& session,
              const Correlation& before, const Session* now, const Correlation& after) {
    if (++reported_ > 3) return;
    ADD_FAILURE() << where_ << ", " << what << ": it " << how << "\n"
                  << in_full(session, before, strings_)
                  << (now == nullptr ? "" : "\nbecomes\n" + in_full(*now, after, strings_));
  }

  Strings& strings_;
  std::string where_;
  int reported_ = 0;
};

// Each channel cut at ten places, and with a hole of every size at each: what is left of it against
// nothing of it, and all of it against what is left.
void check(const Logs& all, Strings& strings, const std::string& where, std::uint64_t places) {
  std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> channels;  // first and last id
  std::map<std::string, Text> texts;
  for (const Event& event : all.events) {
    const std::string name(strings[event.channel]);
    auto& [first, last] = channels.try_emplace(name, event.record, event.record).first->second;
    first = std::min(first, event.record);
    last = std::max(last, event.record);
    texts[name] = event.channel;
  }
  const Correlation whole = told(all, strings);
  for (const auto& one : channels) {
    const std::string& name = one.first;
    const auto [first, last] = one.second;
    const Text channel = texts[name];
    Comparison comparison(strings, where);
    const Correlation none =
        told(part_of(all, channel, [](std::uint64_t) { return false; }), strings);
    const auto compare = [&](auto keep, const std::string& what) {
      const Correlation part = told(part_of(all, channel, keep), strings);
      comparison.expect_more(
          none, part, std::string(name).append(" ").append(what).append(" against none of it"));
      comparison.expect_more(part, whole, std::string(name).append(" whole against ").append(what));
    };
    const std::uint64_t size = last - first + 1;
    std::set<std::uint64_t> cuts;
    for (std::uint64_t k = 1; k <= places; ++k) cuts.insert(first + size * k / (places + 1));
    for (const std::uint64_t cut : cuts) {
      const std::string at = std::to_string(cut);
      compare([=](std::uint64_t record) { return record < cut; }, "to " + at);
      compare([=](std::uint64_t record) { return record >= cut; }, "from " + at);
      for (std::uint64_t hole = 1; hole < size; hole *= 4) {
        compare([=](std::uint64_t record) { return record < cut || record >= cut + hole; },
                "without " + std::to_string(hole) + " from " + at);
      }
    }
  }
}

Logs simulated(const Host& host, Strings& strings) {
  Logs logs;
  logs.events = events_of(host, strings);
  std::map<Text, RecordRange> ranges;
  for (const Event& event : logs.events) {
    const RecordRange own{.file = event.file,
                          .channel = event.channel,
                          .first = event.record,
                          .last = event.record,
                          .first_time = event.time,
                          .last_time = event.time};
    RecordRange& range = ranges.try_emplace(event.channel, own).first->second;
    range.first = std::min(range.first, event.record);
    range.last = std::max(range.last, event.record);
    range.first_time = std::min(range.first_time, event.time);
    range.last_time = std::max(range.last_time, event.time);
  }
  for (const auto& [channel, range] : ranges) logs.ranges.push_back(range);
  return logs;
}

TEST(AddingLogs, RemovesNoSessionOfASimulatedHost) {
  for (const std::uint64_t seed : testing::seeds(12, 300)) {
    for (const Host& host : random_scenario(seed).hosts) {
      Strings strings;
      check(simulated(host, strings), strings, "seed " + std::to_string(seed), 10);
    }
  }
}

class RealHost : public ::testing::TestWithParam<const char*> {};

TEST_P(RealHost, LosesNoSessionByAnyPartOfALog) {
  const std::filesystem::path folder = std::filesystem::path("hosts") / GetParam();
  SKIP_WITHOUT_CORPUS(folder);
  Strings strings;
  std::vector<Event> events;
  std::vector<RecordRange> ranges;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(testing::corpus() / folder)) {
    if (entry.path().extension() == ".evtx") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  for (std::uint32_t file = 0; file < paths.size(); ++file) {
    NativeReader reader(paths[file], strings);
    while (auto event = reader.next()) {
      if (!*event) continue;
      events.push_back(event->value());
      events.back().file = file;
    }
    for (RecordRange range : reader.ranges().take()) {
      range.file = file;
      ranges.push_back(range);
    }
  }
  for (sojourn::Host& host : split_hosts(std::move(events), strings, ranges))
    check({std::move(host.events), std::move(host.ranges)}, strings, GetParam(), 10);
}

INSTANTIATE_TEST_SUITE_P(AddingLogs, RealHost,
                         ::testing::Values("win10", "win10-b", "win11", "server2022"),
                         [](const auto& name) {
                           std::string text = name.param;
                           std::erase(text, '-');
                           return text;
                         });

}  // namespace
}  // namespace sojourn::simulation
