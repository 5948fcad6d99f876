// Numbers of a host's rows. Those of one table do not pass for those of another.
#pragma once

#include <cassert>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <ranges>
#include <utility>
#include <vector>

namespace sojourn {

// No such event, session, boot …
struct None {
  constexpr operator std::uint32_t() const { return 0xFFFF'FFFF; }
};
inline constexpr None kNone;

// The place of a row among the rows of its table, or none.
template <class Row>
class Id {
 public:
  constexpr Id() = default;
  constexpr Id(None) {}
  constexpr explicit Id(std::size_t place) : place_(static_cast<std::uint32_t>(place)) {}
  constexpr std::uint32_t place() const { return place_; }
  auto operator<=>(const Id&) const = default;

 private:
  std::uint32_t place_ = kNone;
};

// Those of the first `count` rows.
template <class Row>
auto first_ids(std::size_t count) {
  return std::views::iota(std::size_t{0}, count) |
         std::views::transform([](std::size_t place) { return Id<Row>(place); });
}

// The row of an id. REQUIRES: there is one.
template <class Row>
Row& row_of(std::vector<Row>& rows, Id<Row> id) {
  assert(id.place() < rows.size());
  return rows[id.place()];
}
template <class Row>
const Row& row_of(const std::vector<Row>& rows, Id<Row> id) {
  assert(id.place() < rows.size());
  return rows[id.place()];
}

// What is known of each row of a table.
template <class Row, class Value>
class ById {
 public:
  ById() = default;
  explicit ById(std::size_t rows, Value value = {}) : values_(rows, value) {}

  void add(Value value) { values_.push_back(std::move(value)); }
  Value& operator[](Id<Row> id) {
    assert(id.place() < values_.size());
    return values_[id.place()];
  }
  const Value& operator[](Id<Row> id) const {
    assert(id.place() < values_.size());
    return values_[id.place()];
  }

 private:
  std::vector<Value> values_;
};

}  // namespace sojourn
