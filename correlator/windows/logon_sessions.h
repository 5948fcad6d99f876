// The Windows logon sessions of a host, one per (boot, LogonId): the exact part of the story.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "correlator/records/host_log.h"
#include "schema/session.h"

namespace sojourn {

class LogonSessions {
 public:
  // Reads 4624, 4634, 4647 and what else names a LogonId; an id whose 4624 the log does not hold
  // gets a session with an unknown start.
  explicit LogonSessions(const HostLog& log);

  const std::vector<LogonSession>& all() const { return all_; }
  auto ids() const { return IdRange<LogonSession>(all_.size()); }
  const LogonSession& operator[](LogonSessionId index) const { return row_of(all_, index); }
  // What other logs tell of it: see Claims, add_ssh_sources().
  void set_role(LogonSessionId index, LogonRole role) { row_of(all_, index).role = role; }
  void set_source(LogonSessionId index, const Origin& from) { row_of(all_, index).from = from; }
  std::vector<LogonSession> take() { return std::move(all_); }

  // kNone when the boot has no session of this id.
  LogonSessionId find(BootId boot, std::uint64_t logon_id) const;
  // All records that name the session, in order.
  std::span<const EventRef> records(LogonSessionId index) const {
    const EventRef* const all = records_.data();
    return {all + first_record_[index.place()], all + first_record_[index.place() + 1]};
  }
  // The session a record names or begins.
  LogonSessionId of(EventRef ref) const { return session_of_[ref]; }
  // The other half of a split token, or kNone.
  LogonSessionId linked(LogonSessionId index) const;
  // Of a split pair the half whose token is limited: the one the shell runs with, and that 4647,
  // 4778 and 4800 name. Else the session itself.
  LogonSessionId shell_half(LogonSessionId index) const;

 private:
  // Puts the first record of a session for now where its number belongs.
  void find_first_records(const HostLog& log);
  void find_sessions(const HostLog& log);
  void collect_records();
  void begin(const HostLog& log, EventRef ref);
  void end(const HostLog& log, EventRef ref);
  EventRef other_half(const HostLog& log, EventRef half) const;
  LogonSessionId lost_half(const HostLog& log, EventRef half) const;
  void link_adjacent_halves(const HostLog& log);
  void link_back();
  void close_at_boot_ends(const HostLog& log);
  std::pair<BootId, std::uint64_t> key_of(LogonSessionId id) const {
    return {(*this)[id].boot, (*this)[id].logon_id};
  }

  std::vector<LogonSession> all_;            // in the order of their first records
  std::vector<LogonSessionId> session_of_;   // by event
  std::vector<EventRef> records_;            // by session
  std::vector<std::uint32_t> first_record_;  // by session, and one behind: where its records_ begin
  std::vector<LogonSessionId> by_id_;        // the sessions by boot and LogonId
};

// Over RDP: type 10, or 12 with cached credentials.
inline bool is_remote_type(std::uint8_t logon_type) { return logon_type == 10 || logon_type == 12; }
// What a 4624 was for, as its own fields tell.
LogonRole role_of(const Event& logon, const Strings& strings);

}  // namespace sojourn
