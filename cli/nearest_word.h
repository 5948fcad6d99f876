// What somebody may have meant who typed a word that there is not.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sojourn {

// Of the words the one that takes the fewest letters to add, leave out, change or swap; the first
// of several. Empty where even that is more than a third of what was typed.
std::string nearest_word(std::string_view typed, const std::vector<std::string>& words);

// "; did you mean sessions?", or nothing.
std::string did_you_mean(std::string_view typed, const std::vector<std::string>& words);

}  // namespace sojourn
