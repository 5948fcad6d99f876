#include "engine/case/session_uid.h"

#include <algorithm>
#include <array>
#include <optional>

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

std::string uid_of(const std::string& text) {
  Sha256 sha256;
  sha256.add(text);
  return sha256.hex().substr(0, 16);
}

}  // namespace

std::string SessionUids::next(const Correlation& found, const Session& session) {
  const Event& record = found.events[standing_record(session)];
  const EventSpec& spec = spec_of(record.kind);
  const std::string name =
      std::string(strings_[record.computer]) + '\n' + std::string(strings_[record.channel]) + '\n' +
      std::string(spec.provider) + '\n' + std::to_string(spec.event_id) + '\n' +
      std::to_string(record.record) + '\n' + format_time(cut_to_six_digits(record.time));
  std::string first = uid_of(name);
  const auto [known, is_new] = sessions_of_uid_.try_emplace(first, 1);
  if (is_new) return first;
  // Seldom do two sessions stand on one record; they are told apart by their order.
  for (int& which = known->second;;) {
    std::string other = uid_of(name + '\n' + std::to_string(which++));
    if (sessions_of_uid_.try_emplace(other, 1).second) return other;
  }
}

}  // namespace sojourn
