#include "schema/strings.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <limits>
#include <stdexcept>

namespace sojourn {
namespace {

constexpr std::size_t kBlock = 1 << 16;
constexpr std::size_t kFirstSlots = 1 << 10;

}  // namespace

Strings::Strings() : texts_(1), slots_(kFirstSlots) {}

Text Strings::intern(std::string_view text) {
  if (text.empty()) return Text::none;
  const std::size_t full_hash = std::hash<std::string_view>{}(text);
  const auto hash = static_cast<std::uint32_t>(full_hash ^ full_hash >> 32);
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  for (; slots_[at].text != Text::none; at = (at + 1) & mask) {
    if (slots_[at].hash == hash && (*this)[slots_[at].text] == text) return slots_[at].text;
  }
  if (texts_.size() > std::numeric_limits<std::uint32_t>::max()) {
    throw std::length_error("more than 2^32 - 1 distinct texts");
  }
  slots_[at] = {hash, static_cast<Text>(texts_.size())};
  texts_.push_back(keep(text));
  if (2 * texts_.size() > slots_.size()) grow();
  return static_cast<Text>(texts_.size() - 1);
}

std::string_view Strings::keep(std::string_view text) {
  if (text.size() > left_) {
    left_ = std::max(kBlock, text.size());
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(left_));
    free_ = blocks_.back().get();
  }
  std::memcpy(free_, text.data(), text.size());
  const std::string_view kept(free_, text.size());
  free_ += text.size();
  left_ -= text.size();
  return kept;
}

void Strings::grow() {
  std::vector<Slot> larger(2 * slots_.size());
  const std::size_t mask = larger.size() - 1;
  for (const Slot& slot : slots_) {
    if (slot.text == Text::none) continue;
    std::size_t at = slot.hash & mask;
    while (larger[at].text != Text::none) at = (at + 1) & mask;
    larger[at] = slot;
  }
  slots_ = std::move(larger);
}

}  // namespace sojourn
