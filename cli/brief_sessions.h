// Sessions as lines of a table for a person: what matters most in eight columns.
//
// The attempts of one burst are one line, where the first of them stands, for guessing easily fills
// ten thousand. The other formats and the database have each of them. A line is written when its
// first row is met: of what was written only the numbers of the bursts are kept.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "cli/burst_totals.h"
#include "cli/named_row.h"
#include "cli/rows.h"
#include "cli/zone.h"

namespace sojourn {

class BriefSessions {
 public:
  // Of v_session, what a line is made of.
  static const std::vector<std::string>& read();
  static const std::vector<std::string>& columns();

  // What a burst comes to, asked once where its line is written.
  using Totals = std::function<BurstTotals(std::int64_t burst_id)>;

  // `rows` and `zone` must outlive this. Of the lines the first `limit` are shown, whatever they
  // stand for.
  BriefSessions(Rows& rows, const Zone& zone, Totals totals,
                std::optional<std::uint32_t> limit = {})
      : rows_(rows), zone_(zone), totals_(std::move(totals)), limit_(limit) {}

  // False when this and all behind it are beyond the limit.
  bool add(const NamedRow& session);

 private:
  std::string brief_time(const std::string& stored) const;
  std::vector<Cell> line_of(const NamedRow& session) const;

  Rows& rows_;
  const Zone& zone_;
  const Totals totals_;
  const std::optional<std::uint32_t> limit_;
  std::uint64_t lines_ = 0;
  std::unordered_set<std::int64_t> bursts_;
};

}  // namespace sojourn
