// How much a session tells: what has a note or a tag, then guessing that succeeded and what came
// from outside before everyday work, failures last.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "cli/known_sources.h"
#include "cli/named_row.h"
#include "cli/report/report_contents.h"

namespace sojourn {

class SessionRank {
 public:
  // Of v_session, what a rank is made of.
  static const std::vector<std::string>& read();

  // REQUIRES: `known` outlives this.
  SessionRank(const ReportContents& contents, const KnownSources& known);
  int of(const NamedRow& session) const;

 private:
  const KnownSources& known_;
  std::unordered_set<std::int64_t> followed_guessing_, noted_;
  std::unordered_map<std::string, int> oddities_;  // of a source, the most that any account has
};

struct TellingSessions {
  std::vector<std::int64_t> ids;  // the most telling first, of equals the earliest
  std::uint64_t left = 0;         // how many more there are
};

// Holds no more than `most` of them at a time.
TellingSessions telling_sessions(const ListRequest& request, const SessionRank& rank,
                                 std::size_t most);

}  // namespace sojourn
