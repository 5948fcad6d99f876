#include "correlator/windows/open_connections.h"

#include <algorithm>
#include <cassert>

#include "correlator/records/nearest.h"

namespace sojourn {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

// 131 to 4625: 94 to 123 ms; a slow client may take longer.
constexpr Ticks kOpenToFailure = seconds{10};
constexpr Ticks kNear = hours{1};

bool is_of_rdp_core(EventKind kind) {
  using enum EventKind;
  return kind == connection_from || kind == connection_created || kind == connection_assigned ||
         kind == connection_established || kind == transport_closed || kind == connection_closed ||
         kind == security_layer_failed || kind == credentials_refused;
}

// When its desktop was left, where the log of connections does not tell its end.
EventRef end_of_desktop(const HostLog& log, const Connection& connection) {
  const auto left = std::ranges::find_if(connection.session_records, [&](EventRef ref) {
    const EventKind kind = log[ref].kind;
    return kind == EventKind::session_disconnected || kind == EventKind::session_logoff;
  });
  return left == connection.session_records.end() ? kNone : *left;
}

}  // namespace

EventRef RecordRuns::end_of_first() const {
  const auto next = std::ranges::upper_bound(run_, 0U);
  return refs_[static_cast<std::size_t>(next - run_.begin()) - 1];
}

void RecordRuns::add(const HostLog& log, EventRef ref) {
  const bool goes_on = !refs_.empty() && log.follows_without_loss(refs_.back(), ref);
  run_.push_back(run_.empty() ? 0 : run_.back() + (goes_on ? 0 : 1));
  refs_.push_back(ref);
}

bool RecordRuns::are_whole(const HostLog& log, EventRef ref, Ticks before) const {
  const auto after = std::ranges::lower_bound(refs_, ref);
  const auto since = std::ranges::partition_point(
      refs_, [&](EventRef other) { return other < ref && log.between(other, ref) >= before; });
  if (after == refs_.end() || since == refs_.begin()) return false;
  return run_[static_cast<std::size_t>(after - refs_.begin())] ==
         run_[static_cast<std::size_t>(since - refs_.begin()) - 1];
}

OpenConnections::OpenConnections(const HostLog& log, const Connections& connections,
                                 const Claims& claims)
    : log_(log), connections_(connections), claims_(claims) {
  const auto knocks = log.of(EventKind::listener_connected);
  const Text manager = knocks.empty() ? Text::none : log[knocks.front()].channel;
  for (EventRef ref = 0; ref < log.size(); ++ref) {
    if (is_of_rdp_core(log[ref].kind)) core_.add(log, ref);
    if (log[ref].channel == manager) manager_.add(log, ref);
  }
  for (const ConnectionId i : connections.ids()) {
    const Connection& connection = connections[i];
    if (connection.opened != kNone && !connection.vmbus) {
      openings_.push_back({connection.opened, i});
      // kNone is beyond every record.
      EventRef end = std::min(connection.closed, accepted(connection));
      if (was_over_before_core(connection)) end = std::min(end, core_.first());
      if (end != kNone) ends_.emplace_back(end, openings_.back());
    }
    if (connection.vmbus && !connection.records.empty())
      vmbus_.push_back({connection.records.front(), i});
    const EventRef headless = headless_record(connection);
    if (headless != kNone)
      headless_.push_back(
          {log_.monotonic(headless), std::min(connection.closed, accepted(connection))});
  }
  std::ranges::sort(openings_);
  std::ranges::sort(ends_);
  std::ranges::stable_sort(headless_, {}, &Headless::first);
  std::ranges::sort(vmbus_);
}

// Where its 1149 is lost: when it got a session, credentials that the network checks were accepted.
EventRef OpenConnections::assigned(const Connection& connection) const {
  const auto got = std::ranges::find_if(connection.records, [&](EventRef ref) {
    return log_[ref].kind == EventKind::connection_assigned;
  });
  return got == connection.records.end() ? kNone : *got;
}

EventRef OpenConnections::accepted(const Connection& connection) const {
  return std::min(connection.authenticated, assigned(connection));
}

// Whether RdpCoreTS's log, which begins later, says nothing of the connection: it was over by then,
// for credentials that fail on it would have closed it there.
bool OpenConnections::was_over_before_core(const Connection& connection) const {
  if (core_.empty() || connection.opened >= core_.first()) return false;
  return log_.between(connection.opened, core_.end_of_first()) > kOpenToFailure &&
         std::ranges::none_of(connection.records,
                              [&](EventRef ref) { return is_of_rdp_core(log_[ref].kind); });
}

