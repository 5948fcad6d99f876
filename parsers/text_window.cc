#include "parsers/text_window.h"

#include <cassert>
#include <utility>

namespace sojourn {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 18;

}  // namespace

std::string head_as_utf8(Bytes head) {
  TextEncoding encoding(head);
  std::string utf8;
  encoding.decode(utf8, head.subspan(encoding.mark()));
  return utf8;
}

TextWindow::TextWindow(ByteSource source) : source_(std::move(source)) {
  if (!source_.failure().empty()) {
    issue_ = Issue{.what = "file", .wanted = "a readable file", .found = source_.failure()};
  }
}

// Appends to block_. False at the file's end, and with an Issue where the medium fails.
bool TextWindow::read_block() {
  if (!source_.failure().empty()) return false;
  const std::size_t waiting = block_.size();
  block_.resize(waiting + kBlock);
  const std::size_t count = source_.read_at(size_read_, std::span(block_).subspan(waiting));
  block_.resize(waiting + count);
  size_read_ += count;
  if (!source_.failure().empty()) {
    issue_ = Issue{
        .what = "file", .wanted = "more text", .found = source_.failure(), .offset = size_read_};
  }
  return count > 0;
}

bool TextWindow::read_on(std::size_t keep) {
  offset_of(keep);
  text_.erase(0, keep);
  known_ = 0;
  const std::size_t before = text_.size();
  while (text_.size() == before) {
    if (!read_block()) return false;
    std::size_t mark = 0;
    if (!encoding_) {
      encoding_.emplace(block_);
      mark = known_offset_ = encoding_->mark();
      if (!issue_) issue_ = encoding_->issue();
    }
    const std::size_t taken = mark + encoding_->decode(text_, Bytes(block_).subspan(mark));
    block_.erase(block_.begin(), block_.begin() + static_cast<std::ptrdiff_t>(taken));
  }
  return true;
}

std::uint64_t TextWindow::offset_of(std::size_t at) {
  assert(at >= known_);
  const std::string_view passed = text().substr(known_, at - known_);
  if (encoding_) known_offset_ += encoding_->encoded_size(passed);
  known_ = at;
  return known_offset_;
}

}  // namespace sojourn
