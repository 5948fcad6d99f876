// Every distinct text of a run, kept once.
//
// Logs repeat the same few thousand names millions of times, so an Event holds a 4-byte Text
// instead of a string. Two Texts of one Strings are equal exactly when their texts are. The numbers
// depend on the order of reading: nothing that reaches the output may be ordered by them.
#pragma once

#include <cassert>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace sojourn {

enum class Text : std::uint32_t { none = 0 };

class Strings {
 public:
  Strings();
  // What was handed out stays valid only with the pool that made it.
  Strings(const Strings&) = delete;
  Strings& operator=(const Strings&) = delete;

  // The Text of these bytes; the empty text is Text::none. Throws std::length_error beyond 2^32 - 1
  // texts.
  Text intern(std::string_view text);

  // REQUIRES: `text` came from this pool. The view lives as long as the pool.
  std::string_view operator[](Text text) const {
    assert(static_cast<std::uint32_t>(text) < texts_.size());
    return texts_[static_cast<std::uint32_t>(text)];
  }

  // How many texts there are; every Text of this pool is below it.
  std::size_t size() const { return texts_.size(); }

 private:
  std::string_view keep(std::string_view text);
  void grow();

  // The bytes of all texts, in blocks that never move.
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* free_ = nullptr;
  std::size_t left_ = 0;

  std::vector<std::string_view> texts_;
  // An open-addressed table of texts by hash, of a power of two, at most half full. Reading a log
  // is mostly looking texts up, and std::unordered_map took a third of its time (measured).
  struct Slot {
    std::uint32_t hash = 0;
    Text text = Text::none;  // none: the slot is free
  };
  std::vector<Slot> slots_;
};

}  // namespace sojourn
