#include "correlator/findings/failure_source.h"

#include <algorithm>

#include "schema/extra_fields.h"

namespace sojourn {

FailureSources::FailureSources(const std::vector<Session>& sessions, HostLog& log) : log_(log) {
  const auto has_both = [](const Session& session) {
    return session.from.address != Text::none && session.from.client != Text::none;
  };
  for (const Session& session : sessions) {
    if (!has_both(session)) continue;
    const auto [known, is_new] =
        address_of_.try_emplace(log.accounts().name_key(session.from.client), session.from.address);
    if (!is_new && known->second != session.from.address) known->second = Text::none;
  }
  for (const Session& session : sessions) {
    if (!has_both(session)) continue;
    const Text client = log.accounts().name_key(session.from.client);
    if (address_of_.at(client) != Text::none) continue;
    std::vector<FailureSource>& names = shared_names_of_[session.from.address];
    const FailureSource name{FailureSource::Kind::client, client, Text::none};
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
}

std::optional<FailureSource> FailureSources::of(const Origin& from) const {
  using enum FailureSource::Kind;
  if (from.address != Text::none) return FailureSource{address, from.address, Text::none};
  if (from.client != Text::none) {
    const Text name = log_.accounts().name_key(from.client);
    const auto known = address_of_.find(name);
    if (known != address_of_.end() && known->second != Text::none)
      return FailureSource{address, known->second, Text::none};
    return FailureSource{client, name, Text::none};
  }
  if (from.scope == SourceScope::vmbus) return FailureSource{vmbus, Text::none, Text::none};
  return std::nullopt;
}

FailureSource FailureSources::of(const Session& session) const {
  using enum FailureSource::Kind;
  if (const auto source = of(session.from)) return *source;
  const EventRef asked = asked_by(session);
  if (asked == kNone) return {account, log_.accounts().account_key(session.who), Text::none};
  const Event& event = log_[asked];
  const std::string_view caller = extra_field(log_.strings()[event.extra], {"SubjectUserName"});
  return {program, log_.accounts().name_key(log_.strings().intern(caller)), event.process};
}

std::span<const FailureSource> FailureSources::others_of(const FailureSource& source) const {
  if (source.kind != FailureSource::Kind::address) return {};
  const auto known = shared_names_of_.find(source.text);
  return known == shared_names_of_.end() ? std::span<const FailureSource>{}
                                         : std::span<const FailureSource>{known->second};
}

EventRef FailureSources::asked_by(const Session& session) const {
  for (const Citation& cited : session.evidence) {
    const Event& event = log_[cited.event];
    const bool is_logon = event.kind == EventKind::logon || event.kind == EventKind::logon_failed;
    if (is_logon && event.process != Text::none) return cited.event;
  }
  return kNone;
}

Timestamp monotonic_start(const Session& session, const HostLog& log) {
  return log.monotonic(first_record(session));
}

bool is_success(const Session& session) {
  return session.outcome != Outcome::failure && session.outcome != Outcome::unknown &&
         session.start.has_value();
}

}  // namespace sojourn
