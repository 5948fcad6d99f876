// Where the logs that matter to a session lack records.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "schema/session.h"
#include "schema/strings.h"

namespace sojourn {

class LogGaps {
 public:
  LogGaps(const std::vector<Coverage>& coverage, const Strings& strings);

  // Whether a log that could hold a record of the session lacks some between the two moments.
  bool any_within(const Session& session, Moment from, Moment to) const;

 private:
  // The missing records were written after the one and before the other.
  struct Gap {
    Moment after, before;
    Moment latest;  // `before` of this and all earlier gaps of its log
  };

  static bool any_in(const std::vector<Gap>& gaps, Moment first, Moment last);

  std::map<std::string_view, std::vector<Gap>> gaps_;  // by channel, in order
};

}  // namespace sojourn
