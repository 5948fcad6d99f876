// Where failures came from, as well as their records tell.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "correlator/records/host_log.h"
#include "schema/session.h"

namespace sojourn {

// The best that a session tells of where it came from: its address, else what the client calls
// itself, else that it came by VMBus, else who on this machine asked by which program, else only
// the account.
struct FailureSource {
  enum class Kind : std::uint8_t { address, client, vmbus, program, account };
  Kind kind = Kind::account;
  Text text = Text::none;     // comparable; of a program its caller
  Text process = Text::none;  // of a program alone

  // Whether it says from where, so that other accounts of this source are the same somebody's.
  bool is_remote() const { return kind < Kind::program; }
  auto operator<=>(const FailureSource&) const = default;
};
struct FailureSourceHash {
  std::size_t operator()(const FailureSource& source) const {
    constexpr std::size_t spread = 0x9E37'79B9'7F4A'7C15;
    const auto number = [](Text text) { return static_cast<std::size_t>(text); };
    return (number(source.text) * spread + number(source.process)) * spread +
           static_cast<std::size_t>(source.kind);
  }
};

// A source is an address with the client names that came from it, and only from it: a name that
// came from several (every tool of one kind may call itself alike) stays a source of its own.
class FailureSources {
 public:
  // Both must outlive this.
  FailureSources(const std::vector<Session>& sessions, HostLog& log);

  FailureSource of(const Session& session) const;
  // The same of a record that tells of no session; none where it tells of nothing but the account.
  std::optional<FailureSource> of(const Origin& from) const;
  // What else may have come from there: the names that this address has in common with others.
  std::span<const FailureSource> others_of(const FailureSource& source) const;
  // The record that names the caller and the process of a session that came from nowhere else;
  // kNone where none does.
  EventRef asked_by(const Session& session) const;

 private:
  HostLog& log_;
  std::unordered_map<Text, Text> address_of_;  // by client; Text::none: of several
  std::unordered_map<Text, std::vector<FailureSource>> shared_names_of_;  // by address
};

// When the session's first record was written, on the clock that was never set back.
Timestamp monotonic_start(const Session& session, const HostLog& log);

// By which the sessions are in order.
inline EventRef first_record(const Session& session) { return session.evidence.front().event; }

// Somebody proved to be who they say.
bool is_success(const Session& session);

}  // namespace sojourn
