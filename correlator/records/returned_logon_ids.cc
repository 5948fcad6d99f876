#include "correlator/records/returned_logon_ids.h"

#include <algorithm>
#include <cstdint>

namespace sojourn {
namespace {

constexpr std::uint64_t kLastFixed = 0x3e7;  // SYSTEM's, the same in every boot
// A restart takes longer; the halves of a split token and repeated records come closer.
constexpr Ticks kShortestStart = std::chrono::seconds{10};

struct Named {
  std::uint64_t logon_id;
  EventRef ref;
  auto operator<=>(const Named&) const = default;
};

// A logon, and the one before it that had its id.
struct Return {
  EventRef before, ref;
};

bool is_another_account(const Event& a, const Event& b) {
  return a.sid != Text::none && b.sid != Text::none ? a.sid != b.sid : a.user != b.user;
}

}  // namespace

std::vector<EventRef> returned_logon_ids(const OrderedEvents& ordered, EventRef first,
                                         EventRef last) {
  const std::vector<Event>& events = ordered.events;
  std::vector<Named> named;
  for (EventRef ref = first; ref < last; ++ref) {
    const Event& event = events[ref];
    const bool counts = event.kind == EventKind::logon || event.kind == EventKind::logon_ended;
    if (counts && !event.recovered && event.logon_id > kLastFixed)
      named.push_back({event.logon_id, ref});
  }
  std::ranges::sort(named);

  std::vector<Return> returns;
  EventRef before = kNone;
  bool ended = false;
  for (std::size_t i = 0; i < named.size(); ++i) {
    if (i == 0 || named[i].logon_id != named[i - 1].logon_id) before = kNone;
    const EventRef ref = named[i].ref;
    if (events[ref].kind == EventKind::logon_ended) {
      ended = true;
      continue;
    }
    const bool returned = before != kNone &&
                          (ended || is_another_account(events[before], events[ref])) &&
                          ordered.steady(ref) - ordered.steady(before) > kShortestStart;
    if (returned) returns.push_back({before, ref});
    if (before == kNone || returned) {
      before = ref;
      ended = false;
    }
  }
  std::ranges::sort(returns, {}, &Return::ref);
  std::vector<EventRef> starts;
  for (const auto& [had, ref] : returns) {
    if (starts.empty() || had >= starts.back()) starts.push_back(ref);
  }
  return starts;
}

}  // namespace sojourn
