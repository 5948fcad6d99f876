#include "engine/case/host_rows.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

#include "correlator/findings/unmatched.h"
#include "engine/case/range_table.h"
#include "engine/hex.h"
#include "engine/sha256.h"
#include "schema/ascii.h"
#include "schema/catalog.h"
#include "schema/failure.h"
#include "schema/rules.h"
#include "schema/time.h"

namespace sojourn {
namespace {

std::string time_text(const std::optional<Timestamp>& time) {
  return time ? format_time(*time) : std::string{};
}

std::string logon_id_text(std::uint64_t logon_id) {
  return logon_id == 0 ? std::string{} : hex_text(logon_id);
}

std::optional<std::int64_t> logon_type(std::uint8_t type) {
  return type == kNoLogonType ? std::optional<std::int64_t>{} : type;
}

// The id of row `index` of this host; nothing for kNone.
std::optional<std::int64_t> id(std::int64_t last, std::uint32_t index) {
  return index == kNone ? std::optional<std::int64_t>{} : last + index + 1;
}

std::string_view name_of(Boot::Stop stop) {
  switch (stop) {
    case Boot::Stop::shutdown:
      return "shutdown";
    case Boot::Stop::crash:
      return "crash";
    case Boot::Stop::running:
      return "running";
  }
  return {};
}

// Across a change of the clock the difference of two times says nothing.
std::optional<double> duration(const Session& session) {
  const bool stepped = (session.flags & static_cast<std::uint16_t>(Flag::clock_step)) != 0;
  if (!session.start || !session.end || stepped || *session.end < *session.start) {
    return std::nullopt;
  }
  return std::chrono::duration<double>(*session.end - *session.start).count();
}

std::string status_text(std::uint32_t status) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "0x%08x", status);
  return text.data();
}

// The record that stands for a session: the one that gave the desktop or access, which any
// collection that shows the session has, before those around it, which more evidence may add.
EventRef standing_record(const Session& session) {
  constexpr std::array kBeginnings = {Role::desktop,        Role::logon, Role::attempt,
                                      Role::authentication, Role::start, Role::end};
  constexpr std::array kEndings = {Role::end, Role::end_echo};
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

}  // namespace

HostRows::HostRows(const Database& database, const Strings& strings)
    : database_(database), strings_(strings), accounts_(strings), events_(database, strings) {}

void HostRows::write(const Host& host, const Correlation& found,
                     const std::function<std::int64_t(std::uint32_t)>& evidence_id_of) {
  ++host_id_;
  write_host(host);
  write_boots(found);
  write_ranges(database_, host_id_, host.ranges, strings_, evidence_id_of);
  write_clock_epochs(found);
  write_events(found, evidence_id_of);
  write_logon_sessions(found);
  write_local_sessions(found);
  write_bursts(found);
  write_sessions(found);
  const auto add = [](std::int64_t& last, const auto& rows) {
    last += static_cast<std::int64_t>(rows.size());
  };
  add(last_.boot, found.boots);
  add(last_.clock_epoch, found.clock_epochs);
  add(last_.event, found.events);
  add(last_.logon_session, found.logon_sessions);
  add(last_.local_session, found.local_sessions);
  add(last_.session, found.sessions);
  add(last_.burst, found.bursts);
}

void HostRows::finish() {
  accounts_.write(database_);
  Statement insert(database_, insert_into("rule", 2));
  for (std::size_t i = 0; i < kRules; ++i) {
    const auto rule = static_cast<Rule>(i);
    insert.run(name_of(rule), meaning_of(rule));
  }
}

