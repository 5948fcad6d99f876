// What is lost takes knowledge away and adds none: fewer records give no more sessions, no other
// users, no more confidence.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/rules.h"
#include "tests/properties/metamorphic.h"
#include "tests/simulation/provider.h"

namespace sojourn::simulation {
namespace {

bool is_of_station(EventKind kind) {
  using enum EventKind;
  return kind == station_reconnected || kind == station_disconnected || kind == locked ||
         kind == unlocked || kind == screensaver_started || kind == screensaver_stopped;
}

// Channels that roll over first or are off by default, and what Security audits only when told to.
bool is_optional(const Event& event, const Strings& strings) {
  const std::string_view channel = strings[event.channel];
  return channel == kRdpCoreChannel || channel == kProfileChannel || channel == kSystemChannel ||
         channel == kRcmAdminChannel || is_of_station(event.kind);
}

// A clock that was set back leaves two stretches of records with the same times. Which of them a
// record is of, logs without a record of the step can only guess from their other records.
bool is_set_back(const std::vector<Event>& events) {
  return std::ranges::any_of(events, [](const Event& event) {
    const bool clock =
        event.kind == EventKind::clock_changed || event.kind == EventKind::security_clock_changed;
    return clock && event.other_time > event.time + std::chrono::seconds{2};
  });
}

using Granted = std::multimap<Timestamp, std::string>;

// Who got a desktop when.
Granted granted_desktops(const Correlation& all, const Strings& strings) {
  Granted result;
  for (const Session& session : all.sessions) {
    if (is_desktop_access(session) && session.granted)
      result.emplace(*session.granted, strings[session.who.user]);
  }
  return result;
}

TEST(MetamorphicLoss, WithoutTheOptionalLogsThereIsNoMoreAccessAndNoOtherUser) {
  for_each_host([](Records& records) {
    if (is_set_back(records.events)) return;
    Strings& strings = records.strings;
    const Correlation full = correlate(records.events, strings);
    std::erase_if(records.events, [&](const Event& event) { return is_optional(event, strings); });
    const Correlation rest = correlate(records.events, strings);
    EXPECT_LE(std::ranges::count_if(rest.sessions, is_desktop_access),
              std::ranges::count_if(full.sessions, is_desktop_access))
        << records.where;
    const Granted expected = granted_desktops(full, strings);
    for (const auto& granted : granted_desktops(rest, strings)) {
      const auto [first, last] = expected.equal_range(granted.first);
      EXPECT_TRUE(
          std::any_of(first, last, [&](const auto& one) { return one.second == granted.second; }))
          << records.where << ": " << granted.second << " at " << format_time(granted.first);
    }
  });
}

// The record that a session is told by: its attempt, its own logon or when its desktop was shown.
using Name = std::pair<Timestamp, std::string>;
std::map<Name, const Session*> by_name(const Correlation& all, const Strings& strings) {
  std::map<Name, const Session*> result;
  for (const Session& session : all.sessions) {
    const auto time = session.granted ? session.granted : session.start;
    if (time) result[{*time, std::string(strings[session.who.user])}] = &session;
  }
  return result;
}

void expect_no_more_confidence(Records& records, const std::string& what,
                               const std::function<bool(const Event&)>& corroborates) {
  Strings& strings = records.strings;
  const Correlation full = correlate(records.events, strings);
  std::vector<Event> events = records.events;
  std::erase_if(events, corroborates);
  const Correlation rest = correlate(std::move(events), strings);
  const auto known = by_name(full, strings);
  for (const auto& [name, session] : by_name(rest, strings)) {
    const auto found = known.find(name);
    if (found == known.end()) continue;
    EXPECT_LE(session->confidence, found->second->confidence + 1e-9)
        << records.where << " without " << what << ":\n"
        << in_full(*found->second, full, strings) << "\nbecomes\n"
        << in_full(*session, rest, strings);
  }
}

TEST(MetamorphicLoss, CorroborationThatIsMissingRaisesNoConfidence) {
  for_each_host([](Records& records) {
    const Text rdp_core = records.strings.intern(kRdpCoreChannel);
    expect_no_more_confidence(records, "RdpCoreTS",
                              [&](const Event& event) { return event.channel == rdp_core; });
    expect_no_more_confidence(records, "7001", [](const Event& event) {
      return event.kind == EventKind::winlogon_logon;
    });
    expect_no_more_confidence(records, "4778", [](const Event& event) {
      return event.kind == EventKind::station_reconnected;
    });
  });
}

TEST(MetamorphicLoss, FailuresAloneAreNoAccess) {
  for_each_host([](Records& records) {
    std::erase_if(records.events, [](const Event& event) {
      using enum EventKind;
      constexpr std::array kOfFailures{logon_failed,     credentials_refused, security_layer_failed,
                                       connection_from,  listener_connected,  transport_closed,
                                       connection_closed};
      return std::ranges::find(kOfFailures, event.kind) == kOfFailures.end();
    });
    const Correlation found = correlate(records.events, records.strings);
    for (const Session& session : found.sessions) {
      EXPECT_EQ(Outcome::failure, session.outcome)
          << records.where << ": " << in_short(session, records.strings);
    }
  });
}

// One moment in the middle of the host's log, as a place in the order of its records.
EventRef a_moment(const Correlation& all, Dice& dice) {
  return static_cast<EventRef>(
      dice.between(all.events.size() / 10, all.events.size() - all.events.size() / 10));
}

std::vector<Event> part_of(const Correlation& all, EventRef first, EventRef last) {
  return {all.events.begin() + first, all.events.begin() + last};
}

// The first record of the session in this role; kNone without one.
EventRef first_in(const Session& session, Role role) {
  const auto found = std::ranges::find(session.evidence, role, &Citation::role);
  return found == session.evidence.end() ? kNone : found->event;
}

// The record by which the session got its desktop: 25, after the 4778 that tells of it, or 21.
EventRef desktop_of(const Session& session) {
  EventRef desktop = kNone;
  for (const Citation& cited : session.evidence) {
    if (cited.role == Role::desktop) desktop = cited.event;
  }
  return desktop;
}

// Which session cites a record, for every record that one does. In a part of a log a record has
// another place, but the same number in its channel.
class Citing {
 public:
  // REQUIRES: `all` outlives this.
  explicit Citing(const Correlation& all) {
    for (const Session& session : all.sessions) {
      for (const Citation& cited : session.evidence) {
        if (cited.rule != Rule::last_sign_of_life)  // of all that the crash ended
          sessions_[key(all.events[cited.event])] = &session;
      }
    }
  }
  // nullptr where none does.
  const Session* operator()(const Event& event) const {
    const auto found = sessions_.find(key(event));
    return found == sessions_.end() ? nullptr : found->second;
  }

