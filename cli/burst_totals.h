// What the attempts of one burst come to, as far as a filter shows them.
#pragma once

#include <cstdint>
#include <string>

#include "cli/session_filter.h"
#include "engine/case/case_reader.h"

namespace sojourn {

struct BurstTotals {
  std::uint64_t attempts = 0;
  std::uint64_t accounts = 0;  // distinct ones that they tried
  std::string last_time;       // as the case stores it
};

// Asks the case anew for each burst, so that nothing is held for those to come.
class BurstsOfCase {
 public:
  // REQUIRES: `reader` outlives this.
  BurstsOfCase(const SessionFilter& filter, const CaseReader& reader);

  BurstTotals operator()(std::int64_t burst_id) const;

 private:
  const CaseReader& reader_;
  BoundQuery query_;
};

}  // namespace sojourn
