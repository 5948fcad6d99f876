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
// What a Rest with values of its own is above; below, it is a Text.
constexpr std::uint32_t kFirstOwn = 0x8000'0000;

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

const Strings::OwnRest* Strings::own_rest(Rest rest) const {
  const auto number = static_cast<std::uint32_t>(rest);
  return number < kFirstOwn ? nullptr : &own_rests_[number - kFirstOwn];
}

Rest Strings::keep(const OwnRest& rest) {
  if (own_rests_.size() == kFirstOwn) throw std::length_error("more than 2^31 distinct rests");
  own_rests_.push_back(rest);
  return static_cast<Rest>(kFirstOwn + own_rests_.size() - 1);
}

Rest Strings::keep_rest(std::string json) {
  const auto own = cut_own_values(json);
  const Text shape = intern(json);
  if (own) return keep({shape, *own});
  if (static_cast<std::uint32_t>(shape) >= kFirstOwn)
    throw std::length_error("more than 2^31 - 1 distinct texts");
  return static_cast<Rest>(shape);
}

std::string Strings::json(Rest rest) const {
  if (const OwnRest* const own = own_rest(rest))
    return with_own_values((*this)[own->shape], own->own);
  return std::string((*this)[static_cast<Text>(rest)]);
}

int Strings::compare(Rest a, Rest b) const {
  if (a == b) return 0;
  const OwnRest *const x = own_rest(a), *const y = own_rest(b);
  if (x != nullptr && y != nullptr && *x == *y) return 0;
  return json(a).compare(json(b));
}

Rest Strings::adopt(const Strings& other, Rest rest, std::span<const Text> texts) {
  if (const OwnRest* const own = other.own_rest(rest))
    return keep({texts[static_cast<std::size_t>(own->shape)], own->own});
  return static_cast<Rest>(texts[static_cast<std::size_t>(rest)]);
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