void HostRows::write_host(const Host& host) {
  std::string name(host.name == Text::none ? "unnamed" : text(host.name));
  // Two machines of one name must not look like one; no computer's name has a blank in it.
  const std::string alone = name;
  int& namesakes = hosts_of_name_[ascii_lower(name)];
  while (++namesakes > 1) {
    name = alone + " (" + std::to_string(namesakes) + ")";
    // Somebody may have forged just that name.
    if (hosts_of_name_.try_emplace(ascii_lower(name), 1).second) break;
  }
  Statement(database_, insert_into("host", 2)).run(host_id_, name);
  Statement insert(database_, insert_into("host_name", 4));
  std::vector<Text> names;
  for (const HostName& known : host.names) {
    if (known.name == Text::none) continue;
    insert.run(host_id_, text(known.name), format_time(known.first), format_time(known.last));
    names.push_back(known.name);
  }
  accounts_.begin_host(names);
}

void HostRows::write_boots(const Correlation& found) {
  Statement insert(database_, insert_into("boot", 5));
  std::int64_t boot_id = last_.boot;
  for (const Boot& boot : found.boots) {
    insert.run(++boot_id, host_id_, time_text(boot.start), time_text(boot.stop),
               name_of(boot.stop_kind));
  }
  Statement insert_coverage(database_, insert_into("coverage", 11));
  for (const Coverage& stretch : found.coverage) {
    const std::string_view channel = text(stretch.channel);
    insert_coverage.run(host_id_, channel.empty() ? std::string_view("unnamed") : channel,
                        format_time(stretch.first), format_time(stretch.last),
                        format_time(stretch.begins), format_time(stretch.ends),
                        stretch.first_record, stretch.last_record, stretch.events, stretch.ended_by,
                        stretch.missing);
  }
}

void HostRows::write_clock_epochs(const Correlation& found) {
  Statement insert(database_, insert_into("clock_epoch", 6));
  std::int64_t clock_epoch_id = last_.clock_epoch;
  for (std::size_t i = 0; i < found.clock_epochs.size(); ++i) {
    const ClockEpoch& epoch = found.clock_epochs[i];
    const std::size_t end = i + 1 < found.clock_epochs.size()
                                ? found.clock_epochs[i + 1].first_event
                                : found.events.size();
    const std::span<const Event> records{found.events.data() + epoch.first_event,
                                         found.events.data() + end};
    const auto [first, last] = std::ranges::minmax(records, {}, &Event::time);
    std::optional<double> step_s;
    if (epoch.step_event != kNone) step_s = std::chrono::duration<double>(epoch.step).count();
    insert.run(++clock_epoch_id, host_id_, format_time(first.time), format_time(last.time), step_s,
               id(last_.event, epoch.step_event));
  }
}

void HostRows::write_events(const Correlation& found,
                            const std::function<std::int64_t(std::uint32_t)>& evidence_id_of) {
  for (EventRef i = 0; i < found.events.size(); ++i) {
    events_.write(last_.event + i + 1, host_id_, last_.boot + found.boot_of(i) + 1,
                  evidence_id_of(found.events[i].file), found.events[i],
                  found.used[i] ? std::string_view{} : reason_unmatched(found.events[i]));
  }
}

void HostRows::write_logon_sessions(const Correlation& found) {
  Statement insert(database_, insert_into("logon_session", 23));
  std::int64_t logon_session_id = last_.logon_session;
  for (const LogonSession& logon : found.logon_sessions) {
    insert.run(++logon_session_id, host_id_, last_.boot + logon.boot + 1, hex_text(logon.logon_id),
               std::to_string(logon.logon_id), logon_id_text(logon.linked_logon_id),
               accounts_.id_of(logon.who), text(logon.who.user), text(logon.who.domain),
               text(logon.who.sid), name_of(logon.who.account_class), name_of(logon.role),
               logon_type(logon.logon_type), text(logon.package), text(logon.logon_process),
               logon.elevated, text(logon.from.address), text(logon.from.client),
               time_text(found.time(logon.start_event)), time_text(found.time(logon.end_event)),
               name_of(logon.end_reason), id(last_.event, logon.start_event),
               id(last_.event, logon.end_event));
  }
}

