// Sessions as lines of a table for a person: what matters most in eight columns.
//
// The attempts of one burst are one line, where the first of them stands, for guessing easily fills
// ten thousand. The other formats and the database have each of them.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "cli/named_row.h"
#include "cli/rows.h"
#include "cli/zone.h"

namespace sojourn {

class BriefSessions {
 public:
  static const std::vector<std::string>& columns();

  // Both must outlive this. Of the lines the first `limit` are shown, whatever they stand for.
  BriefSessions(Rows& rows, const Zone& zone, std::optional<std::uint32_t> limit = {})
      : rows_(rows), zone_(zone), limit_(limit) {}

  void add(const NamedRow& session);
  void finish();

 private:
  std::string brief_time(const std::string& stored) const;
  std::vector<Cell> line_of(const NamedRow& session) const;

  // A line that may still grow: later attempts of its burst may come behind other sessions.
  struct Line {
    std::vector<Cell> cells;
    std::optional<std::int64_t> burst;
    std::uint64_t attempts = 1;
    std::set<std::string> accounts;
  };

  Rows& rows_;
  const Zone& zone_;
  const std::optional<std::uint32_t> limit_;
  std::vector<Line> lines_;
  std::unordered_map<std::int64_t, std::size_t> line_of_burst_;
};

}  // namespace sojourn