 private:
  static std::pair<Text, std::uint64_t> key(const Event& event) {
    return {event.channel, event.record};
  }
  std::map<std::pair<Text, std::uint64_t>, const Session*> sessions_;
};

// One correlation of a part of another one's records, and what is expected of its sessions.
struct Part {
  const Correlation& full;
  const Correlation& rest;
  const Citing& citing;  // of `full`
  EventRef cut;          // the place in `full` of the first record, or of the one behind the last
  const Strings& strings;
  std::string where;

  std::string told(const Session& session, const Session& whole) const {
    return where + " at " + std::to_string(cut) + ":\n" + in_full(session, rest, strings) +
           "\nwas\n" + in_full(whole, full, strings);
  }
};

// The account of an attempt that no 4625 tells of any more has no name, or not in the 4625's
// spelling.
bool same_user(const Session& part, const Session& whole) {
  return part.who.user == whole.who.user || part.who.user == Text::none ||
         (part.outcome == Outcome::failure && part.who.sid == Text::none);
}

// The record that shows the session to be over: its end, or the attempt that failed.
EventRef last_word(const Session& session) {
  return session.outcome == Outcome::failure ? first_in(session, Role::attempt)
                                             : first_in(session, Role::end);
}

void expect_only_start_lost(const Part& part, const Session& session) {
  const EventRef over = last_word(session);
  if (over == kNone) return;  // still open: whose it is other tests ask
  const Event& teller = part.rest.events[over];
  const Session* whole = part.citing(teller);
  if (whole == nullptr) {
    // Whether the OpenSSH server's logon let anybody in, too.
    if (session.kind == SessionKind::network && session.outcome == Outcome::unknown) return;
    // Whether somebody was at the terminal of a session that is logged off, what is lost told.
    EXPECT_TRUE(teller.kind == EventKind::session_logoff ||
                teller.kind == EventKind::winlogon_logoff)
        << part.where << ": " << in_full(session, part.rest, part.strings);
    return;
  }
  EXPECT_TRUE(same_user(session, *whole)) << part.told(session, *whole);
  const Event& was = part.full.events[last_word(*whole) == kNone ? 0 : last_word(*whole)];
  if (was.channel == teller.channel && was.record == teller.record) {
    EXPECT_EQ(whole->end, session.end) << part.told(session, *whole);
    // Windows 7: who came is told by the 1149 before the 24 alone, and that may be cut away.
    if (whole->end_reason != EndReason::replaced || session.end_reason != EndReason::disconnect) {
      EXPECT_EQ(whole->end_reason, session.end_reason) << part.told(session, *whole);
    }
  }
  if (session.kind == SessionKind::network) return;  // it begins with the first logon that is left
  if (whole->evidence.front().event >= part.cut) {
    EXPECT_EQ(whole->start, session.start) << part.told(session, *whole);
  }
  const EventRef desktop = desktop_of(*whole);
  if (desktop != kNone && desktop < part.cut && whole->start_reason != StartReason::unknown) {
    EXPECT_EQ(std::nullopt, session.start) << part.told(session, *whole);
  }
}

TEST(MetamorphicLoss, WithoutTheFrontOfTheLogsOnlyStartsAreUnknown) {
  for_each_host([](Records& records) {
    if (is_set_back(records.events)) return;
    const Correlation full = correlate(records.events, records.strings);
    const Citing citing(full);
    for (int i = 0; i < 3; ++i) {
      const EventRef cut = a_moment(full, records.dice);
      const Correlation rest =
          correlate(part_of(full, cut, static_cast<EventRef>(full.events.size())), records.strings);
      const Part part{full, rest, citing, cut, records.strings, records.where};
      for (const Session& session : rest.sessions) expect_only_start_lost(part, session);
    }
  });
}

// Whether all that ended the session lies before `cut`, and not so shortly before that what follows
// may yet say why: a takeover, a shutdown.
bool is_over(const Correlation& all, const Session& session, EventRef cut) {
  const EventRef last = session.evidence.back().event;
  return last_word(session) != kNone && last < cut &&
         all.events[cut - 1].time - all.events[last].time > std::chrono::seconds{30};
}

std::string but_for_evidence(const Session& session, const Correlation& all,
                             const Strings& strings) {
  const std::string text = in_full(session, all, strings);
  return text.substr(0, text.find('\n'));
}

TEST(MetamorphicLoss, WithoutTheEndOfTheLogsWhatWasOverBeforeIsTheSame) {
  for_each_host({172, 201, 215, 242, 249, 300, 396, 440}, [](Records& records) {
    Strings& strings = records.strings;
    const Correlation full = correlate(records.events, strings);
    for (int i = 0; i < 3; ++i) {
      const EventRef cut = a_moment(full, records.dice);
      const Correlation rest = correlate(part_of(full, 0, cut), strings);
      std::multiset<std::string> found, told, attempts;
      for (const Session& session : rest.sessions) {
        found.insert(in_full(session, rest, strings));
        told.insert(but_for_evidence(session, rest, strings));
        attempts.insert(in_short(session, strings));
      }
      for (const Session& session : full.sessions) {
        if (!is_over(full, session, cut)) continue;
        // That no desktop followed, what LocalSessionManager told later proves. Without it the same
        // may be known by other rules: its logon was gone at once, and it came by this connection.
        Session unproven = session;
        unproven.outcome = Outcome::unknown;
        if (session.outcome == Outcome::no_desktop &&
            (attempts.contains(in_short(unproven, strings)) ||
             told.contains(but_for_evidence(session, full, strings))))
          continue;
        EXPECT_TRUE(found.contains(in_full(session, full, strings)))
            << records.where << " to " << cut << ": " << in_full(session, full, strings);
      }
    }
  });
}

// Whether access was still being given at the cut: credentials checked, say, and no desktop yet, or
// not yet thrown away after it.
bool is_beginning(const Part& part, const Session& whole) {
  if (whole.kind == SessionKind::network) return false;
  const EventRef desktop = desktop_of(whole);
  if (desktop == kNone) return whole.evidence.back().event >= part.cut;
  const Timestamp last = part.full.events[part.cut - 1].time;
  return desktop >= part.cut || last - part.full.events[desktop].time < std::chrono::seconds{10};
}

void expect_only_end_lost(const Part& part, const Session& session) {
  const Session* whole = part.citing(part.rest.events[session.evidence.front().event]);
  if (whole == nullptr) {
    EXPECT_NE(Outcome::success, session.outcome)
        << part.where << ": " << in_full(session, part.rest, part.strings);
    return;
  }
  if (is_beginning(part, *whole)) return;
  EXPECT_TRUE(same_user(session, *whole)) << part.told(session, *whole);
  EXPECT_EQ(whole->start, session.start) << part.told(session, *whole);
  // What has lost the proof of access is granted none.
  if (session.outcome != Outcome::unknown) {
    EXPECT_EQ(whole->granted, session.granted) << part.told(session, *whole);
  }
  if (!session.end_exact) return;
  // Of the records of one end some may be left, of a network session the first of its logons.
  const EventRef over = last_word(session);
  ASSERT_NE(kNone, over) << part.told(session, *whole);
  const Session* const ended = part.citing(part.rest.events[over]);
  // A lookup by the OpenSSH server, which what its log told later shows to have been no access.
  if (ended == nullptr && session.kind == SessionKind::network) return;
  EXPECT_EQ(whole, ended) << part.told(session, *whole);
}

TEST(MetamorphicLoss, WithoutTheEndOfTheLogsOnlyEndsAreUnknown) {
  for_each_host({296, 354}, [](Records& records) {
    const Correlation full = correlate(records.events, records.strings);
    const Citing citing(full);
    for (int i = 0; i < 3; ++i) {
      const EventRef cut = a_moment(full, records.dice);
      const Correlation rest = correlate(part_of(full, 0, cut), records.strings);
      const Part part{full, rest, citing, cut, records.strings, records.where};
      for (const Session& session : rest.sessions) expect_only_end_lost(part, session);
    }
  });
}

}  // namespace
}  // namespace sojourn::simulation
