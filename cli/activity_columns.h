// What the columns of another tool's timeline are called.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/activity_rows.h"
#include "cli/activity_time.h"
#include "cli/zone.h"

namespace sojourn {

// The columns that the user names; empty is whichever has a known name.
struct ActivityColumns {
  std::string time, host, logon_id, sid, session_number;
};

// What a row says of when, where and who, as a case writes it. Empty where it does not say.
struct ActivityClues {
  ActivityTime time;
  std::string host;
  std::string logon_id;  // "0x3e7"
  std::string sid;
  std::optional<std::int64_t> session_number;
};

// `zone` is that of times that name none.
ActivityClues clues_of(const ActivityRow& row, const ActivityColumns& columns,
                       const std::optional<Zone>& zone);

// Whether a row has a column for the time at all.
bool has_time_column(const ActivityRow& row, const ActivityColumns& columns);

}  // namespace sojourn
