// What must not matter does not: other times, names, spellings and people give the same sessions.
#include "tests/properties/metamorphic.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "correlator/names/ssh_message.h"
#include "schema/extra_fields.h"
#include "tests/simulation/provider.h"
#include "tests/support/correlation_text.h"

namespace sojourn::simulation {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

bool any(const Session&) { return true; }

Line shortly(const Strings& strings) {
  return [&strings](const Session& session) { return in_short(session, strings); };
}

void shift(Timestamp& time, Ticks by) {
  if (time != Timestamp{}) time += by;
}
void shift(std::optional<Timestamp>& time, Ticks by) {
  if (time) *time += by;
}

void shift_events(std::vector<Event>& events, Ticks by) {
  for (Event& event : events) {
    event.time += by;
    shift(event.other_time, by);
  }
}

void shift_all(Correlation& found, Ticks by) {
  shift_events(found.events, by);
  for (Boot& boot : found.boots) {
    shift(boot.start, by);
    shift(boot.stop, by);
  }
  for (Coverage& log : found.coverage) {
    shift(log.first.time, by);
    shift(log.last.time, by);
  }
  const auto shift_ends = [&](auto& rows) {
    for (auto& row : rows) {
      shift(row.start, by);
      shift(row.end, by);
    }
  };
  shift_ends(found.local_sessions);
  shift_ends(found.sessions);
  for (Session& session : found.sessions) shift(session.granted, by);
  for (Burst& burst : found.bursts) {
    shift(burst.first, by);
    shift(burst.last, by);
  }
}

TEST(Metamorphic, ShiftingEveryTimeShiftsEverySessionAndNothingElse) {
  for_each_host([](Records& records) {
    const std::string expected =
        text_of(correlate(records.events, records.strings), records.strings);
    const Ticks year = std::chrono::hours{24 * 365};
    for (const Ticks by : {year + Ticks{1'234'567}, -3 * year - seconds{1}, Ticks{1}}) {
      std::vector<Event> other = records.events;
      shift_events(other, by);
      Correlation found = correlate(std::move(other), records.strings);
      shift_all(found, -by);
      EXPECT_EQ(expected, text_of(found, records.strings)) << records.where;
    }
  });
}

// Names -------------------------------------------------------------------------------------------

// Letters change places in pairs: names that differ still do, and nothing but letters changes.
std::string other_letters(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>('a' + (c - 'a' + 13) % 26);
    if (c >= 'A' && c <= 'Z') c = static_cast<char>('A' + (c - 'A' + 13) % 26);
  }
  return result;
}

std::string other_case(std::string_view text, Dice& dice) {
  std::string result(text);
  for (char& c : result) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter && dice.one_in(2)) c = static_cast<char>(c ^ 0x20);
  }
  return result;
}

std::string lower_case(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return text;
}

void rename(Text& text, Strings& strings) {
  if (strings[text] == "NOUSER") return;  // no name: what the OpenSSH server calls an unknown one
  text = strings.intern(other_letters(strings[text]));
}

// The name in the OpenSSH server's text.
void rename_in_message(Event& event, Strings& strings) {
  std::string payload(extra_field(strings[event.extra], {"payload"}));
  const auto message = read_ssh_message(payload);
  if (!message) return;
  const auto at = static_cast<std::size_t>(message->user.data() - payload.data());
  payload.replace(at, message->user.size(), other_letters(message->user));
  ExtraFields extra;
  extra.add("payload", payload);
  event.extra = strings.intern(extra.list());
}

void rename_all(Correlation& found, Strings& strings) {
  const auto who = [&](Identity& identity) {
    rename(identity.user, strings);
    rename(identity.domain, strings);
  };
  const auto both = [&](auto& rows) {
    for (auto& row : rows) {
      who(row.who);
      rename(row.from.client, strings);
    }
  };
  both(found.logon_sessions);
  both(found.sessions);
  both(found.bursts);
  for (LocalSession& local : found.local_sessions) who(local.who);
}

TEST(Metamorphic, RenamingTheHostAndItsUsersRenamesThemAndNothingElse) {
  for_each_host({175}, [](Records& records) {
    Strings& strings = records.strings;
    Correlation expected = correlate(records.events, strings);
    rename_all(expected, strings);
    for (Event& event : records.events) {
      for (Text* name : {&event.computer, &event.user, &event.domain, &event.client})
        rename(*name, strings);
      if (event.kind == EventKind::ssh_message) rename_in_message(event, strings);
    }
    EXPECT_EQ(text_of(expected, strings), text_of(correlate(records.events, strings), strings))
        << records.where;
  });
}

TEST(Metamorphic, CapitalsInNamesAndAddressesChangeNothingButTheSpelling) {
  for_each_host([](Records& records) {
    Strings& strings = records.strings;
    const std::string expected = text_of(correlate(records.events, strings), strings);
    for (Event& event : records.events) {
      for (Text* name : {&event.computer, &event.user, &event.domain, &event.address})
        *name = strings.intern(other_case(strings[*name], records.dice));
    }
    const std::string found = text_of(correlate(records.events, strings), strings);
    EXPECT_EQ(lower_case(expected), lower_case(found)) << records.where;
  });
}

// The clock ---------------------------------------------------------------------------------------

// Where no record lies for twenty minutes while Windows runs: the place in order of the record
// after each.
std::vector<std::size_t> quiet_places(const Correlation& all) {
  std::vector<std::size_t> places;
  for (EventRef i = 1; i < all.events.size(); ++i) {
    const auto sets_clock = [&](EventRef at) {
      return all.events[at].kind == EventKind::clock_changed ||
             all.events[at].kind == EventKind::security_clock_changed;
    };
    const bool one_boot = all.boot_of(i - 1) == all.boot_of(i);
    const Ticks pause = all.events[i].time - all.events[i - 1].time;
    if (one_boot && pause >= minutes{20} && !sets_clock(i) && !sets_clock(i - 1))
      places.push_back(i);
  }
  return places;
}

