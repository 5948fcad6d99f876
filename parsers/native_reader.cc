#include "parsers/native_reader.h"

#include <algorithm>
#include <string>
#include <utility>

#include "parsers/event_reader.h"

namespace sojourn {

static_assert(EventReader<NativeReader>);

namespace {

constexpr std::uint64_t kFileHeader = 4096;
constexpr std::uint64_t kFileMagic = 0x00656C6946666C45;  // "ElfFile\0"
constexpr std::uint64_t kChunksAtOnce = 16;

Issue file_issue(std::string wanted, std::string found) {
  return Issue{.what = "file", .wanted = std::move(wanted), .found = std::move(found)};
}

std::uint64_t chunks_in(std::uint64_t size) {
  return size <= kFileHeader ? 0 : (size - kFileHeader + kChunkSize - 1) / kChunkSize;
}

}  // namespace

std::uint64_t chunk_count(const std::filesystem::path& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  return error ? 0 : chunks_in(size);
}

NativeReader::NativeReader(ByteSource source, Strings& strings, const ChunkRange& range,
                           SlackRecords slack)
    : source_(std::move(source)),
      size_(source_.size()),
      chunk_(range.first),
      end_(std::min(range.end, chunks_in(size_))),
      reader_(strings),
      slack_(slack) {
  if (!source_.failure().empty()) {
    ready_.push_back(file_issue("a readable file", source_.failure()));
    end_ = chunk_;
    return;
  }
  read_header(range);
}

// The header is written when the log is closed, so in the copy of a live log it is out of date and
// may count fewer chunks than there are. How far to look follows from the file's size; what is no
// chunk and was not counted is space set aside, with whatever the disk held there.
void NativeReader::read_header(const ChunkRange& range) {
  if (!read_bytes(0, std::min<std::uint64_t>(size_, kFileHeader))) return;
  ByteCursor header{Bytes(buffer_)};
  const auto magic = header.take<std::uint64_t>();
  header.seek(42);
  counted_ = header.take<std::uint16_t>();
  std::string found;
  if (magic != kFileMagic) {
    found = "something else";
  } else if (header.failed() || size_ < kFileHeader) {
    found = std::to_string(size_) + " bytes";
  }
  buffer_.clear();
  if (found.empty()) return;
  if (range.first == 0) {
    ready_.push_back(
        file_issue("an event log: \"ElfFile\" and a header of 4,096 bytes", std::move(found)));
  }
  end_ = chunk_;
}

// False, with an Issue, where the medium fails; the buffer then has what could be read.
bool NativeReader::read_bytes(std::uint64_t offset, std::size_t size) {
  buffer_.resize(size);
  const std::size_t done = source_.read_at(offset, buffer_);
  if (done == size) return true;
  ready_.push_back(Issue{.what = "file",
                         .wanted = std::to_string(size - done) + " bytes more",
                         .found = source_.failure().empty()
                                      ? "the end: the file was cut short while it was read"
                                      : source_.failure(),
                         .offset = offset + done});
  buffer_.resize(done);
  end_ = std::min(end_, chunk_ + chunks_in(kFileHeader + done));
  return false;
}

std::optional<Result<Event>> NativeReader::next() {
  if (given_ == ready_.size() && !fill()) return std::nullopt;
  return std::move(ready_[given_++]);
}

// Reads chunks until there is something to give.
bool NativeReader::fill() {
  ready_.clear();
  given_ = 0;
  while (ready_.empty() && chunk_ < end_) read_chunk();
  return !ready_.empty();
}

void NativeReader::read_chunk() {
  const std::uint64_t chunk = chunk_;
  if (buffer_.empty() || chunk - buffer_first_ >= kChunksAtOnce) {
    const std::uint64_t offset = kFileHeader + chunk * kChunkSize;
    // Space set aside that was never written to.
    const std::uint64_t unwritten = (source_.data_from(offset) - offset) / kChunkSize;
    if (unwritten > 0) {
      buffer_.clear();
      chunk_ = std::min(end_, chunk + unwritten);
      return;
    }
    const std::uint64_t wanted = std::min(kChunksAtOnce, end_ - chunk) * kChunkSize;
    buffer_first_ = chunk;
    read_bytes(offset, std::min(wanted, size_ - offset));
  }
  ++chunk_;
  const std::size_t begin = (chunk - buffer_first_) * kChunkSize;
  if (begin >= buffer_.size()) return;
  const Bytes bytes = Bytes(buffer_).subspan(begin, std::min(kChunkSize, buffer_.size() - begin));
  const std::uint64_t offset = kFileHeader + chunk * kChunkSize;

  issues_.clear();
  if (slack_ == SlackRecords::leave && chunk >= counted_ && !EvtxChunk::is_one(bytes)) return;
  EvtxChunk walker(bytes, offset, issues_);
  reader_.begin_chunk(bytes);
  const std::uint64_t records_before = records_;
  while (const auto frame = walker.next()) {
    ++records_;
    const std::size_t first_issue = issues_.size();
    auto result = reader_.read(*frame, issues_);
    if (issues_.size() > first_issue || (result && !*result)) ++tally_.bad_records;
    for (std::size_t i = first_issue; i < issues_.size(); ++i)
      issues_[i].offset = offset + frame->begin;
    if (reader_.place() && (!result || *result))
      ranges_.add(*reader_.place(), result ? &result->value() : nullptr);
    if (!result) continue;
    if (*result) {
      ready_.push_back(*std::move(result));
    } else {
      Issue issue = result->issue();
      issue.record = frame->number;
      issue.offset = offset + issue.offset.value_or(0);
      issues_.push_back(std::move(issue));
    }
  }
  if (chunk >= counted_ && !EvtxChunk::is_one(bytes)) issues_.clear();  // space set aside
  if (records_ > records_before || !issues_.empty()) ++tally_.chunks;
  if (!issues_.empty()) ++tally_.bad_chunks;
  for (Issue& issue : issues_) ready_.push_back(std::move(issue));
  if (slack_ == SlackRecords::carve) carve(walker);
}

void NativeReader::carve(EvtxChunk& chunk) {
  while (const auto frame = chunk.next_slack_record()) {
    issues_.clear();
    auto result = reader_.read(*frame, issues_);
    if (!result || !*result) continue;
    result->value().recovered = true;
    ready_.push_back(*std::move(result));
  }
}

}  // namespace sojourn
