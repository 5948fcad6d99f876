// Table `text`: what many rows of a case say, each once for many, and the numbers that stand for
// it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/case/case_row.h"
#include "engine/case/database.h"
#include "schema/strings.h"

namespace sojourn {

// Gives texts their numbers, in the order in which they are first asked for.
class TextTable {
 public:
  // A transaction is open on `database`, which must outlive this.
  explicit TextTable(const Database& database);

  // The texts that follow are of `strings`, which must live until the next host begins.
  void begin_host(const Strings& strings);

  // Nothing for no text.
  std::optional<std::int64_t> id_of(Text text);
  std::optional<std::int64_t> id_of(std::string_view text);

 private:
  std::int64_t write(std::string_view text);

  const Strings* strings_ = nullptr;
  std::vector<std::int64_t> of_host_;  // by Text; 0 where it was not asked for
  // Of all hosts, as many as are remembered: people and machines are few, while what is of one
  // record or one host alone has no end.
  std::unordered_map<std::string, std::int64_t> known_;
  std::int64_t last_ = 0;
  Statement insert_;
};

// Reads texts back by their numbers.
class CaseTexts {
 public:
  // Both must outlive this; what is read gets its place in `strings`.
  CaseTexts(const Database& database, Strings& strings);

  // Throws std::runtime_error, one line that names the case and the row, where it has no such text.
  Text of(std::int64_t id);

 private:
  const Database& database_;
  Strings& strings_;
  Statement select_;
  const CaseRow row_;
  std::unordered_map<std::int64_t, Text> known_;
};

}  // namespace sojourn
