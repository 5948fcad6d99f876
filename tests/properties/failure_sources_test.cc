// Every failure inside exactly one open connection has that connection's source, on every host that
// the simulator thinks of. What is open is found here by the ActivityIDs alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "correlator/correlate.h"
#include "correlator/names/address.h"
#include "tests/simulation/events_of.h"
#include "tests/simulation/scenario.h"
#include "tests/support/seeds.h"

namespace sojourn::simulation {
namespace {

// From the opening of a connection to its authentication or close.
struct Passage {
  EventRef first = kNone, last = kNone;
  Timestamp opened;
  Text address = Text::none;
  bool vmbus = false;
};

std::vector<Passage> passages_of(const std::vector<Event>& events, const Strings& strings,
                                 const Addresses& addresses) {
  std::map<Text, Passage> by_activity;
  for (EventRef ref = 0; ref < events.size(); ++ref) {
    const Event& event = events[ref];
    const bool tcp = event.kind == EventKind::connection_from && strings[event.terminal] == "TCP";
    const bool vmbus = event.kind == EventKind::listener_connected &&
                       strings[event.terminal] == "31C5CE94259D4006A9E4";
    if (tcp || vmbus) {
      by_activity.try_emplace(
          event.activity, Passage{ref, kNone, event.time, addresses.of(event.address).text, vmbus});
      continue;
    }
    const auto passage = by_activity.find(event.activity);
    const bool ends = event.kind == EventKind::rdp_authenticated ||
                      event.kind == EventKind::transport_closed ||
                      event.kind == EventKind::connection_closed;
    if (passage != by_activity.end() && ends)
      passage->second.last = std::min(passage->second.last, ref);
  }
  std::vector<Passage> passages;
  for (const auto& [activity, passage] : by_activity) {
    if (passage.last != kNone) passages.push_back(passage);
  }
  return passages;
}

// At the logon screen (type 10) or where credentials are checked before.
bool is_by_rdp(const Event& failure, const Strings& strings) {
  const std::string_view asked_by = strings[failure.logon_process];
  return failure.logon_type == 10 ||
         (failure.logon_type == 3 && (asked_by == "NtLmSsp" || asked_by == "Kerberos"));
}

// The only connection that the failure can have come by; nullptr for none or several. Credentials
// are checked within ten seconds; a logon screen without an address is VMBus's.
const Passage* only_open(const std::vector<Passage>& passages, const Event& failure, EventRef ref) {
  const Passage* only = nullptr;
  for (const Passage& passage : passages) {
    const bool in_time =
        passage.vmbus || failure.time - passage.opened <= Ticks{std::chrono::seconds{10}};
    if (ref < passage.first || passage.last < ref || !in_time) continue;
    if (only != nullptr) return nullptr;
    only = &passage;
  }
  return only != nullptr && only->vmbus == (failure.logon_type == 10) ? only : nullptr;
}

TEST(Invariants, EveryFailureInsideExactlyOneOpenConnectionHasItsSource) {
  std::uint64_t by_address = 0, by_vmbus = 0;
  for (const std::uint64_t seed : testing::seeds(60, 1'000)) {
    for (const Host& host : random_scenario(seed, {}, {.screen_failures = true}).hosts) {
      Strings strings;
      const Addresses addresses(strings);
      const Correlation found = correlate(events_of(host, strings), strings);
      const std::vector<Passage> passages = passages_of(found.events, strings, addresses);
      for (const Session& session : found.sessions) {
        const auto attempt = std::ranges::find(session.evidence, Role::attempt, &Citation::role);
        if (session.outcome != Outcome::failure || attempt == session.evidence.end()) continue;
        const Event& failure = found.events[attempt->event];
        if (failure.kind != EventKind::logon_failed || !is_by_rdp(failure, strings) ||
            session.who.account_class != AccountClass::user ||
            addresses.of(failure.address).kind == Address::Kind::ip)
          continue;
        const Passage* const only = only_open(passages, failure, attempt->event);
        if (only == nullptr) continue;
        ++(only->vmbus ? by_vmbus : by_address);
        EXPECT_EQ(session.kind, SessionKind::remote)
            << "seed " << seed << ", record " << attempt->event;
        EXPECT_EQ(session.from.scope == SourceScope::vmbus, only->vmbus)
            << "seed " << seed << ", record " << attempt->event;
        EXPECT_EQ(strings[session.from.address], strings[only->address])
            << "seed " << seed << ", record " << attempt->event;
      }
    }
  }
  EXPECT_GT(by_address, 0U);
  EXPECT_GT(by_vmbus, 0U);
}

}  // namespace
}  // namespace sojourn::simulation
