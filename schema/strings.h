// Every distinct text of a run, kept once.
//
// Logs repeat the same few thousand names millions of times, so an Event holds a 4-byte Text
// instead of a string. Two Texts of one Strings are equal exactly when their texts are. The numbers
// depend on the order of reading: nothing that reaches the output may be ordered by them.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/own_values.h"

namespace sojourn {

enum class Text : std::uint32_t { none = 0 };

// The rest of a record: what Event::rest holds. Most logons have one of their own, so that two of
// one pool may be of the same text and not be equal; see Strings::compare().
enum class Rest : std::uint32_t { none = 0 };

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
  std::string_view operator[](Text text) const { return texts_[static_cast<std::uint32_t>(text)]; }

  // Keeps a JSON object; "" is Rest::none. Throws std::length_error beyond 2^31 - 1 that differ.
  Rest keep_rest(std::string json);
  // Of this pool, byte for byte as it was given.
  std::string json(Rest rest) const;
  // Less than, equal to or greater than 0, as the texts are. REQUIRES: both are of this pool.
  int compare(Rest a, Rest b) const;
  // The same as `rest` of another pool, whose Text i is texts[i] here.
  Rest adopt(const Strings& other, Rest rest, std::span<const Text> texts);

  // How many texts there are; every Text of this pool is below it.
  std::size_t size() const { return texts_.size(); }

 private:
  // A rest with values of its own. Kept as a text of its own it would take six times as much.
  struct OwnRest {
    Text shape = Text::none;
    OwnValues own;

    bool operator==(const OwnRest&) const = default;
  };
  static_assert(sizeof(OwnRest) == 24);

  std::string_view keep(std::string_view text);
  void grow();
  // Null for a rest that is all text.
  const OwnRest* own_rest(Rest rest) const;
  Rest keep(const OwnRest& rest);

  // The bytes of all texts, in blocks that never move.
  std::vector<std::unique_ptr<char[]>> blocks_;
  char* free_ = nullptr;
  std::size_t left_ = 0;

  std::vector<std::string_view> texts_;
  std::vector<OwnRest> own_rests_;
  // An open-addressed table of texts by hash, of a power of two, at most half full. Reading a log
  // is mostly looking texts up, and std::unordered_map took a third of its time (measured).
  struct Slot {
    std::uint32_t hash = 0;
    Text text = Text::none;  // none: the slot is free
  };
  std::vector<Slot> slots_;
};

}  // namespace sojourn
