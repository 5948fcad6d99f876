// Numbers of a host's rows. Those of one table do not pass for those of another.
#pragma once

#include <cassert>
#include <compare>
#include <cstddef>
#include <cstdint>
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

// The ids of a table's first rows, in order.
template <class Row>
class IdRange {
 public:
  class Iterator {
   public:
    explicit Iterator(std::size_t place) : place_(place) {}
    Id<Row> operator*() const { return Id<Row>(place_); }
    Iterator& operator++() {
      ++place_;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    std::size_t place_;
  };

  explicit IdRange(std::size_t count) : count_(count) {}
  bool empty() const { return count_ == 0; }
  Iterator begin() const { return Iterator(0); }
  Iterator end() const { return Iterator(count_); }

 private:
  std::size_t count_;
};

// The row of an id that is not none.
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
