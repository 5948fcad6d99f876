#include "tests/properties/metamorphic.h"

#include <algorithm>
#include <optional>
#include <sstream>

#include "schema/rules.h"
#include "tests/simulation/events_of.h"
#include "tests/simulation/scenario.h"
#include "tests/support/seeds.h"

namespace sojourn::simulation {
namespace {

void check_seed(std::uint64_t seed, const Check& check) {
  for (const Host& host : random_scenario(seed).hosts) {
    Strings strings;
    std::vector<Event> events = events_of(host, strings);
    Records records{"seed " + std::to_string(seed), std::move(events), strings, Dice(seed)};
    check(records);
  }
}

std::string text(const std::optional<Timestamp>& time) { return time ? format_time(*time) : "…"; }

}  // namespace

void for_each_host(const std::vector<std::uint64_t>& failed, const Check& check) {
  for (const std::uint64_t seed : testing::seeds(60, 500, failed)) check_seed(seed, check);
}

void for_each_host(const Check& check) { for_each_host({}, check); }

std::string in_short(const Session& session, const Strings& strings) {
  std::ostringstream out;
  out << name_of(session.kind) << ' ' << name_of(session.outcome) << ' '
      << strings[session.who.domain] << '\\' << strings[session.who.user] << ' '
      << text(session.start) << ' ' << name_of(session.start_reason) << ", granted "
      << text(session.granted) << ", until " << text(session.end) << ' '
      << name_of(session.end_reason) << (session.end_exact ? " exactly" : "");
  return out.str();
}

std::string in_full(const Session& session, const Correlation& all, const Strings& strings) {
  std::ostringstream out;
  out << in_short(session, strings) << " sid " << strings[session.who.sid] << " from ["
      << strings[session.from.address] << '/' << strings[session.from.client] << ' '
      << name_of(session.from.scope) << (session.from.inferred ? " inferred" : "") << "] type "
      << static_cast<int>(session.logon_type) << " id " << session.logon_id << ' '
      << strings[session.package] << (session.elevated ? " elevated" : "") << " code "
      << session.failure_code << " failures " << session.failures_before << " active "
      << session.active_s.value_or(-1) << " confidence " << session.confidence << " ["
      << flag_words(session.flags) << ']';
  for (const LogonSessionId logon : session.logons)
    out << " logon " << row_of(all.logon_sessions, logon).logon_id;
  if (session.local_session != kNone) {
    const LocalSession& local = row_of(all.local_sessions, session.local_session);
    out << " session " << local.number << '.' << local.ordinal;
  }
  for (const Citation& cited : session.evidence) {
    const Event& event = all.events[cited.event];
    out << "\n    " << format_time(event.time) << " kind " << static_cast<int>(event.kind) << ' '
        << name_of(cited.role) << ' ' << name_of(cited.rule);
  }
  return out.str();
}

bool is_desktop_access(const Session& session) {
  return session.outcome == Outcome::success && session.who.account_class == AccountClass::user &&
         (session.kind == SessionKind::local || session.kind == SessionKind::remote);
}

std::string lines(const Correlation& all, const Wanted& wanted, const Line& line) {
  std::vector<std::string> found;
  for (const Session& session : all.sessions) {
    if (wanted(session)) found.push_back(line(session));
  }
  std::ranges::sort(found);
  std::string text;
  for (const std::string& one : found) text += one + '\n';
  return text;
}

void insert_after(std::vector<Event>& events, std::uint64_t after, Event event) {
  for (Event& other : events) {
    if (other.channel == event.channel && other.record > after) ++other.record;
  }
  event.record = after + 1;
  events.push_back(event);
}

}  // namespace sojourn::simulation
