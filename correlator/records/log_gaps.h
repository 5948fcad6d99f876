// Where the logs that matter to a session lack records.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "schema/session.h"
#include "schema/strings.h"
#include "schema/time.h"

namespace sojourn {

class LogGaps {
 public:
  LogGaps(const std::vector<Coverage>& coverage, const Strings& strings);

  // Whether a log that could hold a record of the session lacks some between the two times.
  bool any_within(const Session& session, Timestamp from, Timestamp to) const;

 private:
  // The missing records were written after the one time and before the other.
  struct Gap {
    Timestamp after, before;
    Timestamp latest;  // `before` of this and all earlier gaps of its log
  };

  static bool any_in(const std::vector<Gap>& gaps, Timestamp first, Timestamp last);

  std::map<std::string_view, std::vector<Gap>> gaps_;  // by channel, in order of time
};

}  // namespace sojourn
