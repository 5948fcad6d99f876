// Sessions as lines of a table for a person: what matters most in nine columns.
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

  // What a burst comes to, asked once where its line is written. Without it each attempt has a
  // line.
  using Totals = std::function<BurstTotals(std::int64_t burst_id)>;

  // `zone` must outlive this. Narrow lines leave out what most can be done without: domains,
  // seconds, and the end, which the duration gives.
  BriefSessions(const Zone& zone, Totals totals, bool narrow)
      : zone_(zone), totals_(std::move(totals)), narrow_(narrow) {}

  std::vector<std::string> titles() const;
  // Nothing for a later attempt of a burst.
  std::optional<std::vector<Cell>> line(const NamedRow& session);

 private:
  const Zone& zone_;
  const Totals totals_;
  const bool narrow_;
  std::unordered_set<std::int64_t> bursts_;
};

}  // namespace sojourn
