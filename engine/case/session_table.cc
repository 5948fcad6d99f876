#include "engine/case/session_table.h"

#include <array>
#include <cassert>
#include <chrono>
#include <cstdio>

#include "engine/case/column_value.h"
#include "engine/case/failure.h"
#include "schema/rules.h"

namespace sojourn {
namespace {

// Across a change of the clock the difference of two times says nothing.
std::optional<double> duration(const Session& session) {
  const bool stepped = session.has(Flag::clock_step);
  if (!session.start || !session.end || stepped || *session.end < *session.start) {
    return std::nullopt;
  }
  return std::chrono::duration<double>(*session.end - *session.start).count();
}

std::optional<std::int64_t> session_number(const Session& session) {
  const bool known = session.windows_session != kNoNumber;
  return known ? std::optional<std::int64_t>{session.windows_session} : std::nullopt;
}

std::string status_text(std::uint32_t status) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "0x%08x", status);
  return text.data();
}

}  // namespace

SessionTable::SessionTable(const Database& database, AccountTable& accounts)
    : accounts_(accounts),
      insert_(database, insert_into("session", 40)),
      insert_event_(database, insert_into("session_event", 4)),
      insert_logon_(database, insert_into("session_logon", 2)) {}

void SessionTable::write(const HostIds& ids, const Correlation& found, const Strings& strings,
                         const std::vector<std::uint64_t>& hashes) {
  assert(hashes.size() == found.sessions.size());
  std::int64_t session_id = ids.last_session;
  for (std::size_t i = 0; i < found.sessions.size(); ++i) {
    const Session& session = found.sessions[i];
    write_session(++session_id, uids_.next(hashes[i], found, session, strings), ids, session,
                  strings);
    for (const Citation& citation : session.evidence) {
      insert_event_.run(session_id, ids.last_event + citation.event + 1, name_of(citation.role),
                        name_of(citation.rule));
    }
    for (const LogonSessionId logon : session.logons) {
      insert_logon_.run(session_id, row_id(ids.last_logon_session, logon));
    }
  }
}

void SessionTable::write_session(std::int64_t session_id, std::string_view uid, const HostIds& ids,
                                 const Session& session, const Strings& strings) {
  const bool failed = session.failure_code != kNoNumber;
  insert_.run(
      session_id, uid, ids.host, row_id(ids.last_boot, session.boot),
      accounts_.id_of(session.who, session.start ? session.start : session.end),
      strings[session.who.user], strings[session.who.domain], strings[session.who.sid],
      name_of(session.who.account_class), name_of(session.kind), name_of(session.outcome),
      time_text(session.start), name_of(session.start_reason), time_text(session.granted),
      time_text(session.end), name_of(session.end_reason), session.end_exact, duration(session),
      session.active_s, strings[session.from.address], strings[session.from.client],
      name_of(session.from.scope), session.from.inferred, logon_type_number(session.logon_type),
      logon_id_text(session.logon_id), strings[session.package], session.elevated,
      failed ? status_text(session.failure_code) : std::string{},
      failed ? failure_reason(session.failure_code) : std::string{}, session.failures_before,
      row_id(ids.last_local_session, session.local_session), session_number(session),
      row_id(ids.last_session, session.previous), row_id(ids.last_session, session.asked_by),
      strings[session.asking_process], row_id(ids.last_burst, session.burst), session.confidence,
      flag_words(session.flags), row_id(ids.last_clock_epoch, session.start_epoch),
      row_id(ids.last_clock_epoch, session.end_epoch));
}

}  // namespace sojourn
