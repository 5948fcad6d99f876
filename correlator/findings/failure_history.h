// Where failures came from, and how many of them a success had before it.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "correlator/records/host_log.h"
#include "schema/session.h"

namespace sojourn {

// The best that a session tells of where it came from: its address, else what the client calls
// itself, else only the account.
struct FailureSource {
  enum class Kind : std::uint8_t { address, client, account } kind = Kind::account;
  Text text = Text::none;

  bool is_account() const { return kind == Kind::account; }
  auto operator<=>(const FailureSource&) const = default;
};
struct FailureSourceHash {
  std::size_t operator()(const FailureSource& source) const {
    return std::hash<std::uint64_t>{}(std::uint64_t{static_cast<std::uint32_t>(source.text)} << 2 |
                                      static_cast<std::uint64_t>(source.kind));
  }
};
FailureSource source_of(const Session& session, const Accounts& accounts);

// When the session's first record was written, on the clock that was never set back.
Timestamp monotonic_start(const Session& session, const HostLog& log);

// By which the sessions are in order.
inline EventRef first_record(const Session& session) { return session.evidence.front().event; }

// Somebody proved to be who they say.
bool is_success(const Session& session);

// Sets `failures_before` of each success: the failures by the same account or from the same source
// in the 60 minutes before it and after the last success of that account from that source.
// REQUIRES: `sessions` are in the order of their first records.
void count_failures_before(std::vector<Session>& sessions, const HostLog& log);

}  // namespace sojourn
