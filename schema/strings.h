// Every distinct text of a run, kept once.
//
// Logs repeat the same few thousand names millions of times, so an Event holds a 4-byte Text
// instead of a string. Two Texts of one Strings are equal exactly when their texts are. The numbers
// depend on the order of reading: nothing that reaches the output may be ordered by them.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace sojourn {

enum class Text : std::uint32_t { none = 0 };

class Strings {
 public:
  Strings();
  // Texts handed out stay valid only with the pool that made them.
  Strings(const Strings&) = delete;
  Strings& operator=(const Strings&) = delete;

  // The Text of these bytes; the empty text is Text::none.
  Text intern(std::string_view text);

  // REQUIRES: `text` came from this pool. The view lives as long as the pool.
  std::string_view operator[](Text text) const { return texts_[static_cast<std::uint32_t>(text)]; }

  // How many texts there are; every Text of this pool is below it.
  std::size_t size() const { return texts_.size(); }

 private:
  std::deque<std::string> texts_;  // a deque never moves what it holds
  std::unordered_map<std::string_view, Text> known_;
};

}  // namespace sojourn
