// Where the logs that matter to a session lack records.
#pragma once

#include <array>
#include <cstdint>
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
  enum Log : std::uint8_t { security, system, local_session_manager, remote_connection_manager };

  // The missing records were written after the one time and before the other.
  struct Gap {
    Timestamp after, before;
    Timestamp latest;  // `before` of this and all earlier gaps of its log
  };

  bool any_in(Log log, Timestamp from, Timestamp to) const;

  std::array<std::vector<Gap>, 4> gaps_;  // by time
};

}  // namespace sojourn
