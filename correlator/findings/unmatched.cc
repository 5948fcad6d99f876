#include "correlator/findings/unmatched.h"

#include "schema/catalog.h"

namespace sojourn {

std::vector<bool> used_records(const std::vector<Session>& sessions,
                               const std::vector<LogonSession>& logon_sessions,
                               const std::vector<LocalSession>& local_sessions,
                               std::size_t records) {
  std::vector<bool> used(records);
  for (const Session& session : sessions) {
    for (const Citation& cited : session.evidence) used[cited.event] = true;
  }
  const auto add_bounds = [&](const auto& all) {
    for (const auto& row : all) {
      if (row.start_event != kNone) used[row.start_event] = true;
      if (row.end_event != kNone) used[row.end_event] = true;
    }
  };
  add_bounds(logon_sessions);
  add_bounds(local_sessions);
  return used;
}

std::string_view reason_unmatched(const Event& event) {
  const std::string_view reason = spec_of(event.kind).unmatched_reason;
  return reason == kNoAccessSession && event.logon_id == 0 ? "names no LogonId" : reason;
}

}  // namespace sojourn
