#include "engine/issue_tally.h"

#include <utility>

namespace sojourn {
namespace {

constexpr std::size_t kKinds = 100;
constexpr std::size_t kLongestText = 500;
constexpr const char* kNotListed = "more of these, which are counted and not listed";

// "chunk 3" and "chunk 17" are of one kind.
std::string kind_of(const Issue& issue) {
  std::string kind = issue.what + '\n' + issue.wanted;
  std::erase_if(kind, [](char c) { return c >= '0' && c <= '9'; });
  return kind;
}

// What stands for the kinds behind the first ones.
const Issue& others() {
  static const Issue kOthers{.what = "others", .wanted = "what is not listed", .found = kNotListed};
  return kOthers;
}

// Not in the midst of a character.
void cut(std::string& text) {
  if (text.size() <= kLongestText) return;
  std::size_t end = kLongestText;
  while (end > 0 && static_cast<std::uint8_t>(text[end]) >> 6 == 0b10) --end;
  text.resize(end);
  text += "…";
  text.shrink_to_fit();
}

}  // namespace

void IssueTally::add(Issue issue) { add(CountedIssue{std::move(issue)}); }

void IssueTally::add(std::vector<CountedIssue>&& issues) {
  for (CountedIssue& counted : issues) add(std::move(counted));
}

void IssueTally::add(CountedIssue&& counted) {
  Issue& issue = counted.issue;
  for (std::string* text : {&issue.what, &issue.wanted, &issue.found}) cut(*text);
  std::string kind = kind_of(issue);
  if (kept_.size() >= kKinds && !kept_.contains(kind)) {
    issue = others();
    kind = kind_of(issue);
    kept_[kind] = listed_;
  }
  std::uint64_t& kept = kept_[kind];
  if (counted.occurrences == 1 && kept < listed_) {
    ++kept;
    issues_.push_back(std::move(counted));
    return;
  }
  // Where those that are not listed begin is told by the first of them.
  const auto [more, is_first] = more_.try_emplace(std::move(kind));
  if (is_first) {
    more->second.issue = std::move(issue);
    more->second.issue.found = kNotListed;
    more->second.occurrences = 0;
  }
  more->second.occurrences += counted.occurrences;
}

std::vector<CountedIssue> IssueTally::take() {
  std::vector<CountedIssue> all = std::move(issues_);
  for (auto& [kind, counted] : more_) all.push_back(std::move(counted));
  *this = IssueTally(listed_);
  return all;
}

}  // namespace sojourn
