// One row of a query, its cells found by the names of their columns. Refers to the query's column
// names, so it is used while the query lives.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/case/case_reader.h"

namespace sojourn {

class NamedRow {
 public:
  NamedRow(const std::vector<std::string>& columns, const std::vector<Cell>& cells)
      : columns_(columns), cells_(cells) {}

  // "" for null, for a cell of another type and for a column that is not there.
  std::string text(std::string_view column) const { return get<std::string>(column).value_or(""); }
  std::optional<std::int64_t> whole(std::string_view column) const {
    return get<std::int64_t>(column);
  }
  std::optional<double> real(std::string_view column) const {
    if (const auto number = get<double>(column)) return number;
    const auto number = whole(column);
    return number ? std::optional<double>(static_cast<double>(*number)) : std::nullopt;
  }
  bool yes(std::string_view column) const { return whole(column).value_or(0) != 0; }

 private:
  template <class T>
  std::optional<T> get(std::string_view column) const {
    const auto at = static_cast<std::size_t>(std::find(columns_.begin(), columns_.end(), column) -
                                             columns_.begin());
    if (at >= cells_.size() || !std::holds_alternative<T>(cells_[at])) return std::nullopt;
    return std::get<T>(cells_[at]);
  }

  const std::vector<std::string>& columns_;
  const std::vector<Cell>& cells_;
};

// A cell of text; where there is none, no value.
inline Cell text_cell(const std::string& text) { return text.empty() ? Cell() : Cell(text); }

// "CORP\alice", or "alice" where the records name no domain; the SID where they have no name, and
// "" where they tell of nobody.
std::string account_name(const NamedRow& session);
// The same without the domain.
std::string short_account(const NamedRow& session);
// The address, else what the client calls itself, else the word for the kind of place ("local",
// "unknown").
// "~" in front says that the address was found in another record than the logon's own.
std::string source_name(const NamedRow& session);

}  // namespace sojourn
