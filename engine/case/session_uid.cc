#include "engine/case/session_uid.h"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/hex.h"
#include "engine/sha256.h"
#include "schema/catalog.h"
#include "schema/time.h"

namespace sojourn {
namespace {

// The record that stands for a session: the one that gave the desktop or access, which any
// collection that shows the session has, before those around it, which more evidence may add.
EventRef standing_record(const Session& session) {
  constexpr std::array kBeginnings = {Role::desktop,        Role::logon, Role::attempt,
                                      Role::authentication, Role::start, Role::end};
  constexpr std::array kEndings = {Role::end, Role::corroborates_end};
  const auto first_of = [&](const auto& roles) -> std::optional<EventRef> {
    for (const Role role : roles) {
      const auto citation = std::ranges::find(session.evidence, role, &Citation::role);
      if (citation != session.evidence.end()) return citation->event;
    }
    return std::nullopt;
  };
  const auto record = session.start ? first_of(kBeginnings) : first_of(kEndings);
  return record.value_or(session.evidence.front().event);
}

std::uint64_t hash_of(const std::string& text) {
  Sha256 sha256;
  sha256.add(text);
  return sha256.beginning();
}

std::string record_of(const Correlation& found, const Session& session, const Strings& strings) {
  const Event& record = found.events[standing_record(session)];
  const EventSpec& spec = spec_of(record.kind);
  return std::string(strings[record.computer]) + '\n' + std::string(strings[record.channel]) +
         '\n' + std::string(spec.provider) + '\n' + std::to_string(spec.event_id) + '\n' +
         std::to_string(record.record) + '\n' + format_time(cut_to_six_digits(record.time));
}

}  // namespace

std::vector<std::uint64_t> hashes_of_sessions(const Correlation& found, const Strings& strings) {
  std::vector<std::uint64_t> hashes;
  hashes.reserve(found.sessions.size());
  for (const Session& session : found.sessions)
    hashes.push_back(hash_of(record_of(found, session, strings)));
  return hashes;
}

std::string SessionUids::next(std::uint64_t hash, const Correlation& found, const Session& session,
                              const Strings& strings) {
  if (given_.insert(hash).second) return hex_digits(hash);
  // Seldom do two sessions stand on one record; they are told apart by their order.
  const std::string record = record_of(found, session, strings);
  for (int& which = sessions_of_record_.try_emplace(hash, 1).first->second;;) {
    const std::uint64_t other = hash_of(record + '\n' + std::to_string(which++));
    if (given_.insert(other).second) return hex_digits(other);
  }
}

}  // namespace sojourn
