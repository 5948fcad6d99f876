// How the bytes of a text file become UTF-8.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "parsers/byte_cursor.h"
#include "schema/result.h"

namespace sojourn {

// Stands in decoded text where a byte or a unit of UTF-16 means no character: a byte that no UTF-8
// has, so that who takes a text out of it can tell (see parsers/well_formed.h).
inline constexpr char kUndecodable = '\xFF';

class TextEncoding {
 public:
  // The encoding of a file that begins so: told by its mark, by a first '<', '{' or '[' of two
  // bytes, or else by the XML declaration, where that names a code page known here. All else is
  // UTF-8.
  explicit TextEncoding(Bytes head);
  ~TextEncoding();
  TextEncoding(TextEncoding&&) noexcept;
  TextEncoding& operator=(TextEncoding&&) noexcept;

  // Bytes before the text.
  std::size_t mark() const { return mark_; }
  // Where the declaration names an encoding that is not known here.
  const std::optional<Issue>& issue() const { return issue_; }

  // Appends `bytes` as UTF-8 and returns how many of them it took: what is left at the end waits
  // for its other half in the next block.
  std::size_t decode(std::string& out, Bytes bytes);

  // How many bytes became this text.
  std::uint64_t encoded_size(std::string_view utf8);

 private:
  enum class Form : std::uint8_t { utf8, utf16_le, utf16_be, code_page };
  struct Converters;

  void take_declared(Bytes head);
  std::size_t decode_code_page(std::string& out, Bytes bytes);

  Form form_ = Form::utf8;
  std::size_t mark_ = 0;
  std::optional<Issue> issue_;
  std::unique_ptr<Converters> converters_;  // of a code page
};

// Lets the C library read now which converters it has, which it does once: a confined process may
// not list folders.
void find_converters();

}  // namespace sojourn
