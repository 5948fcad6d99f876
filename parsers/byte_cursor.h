// The one place where bytes of evidence become numbers, and where bounds are checked.
//
// A read past the end yields zero and leaves the cursor failed, at the end, for good; the caller
// asks once, after a group of reads. Nothing here allocates.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>

namespace sojourn {

using Bytes = std::span<const std::uint8_t>;

static_assert(std::endian::native == std::endian::little, "event logs are little-endian");

class ByteCursor {
 public:
  explicit ByteCursor(Bytes bytes, std::size_t at = 0) : bytes_(bytes) { seek(at); }

  template <class Number>
  Number take() {
    static_assert(std::is_integral_v<Number>);
    Number number = 0;
    if (left() < sizeof number) {
      fail();
      return 0;
    }
    std::memcpy(&number, bytes_.data() + at_, sizeof number);
    at_ += sizeof number;
    return number;
  }

  // Empty when there are fewer.
  Bytes take_bytes(std::size_t count) {
    if (left() < count) {
      fail();
      return {};
    }
    const Bytes taken = bytes_.subspan(at_, count);
    at_ += count;
    return taken;
  }

  void skip(std::size_t count) { take_bytes(count); }

  void seek(std::size_t at) {
    if (at > bytes_.size()) return fail();
    at_ = at;
  }

  std::size_t at() const { return at_; }
  std::size_t left() const { return bytes_.size() - at_; }
  bool failed() const { return failed_; }

 private:
  void fail() {
    failed_ = true;
    at_ = bytes_.size();
  }

  Bytes bytes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace sojourn
