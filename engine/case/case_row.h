// A row read back from a case. The case may be anybody's, so each value is checked as one from a
// log is, and what no run can have written is refused.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/case/database.h"
#include "schema/time.h"

namespace sojourn {

class CaseRow {
 public:
  // For messages, `table` and the row's first column, which is its id.
  // REQUIRES: all outlive this, and `statement` stands on a row when the others are called.
  CaseRow(const Database& database, std::string_view table, const Statement& statement)
      : database_(database), table_(table), statement_(statement) {}

  // Each throws std::runtime_error, one line that names the case and the row.
  std::uint64_t number(int column, std::uint64_t most) const;
  Timestamp time(int column) const;
  std::string_view text(int column) const;                 // UTF-8; "" for none
  [[noreturn]] void refuse(const std::string& why) const;  // "has …", "is of …"

 private:
  const Database& database_;
  std::string_view table_;
  const Statement& statement_;
};

}  // namespace sojourn
