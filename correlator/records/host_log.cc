#include "correlator/records/host_log.h"

#include <algorithm>
#include <tuple>

#include "correlator/records/boots.h"
#include "correlator/records/coverage.h"
#include "correlator/records/order.h"
#include "schema/catalog.h"

namespace sojourn {
namespace {

// Which kinds share a log: those of one provider, but for the one that writes to Admin.
std::string_view log_of(EventKind kind) {
  return kind == EventKind::connection_accepted ? "RemoteConnectionManager/Admin"
                                                : spec_of(kind).provider;
}

LogonPurpose purpose_of(std::uint8_t logon_type) {
  const bool desktop = logon_type == 2 || logon_type == 7 || (logon_type >= 10 && logon_type <= 13);
  return desktop ? LogonPurpose::desktop : LogonPurpose::access;
}

}  // namespace

HostLog::HostLog(std::vector<Event> events, Strings& strings,
                 const std::vector<RecordRange>& ranges)
    : strings_(strings), accounts_(strings), addresses_(strings), by_kind_(kEventKinds) {
  ordered_ = order_events(std::move(events), strings);
  clock_epochs_ = find_clock_epochs(ordered_.events, ordered_.clock, strings);
  boots_ = split_boots(ordered_);
  coverage_ = find_coverage(ordered_.events, strings, ranges);

  std::vector<std::size_t> count(kEventKinds, 0);
  for (const Event& event : ordered_.events) ++count[static_cast<std::size_t>(event.kind)];
  for (std::size_t kind = 0; kind < kEventKinds; ++kind) by_kind_[kind].reserve(count[kind]);
  for (EventRef ref = 0; ref < size(); ++ref) {
    const Event& event = (*this)[ref];
    by_kind_[static_cast<std::size_t>(event.kind)].push_back(ref);
    accounts_.add_host_name(event.computer);
    accounts_.add(event);
    if (event.kind == EventKind::logon) {
      const bool desktop = purpose_of(event.logon_type) == LogonPurpose::desktop;
      Index& by_name = desktop ? desktop_logons_by_name_ : access_logons_by_name_;
      by_name[accounts_.name_key(event.user)].push_back(ref);
      if (desktop) desktop_logons_by_sid_[event.sid].push_back(ref);
      accounts_.add_name(event.sid, event.user);
    }
    if (event.kind == EventKind::explicit_credentials) {
      credentials_by_name_[accounts_.name_key(event.user)].push_back(ref);
    }
  }
  first_of_channel_.assign(kEventKinds, Timestamp::max());
  last_of_channel_.assign(kEventKinds, Timestamp::min());
  // A channel's first record of any kind starts its coverage for all its kinds.
  struct Span {
    Timestamp first, last;
  };
  std::unordered_map<Text, Span> channels;
  for (EventRef ref = 0; ref < size(); ++ref) {
    const auto [channel, is_new] =
        channels.try_emplace((*this)[ref].channel, Span{monotonic(ref), monotonic(ref)});
    channel->second.last = monotonic(ref);
  }
  // A kind that never happened is covered where other kinds show that its log is there.
  std::unordered_map<std::string_view, Span> logs;
  for (std::size_t kind = 0; kind < kEventKinds; ++kind) {
    if (by_kind_[kind].empty()) continue;
    logs[log_of(static_cast<EventKind>(kind))] = channels[(*this)[by_kind_[kind].front()].channel];
  }
  for (std::size_t kind = 0; kind < kEventKinds; ++kind) {
    const auto known = logs.find(log_of(static_cast<EventKind>(kind)));
    if (known == logs.end()) continue;
    first_of_channel_[kind] = known->second.first;
    last_of_channel_[kind] = known->second.last;
  }
}

std::span<const EventRef> HostLog::find(const Index& index, Text key) {
  const auto found = index.find(key);
  return found == index.end() ? std::span<const EventRef>{}
                              : std::span<const EventRef>{found->second};
}

std::span<const EventRef> HostLog::logons_of(const Identity& who, LogonPurpose purpose) const {
  const bool desktop = purpose == LogonPurpose::desktop;
  if (who.user != Text::none) {
    return find(desktop ? desktop_logons_by_name_ : access_logons_by_name_,
                accounts_.name_key(who.user));
  }
  // A record of Winlogon has only a SID.
  return desktop ? find(desktop_logons_by_sid_, who.sid) : of(EventKind::logon);
}

std::span<const EventRef> HostLog::within(std::span<const EventRef> refs, EventRef at, Ticks from,
                                          Ticks to) const {
  const Timestamp earliest = monotonic(at) + from, latest = monotonic(at) + to;
  const EventRef begin = boot_begin(boot(at)), end = boot_end(boot(at));
  const auto first = std::ranges::partition_point(
      refs, [&](EventRef ref) { return ref < begin || (ref < end && monotonic(ref) < earliest); });
  const auto last = std::partition_point(
      first, refs.end(), [&](EventRef ref) { return ref < end && monotonic(ref) <= latest; });
  return {first, last};
}

// A program of this host that asks for a logon (Winlogon's logon screen, the OpenSSH server, IIS)
// leaves the host's own name as the workstation. From the network, with an address, it is a
// client's that may well be this host.
Text HostLog::client(EventRef ref) const {
  const Event& event = (*this)[ref];
  const bool asked_here = event.logon_type != 3 || address(ref).text == Text::none;
  return asked_here && accounts_.names_host(event.client) ? Text::none : event.client;
}

EndReason HostLog::end_reason(BootId boot) const {
  switch (row_of(boots_, boot).stop_kind) {
    case Boot::Stop::shutdown:
      return EndReason::shutdown;
    case Boot::Stop::crash:
      return EndReason::crash;
    case Boot::Stop::running:
      break;
  }
  return EndReason::open;
}

EventRef HostLog::end_bound(BootId boot, EventRef since) const {
  const EventRef stop = row_of(boots_, boot).stop_event;
  return stop == kNone || since == kNone || since <= stop ? stop : boot_end(boot) - 1;
}

bool HostLog::covers(EventKind kind, EventRef at) const {
  return first_of_channel_[static_cast<std::size_t>(kind)] <= monotonic(at);
}

bool HostLog::surrounds(EventKind kind, EventRef at) const {
  return covers(kind, at) && monotonic(at) <= last_of_channel_[static_cast<std::size_t>(kind)];
}

}  // namespace sojourn
