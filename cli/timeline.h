// The rows of v_timeline, of the sessions that a filter shows, in order and one after another.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <string>
#include <tuple>
#include <vector>

#include "cli/session_filter.h"
#include "engine/case/case_reader.h"

namespace sojourn {

// Sessions come in the order of their starts; what is held are the ends of those that have begun
// and not ended yet, and the locks. Where a clock was set back, rows come in the order of their
// places (cli/clock_places.h).
class Timeline {
 public:
  static const std::vector<std::string>& columns();

  // REQUIRES: both outlive this.
  Timeline(const SessionFilter& filter, const CaseReader& reader);

  // Nothing after the last.
  std::optional<std::vector<Cell>> next();

 private:
  struct Row {
    std::string time, place;  // the place as text that has its order
    std::int64_t session_id = 0;
    bool is_start = false;
    std::vector<Cell> cells;

    auto key() const { return std::tuple(place, session_id, !is_start); }
    bool operator>(const Row& other) const { return key() > other.key(); }
  };
  // Takes the next session: its start is a row, and so is its end. False after the last.
  bool take_session();
  bool is_asked_for(const Row& row) const;
  std::optional<Row> next_row();

  const SessionFilter& filter_;
  bool was_set_back_;
  Query sessions_;
  Query locks_;
  std::optional<Row> lock_;
  std::string reached_;  // the place before which no session to come begins
  bool sessions_are_over_ = false;
  std::priority_queue<Row, std::vector<Row>, std::greater<>> waiting_;
};

}  // namespace sojourn
