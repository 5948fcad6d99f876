// What other people do changes nothing of anybody's sessions.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/properties/metamorphic.h"
#include "tests/simulation/provider.h"

namespace sojourn::simulation {
namespace {

// A logon over the network by an account that occurs nowhere else, from an address that does not
// either: 4624 and 4634, or a failure.
class Strangers {
 public:
  explicit Strangers(Records& records)
      : records_(records),
        connections_have_ids_(std::ranges::none_of(records.events, [](const Event& event) {
          return event.kind == EventKind::listener_connected && event.activity == Text::none;
        })) {}

  bool is(const Session& session) const {
    return records_.strings[session.who.user].starts_with("stranger");
  }

  void come() {
    for (int i = 0; i < 40; ++i) {
      ++number_;
      Event logon = event(EventKind::logon);
      logon.logon_id = 0x7000'0000'0000 + number_;
      Event logoff = logon;
      logoff.kind = EventKind::logon_ended;
      // Windows 7 does not say whose failure it was that came right behind a 261.
      if (records_.dice.one_in(2) || !connections_have_ids_) {
        insert(logon);
        if (records_.dice.one_in(2)) insert(logoff);
      } else {
        Event failure = event(EventKind::logon_failed);
        failure.status = 0xC000'006D;
        failure.sub_status = 0xC000'006A;
        insert(failure);
      }
    }
  }

 private:
  Event event(EventKind kind) {
    Strings& strings = records_.strings;
    Event result;
    result.kind = kind;
    result.channel = strings.intern(kSecurityChannel);
    const auto number = std::to_string(number_ % 7);
    result.user = strings.intern("stranger" + number);
    result.domain = strings.intern("ELSEWHERE");
    if (kind != EventKind::logon_failed) result.sid = strings.intern("S-1-5-21-9-9-9-200" + number);
    result.address = strings.intern("192.0.2." + number);
    result.client = strings.intern("AWAY-" + number);
    result.logon_process = strings.intern("NtLmSsp");
    result.package = strings.intern("NTLM");
    result.logon_type = 3;
    return result;
  }

  // A 4648 is a logon's when it stands at most eight records before it.
  static bool may_part_credentials(const std::vector<const Event*>& log, std::size_t at) {
    for (std::size_t i = at < 8 ? 0 : at - 8; i <= at; ++i) {
      if (log[i]->kind == EventKind::explicit_credentials) return true;
    }
    return false;
  }

  // After any record of the Security log, between its time and the next one's.
  void insert(Event event) {
    std::vector<const Event*> log;
    for (const Event& other : records_.events) {
      if (other.channel == event.channel) log.push_back(&other);
    }
    std::ranges::sort(log, {}, [](const Event* other) { return other->record; });
    std::size_t at = 0;
    do {
      at = records_.dice.between(0, log.size() - 2);
      // The last record of a boot is the last sign of life of all that its crash ended.
    } while (may_part_credentials(log, at) || log[at + 1]->kind == EventKind::lsass_started);
    const Timestamp from = log[at]->time, to = log[at + 1]->time;
    event.time = from;
    if (from < to)
      event.time +=
          Ticks{records_.dice.between(0, static_cast<std::uint64_t>((to - from).count()))};
    event.computer = log[at]->computer;
    event.file = log[at]->file;
    insert_after(records_.events, log[at]->record, event);
  }

  Records& records_;
  bool connections_have_ids_;
  std::uint64_t number_ = 0;
};

TEST(Metamorphic, WhatStrangersDoOverTheNetworkChangesNobodyElsesSessions) {
  for_each_host([](Records& records) {
    const auto sessions_of = [&](const Correlation& all, const Strangers& strangers) {
      return lines(
          all, [&](const Session& session) { return !strangers.is(session); },
          [&](const Session& session) { return in_full(session, all, records.strings); });
    };
    Strangers strangers(records);
    const std::string expected = sessions_of(correlate(records.events, records.strings), strangers);
    strangers.come();
    const Correlation with = correlate(records.events, records.strings);
    EXPECT_GT(std::ranges::count_if(with.sessions,
                                    [&](const Session& session) { return strangers.is(session); }),
              0);
    EXPECT_EQ(expected, sessions_of(with, strangers)) << records.where;
  });
}

}  // namespace
}  // namespace sojourn::simulation