// The records of a clock set by `step` at `old_time`: Security 4616 and Kernel-General 1.
void set_clock(std::vector<Event>& events, const std::vector<Event>& before, Timestamp old_time,
               Ticks step, Strings& strings) {
  for (const auto& [kind, name] :
       {std::pair{EventKind::clock_changed, kSystemChannel},
        std::pair{EventKind::security_clock_changed, kSecurityChannel}}) {
    const Text channel = strings.intern(name);
    const Event* last = nullptr;
    for (const Event& event : before) {
      if (event.channel == channel && (last == nullptr || last->record < event.record))
        last = &event;
    }
    if (last == nullptr) continue;
    Event marker;
    marker.kind = kind;
    marker.channel = channel;
    marker.computer = last->computer;
    marker.file = last->file;
    marker.time = old_time + step;
    marker.other_time = old_time;
    if (kind == EventKind::clock_changed) marker.reason = 1;
    insert_after(events, last->record, marker);
  }
}

// The first `count` events in order, with the numbers they have in `events`.
std::vector<Event> leading(const std::vector<Event>& ordered, std::size_t count) {
  return {ordered.begin(), ordered.begin() + static_cast<std::ptrdiff_t>(count)};
}

std::string without_times(const Session& session, const Strings& strings) {
  return std::string(strings[session.who.user]) + " " + std::string(name_of(session.kind)) + " " +
         std::string(name_of(session.outcome)) + " " + std::string(name_of(session.start_reason)) +
         " " + std::string(name_of(session.end_reason)) + " " +
         std::string(strings[session.from.address]) + " " + std::to_string(session.logon_id) +
         " of " + std::to_string(session.evidence.size());
}

TEST(Metamorphic, AClockSetForwardAndBackBetweenStoriesChangesNoPairing) {
  int tried = 0;
  for_each_host([&](Records& records) {
    Strings& strings = records.strings;
    const Correlation all = correlate(records.events, strings);
    const auto places = quiet_places(all);
    if (places.size() < 2) return;
    ++tried;
    const std::size_t first = records.dice.between(0, places.size() - 2);
    const std::size_t second = records.dice.between(first + 1, places.size() - 1);
    const std::size_t from = places[first], to = places[second];
    const auto line = [&](const Session& session) { return without_times(session, strings); };
    for (const Ticks by : {Ticks{seconds{300}}, -Ticks{seconds{300}}}) {
      std::vector<Event> other = all.events;
      for (std::size_t i = from; i < to; ++i) {
        other[i].time += by;
        shift(other[i].other_time, by);
      }
      // The later first, so that the records before it still have their numbers.
      set_clock(other, leading(all.events, to), all.events[to].time - minutes{10} + by, -by,
                strings);
      set_clock(other, leading(all.events, from), all.events[from].time - minutes{10}, by, strings);
      EXPECT_EQ(lines(all, any, line), lines(correlate(std::move(other), strings), any, line))
          << records.where << ", from " << from << " to " << to << " by " << by.count();
    }
  });
  EXPECT_GT(tried, 10);
}

// A logoff's echo ---------------------------------------------------------------------------------

// For each 23, the 24 of its SessionID that follows it within two minutes; none where there is
// none.
std::vector<std::pair<Event, std::optional<Event>>> logoffs(const Correlation& all) {
  std::vector<std::pair<Event, std::optional<Event>>> result;
  for (EventRef ref = 0; ref < all.events.size(); ++ref) {
    const Event& event = all.events[ref];
    if (event.kind == EventKind::session_logoff) result.emplace_back(event, std::nullopt);
    // The last record before a crash is what bounds it.
    const bool last = ref + 1 == all.events.size() || all.boot_of(ref + 1) != all.boot_of(ref);
    if (event.kind != EventKind::session_disconnected || last) continue;
    for (auto logoff = result.rbegin(); logoff != result.rend(); ++logoff) {
      if (logoff->first.session != event.session) continue;
      if (event.time - logoff->first.time <= minutes{2}) logoff->second = event;
      break;
    }
  }
  return result;
}

TEST(Metamorphic, ADisconnectThatEchoesALogoffChangesNoSession) {
  for_each_host([](Records& records) {
    Strings& strings = records.strings;
    const Correlation all = correlate(records.events, strings);
    const std::string expected = lines(all, any, shortly(strings));
    std::vector<Event> with = all.events, without = all.events;
    for (const auto& pair : logoffs(all)) {
      const Event& logoff = pair.first;
      if (const std::optional<Event>& echo = pair.second) {
        std::erase_if(without, [&](const Event& event) {
          return event.channel == echo->channel && event.record == echo->record;
        });
        continue;
      }
      Event added = logoff;
      added.kind = EventKind::session_disconnected;
      // Inserting has moved the numbers; the time has stayed.
      const auto now = std::ranges::find_if(with, [&](const Event& event) {
        return event.kind == logoff.kind && event.time == logoff.time &&
               event.session == logoff.session;
      });
      insert_after(with, now->record, added);
    }
    EXPECT_EQ(expected, lines(correlate(without, strings), any, shortly(strings)))
        << records.where << ", without the 24s";
    EXPECT_EQ(expected, lines(correlate(with, strings), any, shortly(strings)))
        << records.where << ", with a 24 after each 23";
  });
}

}  // namespace
}  // namespace sojourn::simulation
