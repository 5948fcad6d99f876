#include "cli/nearest_word.h"

#include <algorithm>
#include <cstddef>

namespace sojourn {
namespace {

constexpr std::size_t kLongest = 64;  // of a word that is looked at

// Three rows of the table of distances are enough: swaps look two rows back.
std::size_t distance(std::string_view one, std::string_view other) {
  std::vector<std::size_t> before, last, row(other.size() + 1);
  for (std::size_t j = 0; j <= other.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= one.size(); ++i) {
    before = std::move(last);
    last = row;
    row[0] = i;
    for (std::size_t j = 1; j <= other.size(); ++j) {
      const std::size_t change = one[i - 1] == other[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
      const bool is_swap =
          i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1];
      if (is_swap) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row.back();
}

}  // namespace

std::string nearest_word(std::string_view typed, const std::vector<std::string>& words) {
  if (typed.size() > kLongest) return {};
  std::string nearest;
  std::size_t least = std::max<std::size_t>(1, typed.size() / 3) + 1;
  for (const std::string& word : words) {
    const std::size_t letters = distance(typed, word);
    if (letters >= least) continue;
    least = letters;
    nearest = word;
  }
  return nearest;
}

std::string did_you_mean(std::string_view typed, const std::vector<std::string>& words) {
  const std::string nearest = nearest_word(typed, words);
  return nearest.empty() ? "" : "; did you mean " + nearest + "?";
}

}  // namespace sojourn
