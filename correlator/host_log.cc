#include "correlator/host_log.h"

#include <algorithm>
#include <tuple>

#include "correlator/boots.h"
#include "correlator/coverage.h"
#include "correlator/order.h"
#include "schema/catalog.h"

namespace sojourn {
namespace {

// Which kinds share a log: those of one provider, but for the one that writes to Admin.
std::string_view log_of(EventKind kind) {
  return kind == EventKind::connection_accepted ? "RemoteConnectionManager/Admin"
                                                : spec_of(kind).provider;
}

}  // namespace

HostLog::HostLog(std::vector<Event> events, Strings& strings)
    : strings_(strings), accounts_(strings), addresses_(strings), by_kind_(kEventKinds) {
  OrderedEvents ordered = order_events(std::move(events), strings);
  events_ = std::move(ordered.events);
  steady_ = std::move(ordered.steady);
  duplicates_ = ordered.duplicates;
  used_.resize(events_.size());

  BootSplit split = split_boots(events_, steady_);
  boots_ = std::move(split.boots);
  boot_of_ = std::move(split.boot_of);
  boot_end_.assign(boots_.size(), 0);
  coverage_ = find_coverage(events_, strings);

  first_of_channel_.assign(kEventKinds, Timestamp::max());
  for (EventRef ref = 0; ref < size(); ++ref) {
    const Event& event = events_[ref];
    boot_end_[boot_of_[ref]] = ref + 1;
    by_kind_[static_cast<std::size_t>(event.kind)].push_back(ref);
    accounts_.add_host_name(event.computer);
    if (event.kind == EventKind::logon) {
      logons_by_name_[accounts_.name_key(event.user)].push_back(ref);
      accounts_.add_name(event.sid, event.user);
    }
    if (event.kind == EventKind::explicit_credentials) {
      credentials_by_name_[accounts_.name_key(event.user)].push_back(ref);
    }
    if (event.logon_id != 0) by_logon_id_.push_back(ref);
  }
  std::ranges::stable_sort(by_logon_id_, [&](EventRef a, EventRef b) {
    return std::tuple{boot_of_[a], events_[a].logon_id} <
           std::tuple{boot_of_[b], events_[b].logon_id};
  });
  // A channel's first record of any kind starts its coverage for all its kinds.
  std::unordered_map<Text, Timestamp> first;
  for (EventRef ref = size(); ref-- > 0;) first[events_[ref].channel] = steady_[ref];
  // A kind that never happened is covered where other kinds show that its log is there.
  std::unordered_map<std::string_view, Timestamp> first_of_log;
  for (std::size_t kind = 0; kind < kEventKinds; ++kind) {
    if (by_kind_[kind].empty()) continue;
    first_of_log[log_of(static_cast<EventKind>(kind))] =
        first[events_[by_kind_[kind].front()].channel];
  }
  for (std::size_t kind = 0; kind < kEventKinds; ++kind) {
    const auto known = first_of_log.find(log_of(static_cast<EventKind>(kind)));
    if (known != first_of_log.end()) first_of_channel_[kind] = known->second;
  }
}

std::span<const EventRef> HostLog::find(const Index& index, Text key) {
  const auto found = index.find(key);
  return found == index.end() ? std::span<const EventRef>{}
                              : std::span<const EventRef>{found->second};
}

std::span<const EventRef> HostLog::within(std::span<const EventRef> refs, EventRef at, Ticks from,
                                          Ticks to) const {
  const Timestamp earliest = steady_[at] + from, latest = steady_[at] + to;
  const std::uint32_t in_boot = boot_of_[at];
  const auto first = std::ranges::partition_point(refs, [&](EventRef ref) {
    return boot_of_[ref] < in_boot || (boot_of_[ref] == in_boot && steady_[ref] < earliest);
  });
  const auto last = std::partition_point(first, refs.end(), [&](EventRef ref) {
    return boot_of_[ref] == in_boot && steady_[ref] <= latest;
  });
  return {first, last};
}

std::span<const EventRef> HostLog::with_logon_id(std::uint32_t in_boot,
                                                 std::uint64_t logon_id) const {
  const auto key = std::tuple{in_boot, logon_id};
  const auto key_of = [&](EventRef ref) {
    return std::tuple{boot_of_[ref], events_[ref].logon_id};
  };
  return {std::ranges::lower_bound(by_logon_id_, key, {}, key_of),
          std::ranges::upper_bound(by_logon_id_, key, {}, key_of)};
}

EventRef HostLog::fence(std::uint32_t boot, EventRef since) const {
  const EventRef stop = boots_[boot].stop_event;
  return stop == kNone || since == kNone || since <= stop ? stop : boot_end_[boot] - 1;
}

bool HostLog::covers(EventKind kind, EventRef at) const {
  return first_of_channel_[static_cast<std::size_t>(kind)] <= steady_[at];
}

}  // namespace sojourn
