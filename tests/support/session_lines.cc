#include "tests/support/session_lines.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "correlator/correlate.h"
#include "tests/simulation/truth.h"
#include "tests/support/split_hosts.h"

namespace sojourn::simulation {
namespace {

std::string text(const std::optional<Timestamp>& time) { return time ? format_time(*time) : "…"; }

// One session as text: what an analyst reads of it, then what the database keeps beside.
struct Account {
  std::string start, kind, outcome, user, source, start_reason, granted, end, end_reason, flags;
  std::string host_name, logon, previous_start;

  std::string line() const {
    return start + " " + kind + " " + outcome + " " + user + " from [" + source + "/" + host_name +
           "] " + start_reason + ", granted " + granted + ", until " + end + " " + end_reason +
           " [" + flags + "] " + logon + ", after " + previous_start;
  }
};

std::string logon_text(unsigned logon_type, std::uint64_t logon_id, std::string_view sid,
                       unsigned failure_code, const std::optional<std::uint32_t>& session) {
  char numbers[96];
  std::snprintf(numbers, sizeof numbers, "type %u id 0x%llx code 0x%x session %d ", logon_type,
                static_cast<unsigned long long>(logon_id), failure_code,
                session ? static_cast<int>(*session) : -1);
  return numbers + std::string(sid);
}

// Whether the clock was set between start and end is no question while there is no end.
template <typename AnySession>
std::string flags_of(const AnySession& session) {
  const auto step = static_cast<std::uint16_t>(Flag::clock_step);
  return flag_words(
      static_cast<std::uint16_t>(session.end ? session.flags : session.flags & ~step));
}

std::string line(const TrueSession& session, const std::vector<TrueSession>& all) {
  return Account{
      .start = format_time(session.start),
      .kind = std::string(session.kind),
      .outcome = std::string(session.outcome),
      .user = session.user_domain + "\\" + session.user_name,
      .source = session.src_ip,
      .start_reason = std::string(session.start_reason),
      .granted = text(session.granted),
      .end = text(session.end),
      .end_reason = std::string(session.end_reason) + (session.end_exact ? " exactly" : ""),
      .flags = flags_of(session),
      .host_name = session.src_host,
      .logon = logon_text(session.logon_type, session.logon_id, session.user_sid,
                          session.failure_code, session.windows_session_number),
      .previous_start =
          session.previous == kNoSession ? "none" : format_time(all[session.previous].start)}
      .line();
}

std::string line(const Session& session, const Correlation& all, const Strings& strings) {
  const auto own = [&](Text known) { return std::string(strings[known]); };
  std::optional<std::uint32_t> number;
  if (session.windows_session != kNone) number = session.windows_session;
  if (session.local_session != kNone)
    number = row_of(all.local_sessions, session.local_session).number;
  const bool typed = session.logon_type != kNoLogonType;
  const bool failed = session.failure_code != kNoNumber;
  return Account{
      .start = text(session.start),
      .kind = std::string(name_of(session.kind)),
      .outcome = std::string(name_of(session.outcome)),
      .user = own(session.who.domain) + "\\" + own(session.who.user),
      .source = own(session.from.address),
      .start_reason = std::string(name_of(session.start_reason)),
      .granted = text(session.granted),
      .end = text(session.end),
      .end_reason =
          std::string(name_of(session.end_reason)) + (session.end_exact ? " exactly" : ""),
      .flags = flags_of(session),
      .host_name = own(session.from.client),
      .logon = logon_text(typed ? session.logon_type : 0U, session.logon_id, own(session.who.sid),
                          failed ? session.failure_code : 0U, number),
      .previous_start =
          session.previous == kNone ? "none" : text(row_of(all.sessions, session.previous).start)}
      .line();
}

}  // namespace

std::vector<std::string> true_sessions(const Host& host) {
  std::vector<std::string> lines;
  for (const TrueSession& session : host.truth()) lines.push_back(line(session, host.truth()));
  std::ranges::sort(lines);
  return lines;
}

std::vector<std::string> users_sessions(std::vector<Event> events, Strings& strings) {
  std::vector<std::string> lines;
  for (auto& machine : split_hosts(std::move(events), strings)) {
    const Correlation correlation = correlate(std::move(machine.events), strings);
    for (const Session& session : correlation.sessions) {
      if (session.who.account_class == AccountClass::user)
        lines.push_back(line(session, correlation, strings));
    }
  }
  std::ranges::sort(lines);
  return lines;
}

std::string differences(const std::vector<std::string>& expected,
                        const std::vector<std::string>& found) {
  std::vector<std::string> missing, invented, report;
  std::ranges::set_difference(expected, found, std::back_inserter(missing));
  std::ranges::set_difference(found, expected, std::back_inserter(invented));
  for (const std::string& session : missing) report.push_back(session + "   <- expected\n");
  for (const std::string& session : invented) report.push_back(session + "   <- found\n");
  std::ranges::sort(report);
  std::string result;
  for (const std::string& session : report) result += session;
  return result;
}

}  // namespace sojourn::simulation
