// Sessions as lines of a table for a person: what matters most in eight columns.
//
// Attempts of one burst that follow each other are one line, for guessing easily fills ten
// thousand. The other formats and the database have each of them.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/named_row.h"
#include "cli/rows.h"
#include "cli/zone.h"

namespace sojourn {

class BriefSessions {
 public:
  static const std::vector<std::string>& columns();

  // Both must outlive this.
  BriefSessions(Rows& rows, const Zone& zone) : rows_(rows), zone_(zone) {}

  void add(const NamedRow& session);
  void finish();

 private:
  std::string brief_time(const std::string& stored) const;
  std::vector<Cell> line_of(const NamedRow& session) const;

  Rows& rows_;
  const Zone& zone_;
  // The line of attempts that may still grow.
  std::vector<Cell> line_;
  std::optional<std::int64_t> burst_;
  std::uint64_t attempts_ = 0;
  std::set<std::string> accounts_;
};

}  // namespace sojourn