void HostRows::write_local_sessions(const Correlation& found) {
  Statement insert(database_, insert_into("local_session", 16));
  std::int64_t local_session_id = last_.local_session;
  for (const LocalSession& local : found.local_sessions) {
    insert.run(++local_session_id, host_id_, last_.boot + local.boot + 1, local.number,
               local.ordinal, accounts_.id_of(local.who), text(local.who.user),
               text(local.who.domain), text(local.who.sid), logon_id_text(local.logon_id),
               time_text(local.start), name_of(local.start_reason), time_text(local.end),
               name_of(local.end_reason), id(last_.event, local.start_event),
               id(last_.event, local.end_event));
  }
}

void HostRows::write_bursts(const Correlation& found) {
  Statement insert(database_, insert_into("burst", 11));
  std::int64_t burst_id = last_.burst;
  for (const Burst& burst : found.bursts) {
    insert.run(++burst_id, host_id_, text(burst.from.address), text(burst.from.client),
               name_of(burst.from.scope), text(burst.who.user), burst.attempts, burst.accounts,
               format_time(burst.first), format_time(burst.last),
               id(last_.session, burst.followed_by));
  }
}

void HostRows::write_sessions(const Correlation& found) {
  Statement insert(database_, insert_into("session", 35));
  Statement insert_event(database_, insert_into("session_event", 4));
  Statement insert_logon(database_, insert_into("session_logon", 2));
  std::int64_t session_id = last_.session;
  for (const Session& session : found.sessions) {
    const bool failed = session.failure_code != kNoNumber;
    insert.run(
        ++session_id, uid(found, session), host_id_, last_.boot + session.boot + 1,
        accounts_.id_of(session.who), text(session.who.user), text(session.who.domain),
        text(session.who.sid), name_of(session.who.account_class), name_of(session.kind),
        name_of(session.outcome), time_text(session.start), name_of(session.start_reason),
        time_text(session.granted), time_text(session.end), name_of(session.end_reason),
        session.end_exact, duration(session), session.active_s, text(session.from.address),
        text(session.from.client), name_of(session.from.scope), session.from.inferred,
        logon_type(session.logon_type), logon_id_text(session.logon_id), text(session.package),
        session.elevated, failed ? status_text(session.failure_code) : std::string{},
        failed ? failure_reason(session.failure_code) : std::string{}, session.failures_before,
        id(last_.local_session, session.local_session), id(last_.session, session.previous),
        id(last_.burst, session.burst), session.confidence, flag_words(session.flags));
    for (const Citation& citation : session.evidence) {
      insert_event.run(session_id, last_.event + citation.event + 1, name_of(citation.role),
                       name_of(citation.rule));
    }
    for (const std::uint32_t logon : session.logons) {
      insert_logon.run(session_id, last_.logon_session + logon + 1);
    }
  }
}

std::string HostRows::uid(const Correlation& found, const Session& session) {
  const Event& record = found.events[standing_record(session)];
  const EventSpec& spec = spec_of(record.kind);
  const std::string name = std::string(text(record.computer)) + '\n' +
                           std::string(text(record.channel)) + '\n' + std::string(spec.provider) +
                           '\n' + std::to_string(spec.event_id) + '\n' +
                           std::to_string(record.record) + '\n' + format_time(record.time);
  const auto uid_of = [](const std::string& text) {
    Sha256 sha256;
    sha256.add(text);
    return sha256.hex().substr(0, 16);
  };
  std::string first = uid_of(name);
  const auto [known, is_new] = sessions_of_uid_.try_emplace(first, 1);
  if (is_new) return first;
  // Seldom do two sessions stand on one record; they are told apart by their order.
  for (int& which = known->second;;) {
    std::string next = uid_of(name + '\n' + std::to_string(which++));
    if (sessions_of_uid_.try_emplace(next, 1).second) return next;
  }
}

}  // namespace sojourn
