// What is known of texts, for those that were asked for: a case may hold thousands of hosts and
// millions of texts, of which each host uses a few.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "schema/strings.h"

namespace sojourn {

// An open-addressed table of a power of two, at most half full: it is asked for every record.
template <class Value>
class TextTable {
 public:
  // Null where nothing was put down.
  const Value* find(Text text) const {
    if (slots_.empty()) return nullptr;
    const Slot& slot = slots_[place_of(text)];
    return slot.text == text ? &slot.value : nullptr;
  }

  // Puts down what is known of a text, once or anew.
  void put(Text text, Value value) {
    if (2 * (used_ + 1) > slots_.size()) grow();
    Slot& slot = slots_[place_of(text)];
    if (slot.text == kFree) ++used_;
    slot = {text, std::move(value)};
  }

 private:
  static constexpr Text kFree{0xFFFF'FFFF};  // no text of any pool: see Strings::intern()
  struct Slot {
    Text text = kFree;
    Value value{};
  };

  // Of this text, or the free one where it would stand.
  std::size_t place_of(Text text) const {
    constexpr std::uint32_t spread = 0x9E37'79B1;
    const std::size_t mask = slots_.size() - 1;
    const std::uint32_t hash = static_cast<std::uint32_t>(text) * spread;
    std::size_t at = (hash ^ hash >> 15) & mask;
    while (slots_[at].text != text && slots_[at].text != kFree) at = (at + 1) & mask;
    return at;
  }

  void grow() {
    constexpr std::size_t first = 16;
    std::vector<Slot> before = std::exchange(slots_, {});
    slots_.resize(before.empty() ? first : 2 * before.size());
    for (Slot& slot : before) {
      if (slot.text != kFree) slots_[place_of(slot.text)] = std::move(slot);
    }
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace sojourn
