// Whose session a row of another tool's timeline fell in.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cli/activity_columns.h"
#include "cli/stays.h"
#include "engine/case/case_reader.h"

namespace sojourn {

// How a row was matched, the surest first.
enum class MatchedBy : std::uint8_t { logon_id, sid, session_number, time, nothing };
// "logon_id"; "" for nothing.
std::string_view name_of(MatchedBy matched_by);

struct Candidate {
  const Stay* stay;
  Presence presence;
};

struct Match {
  MatchedBy by = MatchedBy::nothing;
  std::vector<Candidate> candidates;  // the likeliest first
};

class Attribution {
 public:
  // Both must outlive it.
  Attribution(const CaseReader& reader, const Stays& stays) : reader_(reader), stays_(stays) {}

  // A LogonId names its session, whoever else was on. Else those whose time it was: of the SID and
  // the Windows session number that the row names, where any session is known to have them. What
  // Windows' own accounts do is nobody's.
  // REQUIRES: clues.time has a span.
  Match match(const std::vector<std::int64_t>& hosts, const ActivityClues& clues);

  // The hosts that go by the name, with or without their domain, now or formerly.
  const std::vector<std::int64_t>& hosts_named(const std::string& name);

 private:
  const std::vector<std::int64_t>& sessions_of(std::int64_t host_id, const std::string& logon_id);
  std::vector<Candidate> of_logon(std::int64_t host_id, const std::vector<const Stay*>& stays,
                                  const ActivityClues& clues);

  const CaseReader& reader_;
  const Stays& stays_;
  std::map<std::pair<std::int64_t, std::string>, std::vector<std::int64_t>>
      sessions_;  // by LogonId
  std::unordered_map<std::string, std::vector<std::int64_t>> hosts_;
};

}  // namespace sojourn
