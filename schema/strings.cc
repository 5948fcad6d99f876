#include "schema/strings.h"

namespace sojourn {

Strings::Strings() { texts_.emplace_back(); }

Text Strings::intern(std::string_view text) {
  if (text.empty()) return Text::none;
  if (const auto found = known_.find(text); found != known_.end()) return found->second;
  const auto id = static_cast<Text>(texts_.size());
  known_.emplace(texts_.emplace_back(text), id);
  return id;
}

}  // namespace sojourn
