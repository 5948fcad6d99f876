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
  ranges_ = ranges_of_channels(ranges);
  coverage_ = find_coverage(ordered_.events, clock_epochs_, strings, ranges_);

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
  learn_own_addresses();
  find_spans();
}

// A kind that never happened is told of where other kinds show that its log is there.
void HostLog::find_spans() {
  const auto of_channel = find_log_spans(ordered_.events, ranges_);
  std::unordered_map<std::string_view, const std::vector<LogSpan>*> logs;
  for (std::size_t kind = 0; kind < kEventKinds; ++kind) {
    if (by_kind_[kind].empty()) continue;
    const auto found = of_channel.find((*this)[by_kind_[kind].front()].channel);
    if (found != of_channel.end()) logs[log_of(static_cast<EventKind>(kind))] = &found->second;
  }
  spans_.resize(kEventKinds);
  for (std::size_t kind = 0; kind < kEventKinds; ++kind) {
    const auto known = logs.find(log_of(static_cast<EventKind>(kind)));
    if (known != logs.end()) spans_[kind] = *known->second;
  }
  lsm_begins_ = ById<Boot, EventRef>(boots_.size(), kNone);
  for (std::size_t kind = 0; kind < kEventKinds; ++kind) {
    if (log_of(static_cast<EventKind>(kind)) != log_of(EventKind::lsm_started)) continue;
    for (const EventRef ref : by_kind_[kind]) {
      EventRef& begin = lsm_begins_[boot(ref)];
      begin = std::min(begin, ref);
    }
  }
}

void HostLog::learn_own_addresses() {
  for (const EventRef ref : of(EventKind::logon)) {
    const std::string_view user = strings_[(*this)[ref].user];
    if (!user.ends_with('$') || address(ref).text == Text::none) continue;
    if (accounts_.names_host(strings_.intern(user.substr(0, user.size() - 1))))
      own_addresses_.insert(address(ref).text);
  }
}

std::span<const EventRef> HostLog::find(const Index& index, Text key) {
  const auto found = index.find(key);
  return found == index.end() ? std::span<const EventRef>{}
                              : std::span<const EventRef>{found->second};
}

std::span<const EventRef> HostLog::logons_of(const Identity& who, LogonPurpose purpose) const {
  const bool desktop = purpose == LogonPurpose::desktop;
  // Who is known by SID is whoever has it: Entra ID's people have a mail address in Security and
  // another name in LocalSessionManager.
  if (desktop && who.sid != Text::none) {
    const auto of_sid = find(desktop_logons_by_sid_, who.sid);
    if (!of_sid.empty() || who.user == Text::none) return of_sid;
  }
  if (who.user != Text::none) {
    return find(desktop ? desktop_logons_by_name_ : access_logons_by_name_,
                accounts_.name_key(who.user));
  }
  return of(EventKind::logon);
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

bool HostLog::follows_without_loss(EventRef a, EventRef b) const {
  const Event &before = (*this)[a], &after = (*this)[b];
  const auto known = ranges_.find(before.channel);
  if (known == ranges_.end()) return after.record == before.record + 1;
  const LogRanges& ranges = known->second;
  const std::size_t range = ranges.find(before);
  return range < ranges.size() && range == ranges.find(after) && ranges[range].missing == 0;
}

bool HostLog::is_told_from(const LogSpan& span, EventRef at, Ticks before) const {
  const EventRef begin = boot_begin(boot(at));
  if (span.first < begin) return true;
  return (*this)[span.first].kind == EventKind::lsm_started ||
         monotonic(span.first) <= monotonic(at) - before;
}

bool HostLog::covers(EventKind kind, EventRef at, const Around& around) const {
  const std::vector<LogSpan>& spans = spans_[static_cast<std::size_t>(kind)];
  const auto later = std::ranges::upper_bound(spans, at, {}, &LogSpan::first);
  if (later == spans.begin()) return false;
  const LogSpan& span = *std::prev(later);
  if (!is_told_from(span, at, around.before)) return false;
  const bool until = span.last >= boot_end(boot(at)) ||
                     (span.last >= at && monotonic(span.last) >= monotonic(at) + around.after);
  return until && (log_of(kind) != log_of(EventKind::lsm_started) || lsm_begins_[boot(at)] <= at);
}

}  // namespace sojourn
