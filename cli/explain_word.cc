#include "cli/explain_word.h"

#include <stdexcept>
#include <vector>

#include "cli/nearest_word.h"
#include "cli/rows.h"
#include "cli/wording.h"
#include "schema/rules.h"

namespace sojourn {
namespace {

std::vector<ExplainedWord> all_words() {
  std::vector<ExplainedWord> words = explained_words();
  for (std::size_t i = 0; i < kRules; ++i) {
    const auto rule = static_cast<Rule>(i);
    words.push_back({"rule", name_of(rule), meaning_of(rule)});
  }
  return words;
}

}  // namespace

void explain_word(const ExplainCommand& command, const Streams& streams) {
  Rows rows(Format::table, {"what it is", "word", "meaning"}, streams.out);
  std::vector<std::string> names;
  bool is_there = false;
  for (const ExplainedWord& word : all_words()) {
    names.emplace_back(word.word);
    if (!command.word.empty() && command.word != word.word) continue;
    rows.add({std::string(word.group), std::string(word.word), std::string(word.meaning)});
    is_there = true;
  }
  if (!is_there) {
    throw std::runtime_error(
        "no table has the word \"" + command.word + "\"" + did_you_mean(command.word, names) +
        (nearest_word(command.word, names).empty() ? "; sojourn explain names all that there are"
                                                   : ""));
  }
  rows.finish();
}

}  // namespace sojourn
