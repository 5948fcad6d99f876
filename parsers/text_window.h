// A text file read in blocks, as UTF-8 (see text_encoding.h), whatever its size: the part of it
// that is in memory, and where that part stands in the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/byte_source.h"
#include "parsers/text_encoding.h"
#include "schema/result.h"

namespace sojourn {

// The beginning of a file as UTF-8, without the mark of its encoding.
std::string head_as_utf8(Bytes head);

class TextWindow {
 public:
  explicit TextWindow(ByteSource source);

  std::string_view text() const { return text_; }

  // Drops the text before `keep`, so that text()[keep] becomes text()[0], and appends the next
  // block. False when there is none.
  bool read_on(std::size_t keep);

  // The byte of the file that text()[at] was read from.
  // REQUIRES: `at` is not before that of an earlier call.
  std::uint64_t offset_of(std::size_t at);

  // Why the text ends before the file does, or is not what it should be.
  const std::optional<Issue>& issue() const { return issue_; }
  const ByteSource& source() const { return source_; }

 private:
  bool read_block();

  ByteSource source_;
  std::optional<TextEncoding> encoding_;  // once the first block is read
  std::vector<std::uint8_t> block_;  // behind what of the last one still waits for its other half
  std::string text_;
  std::size_t known_ = 0;  // a place in text_ and its offset in the file
  std::uint64_t known_offset_ = 0;
  std::uint64_t size_read_ = 0;
  std::optional<Issue> issue_;
};

}  // namespace sojourn
