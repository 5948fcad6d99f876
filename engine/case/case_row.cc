#include "engine/case/case_row.h"

#include "engine/case/evidence_table.h"
#include "parsers/well_formed.h"

namespace sojourn {
namespace {

constexpr std::size_t kLongestText = 1 << 20;

}  // namespace

std::uint64_t CaseRow::number(int column, std::uint64_t most) const {
  const auto value = static_cast<std::uint64_t>(statement_.number(column));
  if (value > most)
    refuse("has " + std::to_string(statement_.number(column)) + " where at most " +
           std::to_string(most) + " can be");
  return value;
}

Timestamp CaseRow::time(int column) const {
  const auto time = parse_time(statement_.text(column));
  if (!time) refuse("has a time that is none");
  return *time;
}

std::string_view CaseRow::text(int column) const {
  const std::string_view text = statement_.text(column);
  if (text.size() > kLongestText || as_utf8(text) != text)
    refuse("has a text that no record can have");
  return text;
}

void CaseRow::refuse(const std::string& why) const {
  refuse_row(database_, "row " + std::to_string(statement_.number(0)) + " of its table " +
                            std::string(table_) + ' ' + why);
}

}  // namespace sojourn
