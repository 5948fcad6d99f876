// One JSON document of bounded size, and a way to look values up in it by name.
//
// It is built as the text is parsed: a DOM of the library allocates in its destructor, which ends
// the program where memory is short.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/result.h"

namespace sojourn {

// Which value of a tree.
enum class JsonPlace : std::uint32_t { root = 0, none = 0xFFFF'FFFF };

class JsonTree {
 public:
  // Bounds on what a record may be: no writer of events comes near them.
  static constexpr std::size_t kDeepest = 64;
  static constexpr std::size_t kMostValues = 20'000;

  // REQUIRES: `json` is UTF-8 (see mended_json). An Issue, without place, for what is no JSON and
  // what exceeds the bounds.
  static Result<JsonTree> parse(std::string_view json);

  // The value of that name, of several the first; none where `of` is none or has no such.
  JsonPlace child(JsonPlace of, std::string_view name) const;
  // Of an object or array.
  JsonPlace first(JsonPlace of) const;
  JsonPlace next(JsonPlace sibling) const;

  bool is_array(JsonPlace at) const { return kind(at) == Kind::array; }
  bool is_number(JsonPlace at) const { return kind(at) == Kind::number; }
  // A text, number or truth value has one, up to its first NUL; nullptr for all else.
  const std::string* text(JsonPlace at) const;

 private:
  class Builder;
  enum class Kind : std::uint8_t { null, object, array, text, number };
  struct Value {
    Kind kind = Kind::null;
    JsonPlace first = JsonPlace::none, next = JsonPlace::none;
    std::string name, text;
  };

  Kind kind(JsonPlace at) const {
    return at == JsonPlace::none ? Kind::null : values_[static_cast<std::size_t>(at)].kind;
  }

  std::vector<Value> values_;
};

}  // namespace sojourn
