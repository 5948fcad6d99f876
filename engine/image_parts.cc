#include "engine/image_parts.h"

#include <cstddef>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "schema/ascii.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;

// As many as a process may usually hold open, with room for others.
constexpr std::size_t kMostParts = 900;

// What ends the name of a part, counted from 1: "002" of a raw image; of an E01 "E02", and behind
// "E99" "EAA". `first` is what ends that of the first one.
std::optional<std::string> ending_of(const std::string& first, std::size_t number) {
  constexpr std::size_t kNumbered = 99, kLetters = 26;
  if (first == "001") {
    const std::string digits = std::to_string(number);
    return std::string(3 - digits.size(), '0') + digits;
  }
  if (ascii_upper(first) != "E01") return std::nullopt;
  std::string ending = "E";
  if (number <= kNumbered) {
    ending += static_cast<char>('0' + number / 10);
    ending += static_cast<char>('0' + number % 10);
  } else {
    const std::size_t letters = number - kNumbered - 1;
    ending[0] = static_cast<char>('E' + letters / (kLetters * kLetters));
    ending += static_cast<char>('A' + letters / kLetters % kLetters);
    ending += static_cast<char>('A' + letters % kLetters);
  }
  return first[0] == 'e' ? ascii_lower(ending) : ending;
}

fs::path with_ending(const fs::path& path, const std::string& ending) {
  return fs::path(path).replace_extension('.' + ending);
}

}  // namespace

std::vector<FileDescriptor> open_further_parts(const fs::path& first) {
  std::vector<FileDescriptor> parts;
  const std::string ending = first.extension().string();
  if (ending.size() != 4) return parts;
  while (parts.size() < kMostParts) {
    const auto next = ending_of(ending.substr(1), parts.size() + 2);
    if (!next) break;
    FileDescriptor part = open_evidence(with_ending(first, *next));
    if (!part.is_open()) break;
    parts.push_back(std::move(part));
  }
  return parts;
}

bool has_first_part(const fs::path& later) {
  std::error_code error;
  return fs::exists(with_ending(later, "E01"), error) ||
         fs::exists(with_ending(later, "e01"), error);
}

}  // namespace sojourn