// The first record of a connection whose 131 is lost; kNone for others.
EventRef OpenConnections::headless_record(const Connection& connection) const {
  EventRef first = kNone;
  if (connection.vmbus) return kNone;
  for (const EventRef ref : connection.records) {
    if (log_[ref].kind == EventKind::connection_from) return kNone;
    if (first == kNone && is_of_rdp_core(log_[ref].kind)) first = ref;
  }
  return first;
}

// Whether all that RdpCoreTS's log has lost stood before its first record, and it would tell the
// end of what was open then and failed at `ref`.
bool OpenConnections::tells_what_was_open(EventRef ref) const {
  if (core_.empty() || core_.first() > ref) return false;
  const EventRef last = std::min(core_.end_of_first(), log_.boot_end(log_.boot(ref)) - 1);
  return last > ref && log_.between(ref, last) >= kOpenToFailure;
}

// Observed on every log that rolled over while somebody was guessing: it begins with the end of a
// connection whose 131 is gone. What is lost there was open before, and says nothing of later.
// RemoteConnectionManager's 261 tells of each connection, too: where its log is whole, those that
// RdpCoreTS lost are known, if not their addresses. Where the log tells what was open when it
// began, what fails later fails on none of that which was over by then.
bool OpenConnections::has_holes_near(EventRef ref) const {
  if (core_.are_whole(log_, ref, kOpenToFailure) || manager_.are_whole(log_, ref, kOpenToFailure))
    return false;
  auto near =
      std::ranges::lower_bound(headless_, log_.monotonic(ref) - kNear, {}, &Headless::first);
  const bool told = tells_what_was_open(ref);
  for (std::size_t looked = 0; near != headless_.end(); ++near) {
    if (near->first > log_.monotonic(ref) + kNear) return false;
    if (!told || near->over >= ref || ++looked > kMostNear) return true;
  }
  return false;
}

bool OpenConnections::is_too_old(const Opening& opening, EventRef ref) const {
  return log_.boot(opening.ref) != log_.boot(ref) ||
         log_.between(opening.ref, ref) > kOpenToFailure;
}

void OpenConnections::go_on_to(EventRef ref) {
  assert(ref >= now_);
  now_ = ref;
  for (; next_opening_ < openings_.size() && openings_[next_opening_].ref < ref; ++next_opening_)
    add(openings_[next_opening_]);
  for (; next_end_ < ends_.size() && ends_[next_end_].first < ref; ++next_end_)
    remove(ends_[next_end_].second);
  while (!open_.empty() && is_too_old(*open_.begin(), ref)) remove(*open_.begin());
}

ConnectionId OpenConnections::by_vmbus(EventRef ref) const {
  auto later = std::ranges::upper_bound(vmbus_, Opening{ref, kNone});
  std::size_t looked = 0;
  while (later != vmbus_.begin() && ++looked <= kMostNear) {
    const auto [opened, index] = *--later;
    const Connection& connection = connections_[index];
    if (connection.boot != log_.boot(ref)) return kNone;
    if (std::min(connection.closed, end_of_desktop(log_, connection)) > ref) return index;
  }
  return kNone;
}

void OpenConnections::add(const Opening& opening) {
  const Connection& connection = connections_[opening.connection];
  const bool is_over = std::min(connection.closed, connection.authenticated) < opening.ref;
  if (is_over) return;
  open_.insert(opening);
  if (connection.activity == Text::none) of_listener_.insert(opening);
  if (connection.closed == kNone) ++without_close_;
  ++by_address_[connection.address.text];
}

void OpenConnections::remove(const Opening& opening) {
  const auto [ref, index] = opening;
  if (open_.erase({ref, index}) == 0) return;
  const Connection& connection = connections_[index];
  of_listener_.erase({ref, index});
  if (connection.closed == kNone) --without_close_;
  const auto at_address = by_address_.find(connection.address.text);
  if (--at_address->second == 0) by_address_.erase(at_address);
}

ConnectionId OpenConnections::latest_of_listener() {
  while (!of_listener_.empty()) {
    const auto last = std::prev(of_listener_.end());
    const auto [opened, index] = *last;
    if (!claims_.has(index) && !claims_.has(opened)) return index;
    of_listener_.erase(last);  // what has a session keeps it
  }
  return kNone;
}

}  // namespace sojourn
