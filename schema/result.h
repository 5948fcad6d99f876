// What evidence can do wrong, as a value.
//
// Evidence is never exceptional: whatever a file can cause travels as an Issue and ends as a row of
// the `issue` table, and the run goes on. The environment is: a full disk or an unwritable database
// throws std::runtime_error, which only cli/ catches.
#pragma once

#include <cassert>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace sojourn {

// One thing that could not be read. `what` names it ("record", "chunk 3", "file"); `wanted` and
// `found` say what was expected there and what stood there instead.
struct Issue {
  std::string what;
  std::string wanted;
  std::string found;
  std::optional<std::uint64_t> offset = {};  // bytes from the start of the file
  std::optional<std::uint64_t> record = {};  // EventRecordID

  bool operator==(const Issue&) const = default;
};

// A value, or the Issue that stands in its place.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value)
      : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit on purpose
  Result(Issue issue)
      : state_(std::in_place_index<1>, std::move(issue)) {}  // NOLINT: implicit on purpose

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // REQUIRES: ok()
  T& value() {
    assert(ok());
    return std::get<0>(state_);
  }
  const T& value() const {
    assert(ok());
    return std::get<0>(state_);
  }
  // REQUIRES: !ok()
  const Issue& issue() const {
    assert(!ok());
    return std::get<1>(state_);
  }

 private:
  std::variant<T, Issue> state_;
};

}  // namespace sojourn
