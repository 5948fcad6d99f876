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
// and not ended yet, and the locks. An end that a set-back clock puts before its start comes, if
// not in its place, as soon as the start is known.
class Timeline {
 public:
  static const std::vector<std::string>& columns();

  // REQUIRES: both outlive this.
  Timeline(const SessionFilter& filter, const CaseReader& reader);

  // Nothing after the last.
  std::optional<std::vector<Cell>> next();

 private:
  struct Row {
    std::string time;
    std::int64_t session_id = 0;
    bool is_start = false;
    std::vector<Cell> cells;

    auto place() const { return std::tuple(time, session_id, !is_start); }
    bool operator>(const Row& other) const { return place() > other.place(); }
  };
  // Takes the next session: its start is a row, and so is its end. False after the last.
  bool take_session();
  bool is_asked_for(const Row& row) const;
  std::optional<Row> next_row();

  const SessionFilter& filter_;
  Query sessions_;
  Query locks_;
  std::optional<Row> lock_;
  std::string reached_;  // no session to come begins before
  bool sessions_are_over_ = false;
  std::priority_queue<Row, std::vector<Row>, std::greater<>> waiting_;
};

}  // namespace sojourn
