// The RDP connections a host received, whether or not they led to a session.
//
// From Windows 8.1 and Server 2012 R2 on every record of one TCP connection carries the same
// ActivityID (measured: 346 of 346 pairs of RdpCoreTS 131 and RCM 261, and all 1149, 66, 98, 102,
// 103 and LSM records). Windows 7 writes none: there an 1149 is joined to the nearest 261 of the
// minute before it, and before the check of its credentials, that no failure answered.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "correlator/records/host_log.h"
#include "correlator/windows/claims.h"
#include "schema/rules.h"
#include "schema/session.h"

namespace sojourn {

struct Connection {
  BootId boot;
  Text activity = Text::none;      // Text::none on Windows 7
  EventRef opened = kNone;         // the first of its 131, 261, 1158
  EventRef authenticated = kNone;  // 1149
  EventRef closed = kNone;         // the first of its 102, 103
  bool replaced = false;           // another took its session, as its 103 says
  bool refused = false;            // on Windows 7: a 4625 followed, so that the 1149 is another's
  bool vmbus = false;              // Hyper-V's listener, not the network
  Address address;                 // of 131, 1149, 1158 or 140, the first that has one
  std::vector<EventRef>
      records;  // all but LSM's, in order; empty where only LSM names the ActivityID
  std::vector<EventRef> session_records;  // LSM's 21 to 25, 36 to 42 with this ActivityID
  EventRef last_logon = kNone;            // of those the last 21

  // By what its records belong together.
  Rule rule() const { return activity == Text::none ? Rule::listener : Rule::activity_id; }
};

// 102 and 103.
inline bool closes_connection(EventKind kind) {
  return kind == EventKind::transport_closed || kind == EventKind::connection_closed;
}

// Whether it is one of LocalSessionManager's records of a desktop. Only their ActivityID names the
// connection that shows it: Winlogon's and the profile service's bear a random one on Windows 7.
bool is_session_record(EventKind kind);

// That a connection was opened, and which.
struct Opening {
  EventRef ref = kNone;
  ConnectionId connection;
  auto operator<=>(const Opening&) const = default;
};

class Connections {
 public:
  explicit Connections(const HostLog& log);

  const std::vector<Connection>& all() const { return all_; }
  const Connection& operator[](ConnectionId id) const { return row_of(all_, id); }
  auto ids() const { return IdRange<Connection>(all_.size()); }

  // The connection that brought the LSM record `ref` (21, 25, 41, …), or kNone: by ActivityID, or
  // on Windows 7 the latest authenticated one of the same user and address in the ten minutes
  // before that no session has.
  ConnectionId of_session_event(const HostLog& log, const Claims& claims, EventRef ref) const;

  // The openings of the connections from this address up to `ref`, in order.
  std::span<const Opening> openings_from(Text address, EventRef ref) const;

  // The 131s from this address, in order.
  std::span<const EventRef> arrivals_from(Text address) const {
    return find(arrivals_, key(address));
  }

  // Failures of type 10 from this address, in order: at the logon screen of one of its connections.
  std::span<const EventRef> failures_at_screen(Text address) const {
    return find(screen_failures_, key(address));
  }

  // The connection that brought the type 10 logon of the 4624 `logon`: the one its user
  // authenticated on in the minute before, from its address, and that no session has. kNone when no
  // 1149 tells.
  ConnectionId of_logon(const HostLog& log, const Claims& claims, EventRef logon) const;

  // The connection that the RCM or RdpCoreTS record `ref` belongs to, or kNone.
  ConnectionId of_record(EventRef ref) const;

 private:
  using Index = std::unordered_map<std::uint64_t, std::vector<EventRef>>;
  static std::uint64_t key(Text text) { return static_cast<std::uint32_t>(text); }
  static std::uint64_t key(Text text, Text other) { return key(text) << 32 | key(other); }
  static std::uint64_t key(ConnectionId connection, std::uint32_t session) {
    return std::uint64_t{connection.place()} << 32 | session;
  }
  static std::span<const EventRef> find(const Index& index, std::uint64_t key);

  // The 1149s that can be of the user and address of the 4624 `logon`, each list in order: those
  // from its address, and those without one; where it has none itself, all of the user.
  std::vector<std::span<const EventRef>> authentications_of(const HostLog& log,
                                                            EventRef logon) const;
  bool comes_after(const HostLog& log, EventRef ref, ConnectionId index) const;
  ConnectionId named(const HostLog& log, EventRef ref);
  void add(const HostLog& log, EventRef ref);
  void refuse(const HostLog& log, EventRef failure);
  void add_session_record(const HostLog& log, EventRef ref);
  ConnectionId without_activity(const HostLog& log, EventRef ref);
  static EventRef check_of(const HostLog& log, EventRef ref);
  ConnectionId nearest_waiting(const HostLog& log, EventRef ref) const;
  void index_by_address();

  std::vector<Connection> all_;
  std::unordered_map<Text, ConnectionId> by_activity_;
  std::unordered_map<EventRef, ConnectionId> by_record_;
  std::vector<ConnectionId> without_activity_;  // Windows 7's, in order
  std::unordered_map<Text, std::vector<Opening>> by_address_;
  std::unordered_map<Text, std::vector<ConnectionId>>
      authenticated_by_address_;  // Windows 7's, in order
  Index arrivals_;                // 131s by address
  Index screen_failures_;         // by address
  Index authentications_;         // 1149s by user and address, and by user
  Index reconnects_;              // 25s by connection and SessionID
};

}  // namespace sojourn
