// The issues of one file, as many as a person may want to read.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "schema/result.h"

namespace sojourn {

// An issue, and how many like it. More than one stand behind the last of its kind, which are
// counted and not kept.
struct CountedIssue {
  Issue issue;
  std::uint64_t occurrences = 1;
};

// Keeps the first 1,000 of each kind (what was read, and what was wanted of it, numbers apart) and
// counts the others: a hostile file cannot make memory grow with its size, nor hide one fault
// behind many of another. Texts are cut to 500 bytes. Behind the first 100 kinds, more than the
// readers know, what is of new ones is counted together.
class IssueTally {
 public:
  static constexpr std::uint64_t kListed = 1000;

  IssueTally() = default;
  // Lists so many of each kind instead.
  explicit IssueTally(std::uint64_t listed) : listed_(listed) {}

  void add(Issue issue);
  // What another tally of the same file, of what comes behind, took.
  void add(std::vector<CountedIssue>&& issues);

  bool empty() const { return issues_.empty() && more_.empty(); }
  // In their order; then one for each kind that had more, with their number.
  std::vector<CountedIssue> take();

 private:
  void add(CountedIssue&& counted);

  std::uint64_t listed_ = kListed;
  std::vector<CountedIssue> issues_;
  std::map<std::string, std::uint64_t> kept_;  // by kind
  std::map<std::string, CountedIssue> more_;
};

}  // namespace sojourn
