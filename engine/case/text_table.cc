#include "engine/case/text_table.h"

#include "engine/case/evidence_table.h"

namespace sojourn {
namespace {

constexpr std::size_t kMostKnown = 50'000;

}  // namespace

TextTable::TextTable(const Database& database) : insert_(database, insert_into("text", 2)) {}

void TextTable::begin_host(const Strings& strings) {
  strings_ = &strings;
  of_host_.assign(strings.size(), 0);
}

std::optional<std::int64_t> TextTable::id_of(Text text) {
  if (text == Text::none) return std::nullopt;
  std::int64_t& id = of_host_[static_cast<std::size_t>(text)];
  if (id == 0) id = write((*strings_)[text]);
  return id;
}

std::optional<std::int64_t> TextTable::id_of(std::string_view text) {
  if (text.empty()) return std::nullopt;
  return write(text);
}

std::int64_t TextTable::write(std::string_view text) {
  const auto known = known_.find(std::string(text));
  if (known != known_.end()) return known->second;
  insert_.run(++last_, text);
  if (known_.size() < kMostKnown) known_.emplace(text, last_);
  return last_;
}

CaseTexts::CaseTexts(const Database& database, Strings& strings)
    : database_(database),
      strings_(strings),
      select_(database, "SELECT text_id, value FROM text WHERE text_id = ?"),
      row_(database, "text", select_) {}

Text CaseTexts::of(std::int64_t id) {
  const auto [known, is_new] = known_.try_emplace(id, Text::none);
  if (!is_new) return known->second;
  select_.bind(1, id);
  if (!select_.step()) {
    refuse_row(database_,
               "a row of it has the text " + std::to_string(id) + ", which its table text lacks");
  }
  known->second = strings_.intern(row_.text(1));
  select_.finish();
  return known->second;
}

}  // namespace sojourn
