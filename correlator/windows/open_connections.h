// The connections on which credentials may be failing right now: opened a moment ago, neither
// closed nor authenticated.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "correlator/records/host_log.h"
#include "correlator/windows/connections.h"

namespace sojourn {

// The records of one channel, and which of them follow one another without a loss.
class RecordRuns {
 public:
  bool empty() const { return refs_.empty(); }
  EventRef first() const { return refs_.front(); }
  EventRef end_of_first() const;
  // REQUIRES: called with rising `ref`.
  void add(const HostLog& log, EventRef ref);
  // Whether none is missing from `before` the moment of `ref` until after it.
  bool are_whole(const HostLog& log, EventRef ref, Ticks before) const;

 private:
  std::vector<EventRef> refs_;
  std::vector<std::uint32_t> run_;  // of each of them: one without loss
};

class OpenConnections {
 public:
  // All must outlive this.
  OpenConnections(const HostLog& log, const Connections& connections, const Claims& claims);

  // To the moment of `ref`. REQUIRES: called with rising `ref`.
  void go_on_to(EventRef ref);

  bool empty() const { return open_.empty(); }
  std::size_t size() const { return open_.size(); }
  const Connection& first() const { return connections_[first_index()]; }
  ConnectionId first_index() const { return open_.begin()->connection; }
  // Whether the log tells of each to the end.
  bool all_close() const { return without_close_ == 0; }
  bool share_address() const { return by_address_.size() == 1; }

  // Of Windows 7's, which no ActivityID names, the last whose records no session has; kNone without
  // one.
  ConnectionId latest_of_listener();

  // Whether other connections may have been open at `ref` than the log tells of: RdpCoreTS's has
  // lost records, and not surely at some other time.
  bool has_holes_near(EventRef ref) const;

  // Of Hyper-V's, which have no address and show their logon screen for as long as nobody signs in,
  // one that is open at `ref`: the last; kNone without one.
  ConnectionId by_vmbus(EventRef ref) const;

 private:
  EventRef assigned(const Connection& connection) const;
  EventRef accepted(const Connection& connection) const;
  bool was_over_before_core(const Connection& connection) const;
  EventRef headless_record(const Connection& connection) const;
  bool tells_what_was_open(EventRef ref) const;
  bool is_too_old(const Opening& opening, EventRef ref) const;
  void add(const Opening& opening);
  void remove(const Opening& opening);

  const HostLog& log_;
  const Connections& connections_;
  const Claims& claims_;
  std::vector<Opening> openings_;  // of all, in order
  std::vector<std::pair<EventRef, Opening>> ends_;
  EventRef now_ = 0;
  std::size_t next_opening_ = 0, next_end_ = 0;
  struct Headless {
    Timestamp first;  // of its records, monotonic
    EventRef over;    // closed, or its credentials accepted; kNone where no record says so
  };
  std::vector<Headless> headless_;  // as their first records
  RecordRuns core_, manager_;       // records of RdpCoreTS and of RemoteConnectionManager
  std::vector<Opening> vmbus_;      // in order

  std::set<Opening> open_, of_listener_;
  std::map<Text, std::size_t> by_address_;  // how many are open
  std::size_t without_close_ = 0;
};

}  // namespace sojourn
