#include "parsers/text_window.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "parsers/utf16.h"

namespace sojourn {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 18;

struct Encoding {
  bool is_utf16 = false;
  std::size_t mark = 0;  // bytes before the text
};

Encoding encoding_of(Bytes head) {
  const auto begins_with = [&head](std::initializer_list<std::uint8_t> bytes) {
    return head.size() >= bytes.size() && std::equal(bytes.begin(), bytes.end(), head.begin());
  };
  if (begins_with({0xFF, 0xFE})) return {true, 2};
  if (begins_with({0xEF, 0xBB, 0xBF})) return {false, 3};
  return {begins_with({'<', 0}), 0};
}

// How many bytes of UTF-16 became this UTF-8.
std::size_t utf16_size(std::string_view utf8) {
  std::size_t units = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<std::uint8_t>(c);
    const bool continues = byte >> 6 == 0b10;
    const bool leads_pair = byte >= 0xF0;
    units += (continues ? 0U : 1U) + (leads_pair ? 1U : 0U);
  }
  return 2 * units;
}

}  // namespace

std::string head_as_utf8(Bytes head) {
  const Encoding encoding = encoding_of(head);
  const Bytes text = head.subspan(encoding.mark);
  std::string utf8;
  if (encoding.is_utf16) {
    append_utf8_block(utf8, text);
  } else {
    utf8.assign(text.begin(), text.end());
  }
  return utf8;
}

TextWindow::TextWindow(const std::filesystem::path& path) : file_(open_evidence(path)) {
  if (!file_.is_open()) {
    issue_ = Issue{.what = "file", .wanted = "a readable file", .found = std::strerror(errno)};
  }
}

// Appends to block_. False at the file's end, and with an Issue where the medium fails.
bool TextWindow::read_block() {
  if (issue_) return false;
  const std::size_t waiting = block_.size();
  block_.resize(waiting + kBlock);
  std::size_t done = waiting;
  while (done < block_.size()) {
    const ssize_t count = read(file_.number(), block_.data() + done, block_.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      issue_ = Issue{.what = "file",
                     .wanted = "more text",
                     .found = std::strerror(errno),
                     .offset = size_read_ + done - waiting};
    }
    if (count <= 0) break;
    done += static_cast<std::size_t>(count);
  }
  block_.resize(done);
  size_read_ += done - waiting;
  return done > waiting;
}

bool TextWindow::read_on(std::size_t keep) {
  offset_of(keep);
  text_.erase(0, keep);
  known_ = 0;
  const std::size_t before = text_.size();
  while (text_.size() == before) {
    if (!read_block()) return false;
    if (!is_begun_) {
      const Encoding encoding = encoding_of(block_);
      is_begun_ = true;
      is_utf16_ = encoding.is_utf16;
      known_offset_ = encoding.mark;
      block_.erase(block_.begin(), block_.begin() + static_cast<std::ptrdiff_t>(encoding.mark));
    }
    std::size_t taken = block_.size();
    if (is_utf16_) {
      taken = append_utf8_block(text_, block_);
    } else {
      text_.append(block_.begin(), block_.end());
    }
    block_.erase(block_.begin(), block_.begin() + static_cast<std::ptrdiff_t>(taken));
  }
  return true;
}

std::uint64_t TextWindow::offset_of(std::size_t at) {
  const std::string_view passed = text().substr(known_, at - known_);
  known_offset_ += is_utf16_ ? utf16_size(passed) : passed.size();
  known_ = at;
  return known_offset_;
}

}  // namespace sojourn
