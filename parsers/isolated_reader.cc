#include "parsers/isolated_reader.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <limits>
#include <new>
#include <system_error>
#include <type_traits>

#include "parsers/event_reader.h"
#include "parsers/libevtx_reader.h"
#include "schema/event_members.h"

namespace sojourn {

static_assert(EventReader<IsolatedReader>);
static_assert(std::is_trivially_copyable_v<Event>, "an Event crosses the pipe as its bytes");

namespace {

// What stands in the pipe: a byte that names the frame, then
//   text    size, bytes          the child's next new text; sent before the event that has it
//   event   records so far, the Event with the child's text numbers
//   issue   records so far, offset, record, then three texts as size and bytes
//   finish  records so far       the whole file was read
enum class Frame : char { text = 'T', event = 'E', issue = 'I', finish = 'F' };

// No text of a record is longer than its chunk, 32 Ki UTF-16 units.
constexpr std::uint32_t kLongestText = 1 << 20;
constexpr std::uint64_t kNoPlace = ~std::uint64_t{0};

template <class T>
void append(std::string& out, const T& value) {
  static_assert(std::is_trivially_copyable_v<T>);
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void append_text(std::string& out, std::string_view text) {
  text = text.substr(0, kLongestText);
  append(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

template <class T>
T from_bytes(const std::string& bytes, std::size_t at = 0) {
  T value{};
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

// The child's end of the pipe.
class Sender {
 public:
  Sender(int pipe, const Strings& strings) : pipe_(pipe), strings_(strings) {}

  void send(const Result<Event>& result, std::uint64_t records) {
    if (result) {
      for (; sent_ < strings_.size(); ++sent_) {
        frame(Frame::text);
        append_text(out_, strings_[static_cast<Text>(sent_)]);
      }
      frame(Frame::event);
      append(out_, records);
      append(out_, result.value());
    } else {
      const Issue& issue = result.issue();
      frame(Frame::issue);
      append(out_, records);
      append(out_, issue.offset.value_or(kNoPlace));
      append(out_, issue.record.value_or(kNoPlace));
      for (const std::string* text : {&issue.what, &issue.wanted, &issue.found}) {
        append_text(out_, *text);
      }
    }
    if (out_.size() > 1 << 16) flush();
  }

  void finish(std::uint64_t records) {
    frame(Frame::finish);
    append(out_, records);
    flush();
  }

 private:
  void frame(Frame kind) { out_ += static_cast<char>(kind); }

  void flush() {
    for (std::size_t done = 0; done < out_.size();) {
      const ssize_t count = write(pipe_, out_.data() + done, out_.size() - done);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) _exit(1);  // the parent has gone
      done += static_cast<std::size_t>(count);
    }
    out_.clear();
  }

  int pipe_;
  const Strings& strings_;
  std::size_t sent_ = 1;  // Text::none needs no telling
  std::string out_;
};

constexpr int kRanOutOfMemory = 2, kCannotConfine = 3;

// Reads what keep_only left open, or where the file cannot be opened, says so.
[[noreturn]] void read_in_child(const std::filesystem::path& path, int pipe,
                                const ReadLimits& limits) {
  const FileDescriptor file = open_evidence(path);
  struct stat status {};
  const bool is_open = file.is_open() && fstat(file.number(), &status) == 0;
  if (!keep_only(pipe, is_open ? file.number() : -1) ||
      !confine(limits, static_cast<std::uint64_t>(status.st_size))) {
    _exit(kCannotConfine);
  }
  try {
    Strings strings;
    LibevtxReader reader(is_open ? kConfinedPath : path, strings);
    Sender sender(kConfinedPipe, strings);
    while (const auto result = reader.next()) sender.send(*result, reader.records());
    sender.finish(reader.records());
  } catch (const std::bad_alloc&) {
    _exit(kRanOutOfMemory);
  }
  _exit(0);
}

// Whether these bytes are an Event that a reader could have made.
bool is_event(const std::string& bytes, std::size_t at) {
  const auto event = from_bytes<Event>(bytes, at);
  const auto first = *from_filetime(0), last = *parse_time("9999-12-31T23:59:59.9999999Z");
  const auto in_range = [&](Timestamp time) { return first <= time && time <= last; };
  return static_cast<std::size_t>(event.kind) < kEventKinds && event.elevated <= Elevation::yes &&
         in_range(event.time) && in_range(event.other_time) && event.record <= kLargestRecord;
}

std::string ending(int status) {
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU) return "the reader ran out of its time";
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS) {
    return "the reader was ended because it tried what it may not do";
  }
  if (WIFSIGNALED(status)) {
    return "the reader was ended by signal " + std::to_string(WTERMSIG(status)) + " (" +
           strsignal(WTERMSIG(status)) + ")";
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == kRanOutOfMemory) {
    return "the reader ran out of its memory";
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == kCannotConfine) {
    return "the system does not let the reader be confined: it ended";
  }
  return "the reader ended with status " + std::to_string(WEXITSTATUS(status));
}

std::int64_t wall_limit(const std::filesystem::path& path, const ReadLimits& limits) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  const std::uint64_t megabytes = error ? 0 : size >> 20;
  return static_cast<std::int64_t>(limits.wall_milliseconds +
                                   megabytes * limits.processor_seconds_per_megabyte * 2000);
}

}  // namespace

IsolatedReader::IsolatedReader(const std::filesystem::path& path, Strings& strings,
                               const ReadLimits& limits)
    : strings_(strings), milliseconds_left_(wall_limit(path, limits)), texts_{Text::none} {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  pipe_ = FileDescriptor(ends[0]);
  const FileDescriptor childs_end(ends[1]);
  child_ = fork();
  if (child_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (child_ == 0) {
    pipe_.reset();
    read_in_child(path, childs_end.number(), limits);
  }
}

IsolatedReader::~IsolatedReader() {
  pipe_.reset();
  if (child_ > 0) {
    kill(child_, SIGKILL);
    reap();
  }
}

int IsolatedReader::reap() {
  int status = 0;
  while (waitpid(child_, &status, 0) < 0 && errno == EINTR) {
  }
  child_ = -1;
  return status;
}

// Until the child has written something or ended; false when it took too long.
bool IsolatedReader::wait() {
  using std::chrono::milliseconds, std::chrono::steady_clock;
  pollfd ready{.fd = pipe_.number(), .events = POLLIN, .revents = 0};
  do {
    const auto begin = steady_clock::now();
    const auto limit = std::clamp<std::int64_t>(milliseconds_left_, 0, 1 << 30);
    if (poll(&ready, 1, static_cast<int>(limit)) > 0) return true;
    milliseconds_left_ -=
        std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin).count() + 1;
  } while (milliseconds_left_ > 0);
  return false;
}

// Makes at least `wanted` bytes ready; false when the child ended before.
bool IsolatedReader::fill(std::size_t wanted) {
  if (buffer_.size() - consumed_ >= wanted) return true;
  buffer_.erase(0, consumed_);
  consumed_ = 0;
  std::array<char, 1 << 16> piece;
  while (buffer_.size() < wanted) {
    if (!wait()) {
      is_late_ = true;
      return false;
    }
    const ssize_t count = read(pipe_.number(), piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    buffer_.append(piece.data(), static_cast<std::size_t>(count));
  }
  return true;
}

std::optional<std::string> IsolatedReader::take(std::size_t size) {
  if (!fill(size)) return std::nullopt;
  std::string bytes = buffer_.substr(consumed_, size);
  consumed_ += size;
  return bytes;
}

std::optional<std::string> IsolatedReader::take_bytes() {
  const auto size = take(sizeof(std::uint32_t));
  if (!size || from_bytes<std::uint32_t>(*size) > kLongestText) return std::nullopt;
  return take(from_bytes<std::uint32_t>(*size));
}

bool IsolatedReader::take_text() {
  const auto text = take_bytes();
  if (!text) return false;
  texts_.push_back(strings_.intern(*text));
  return true;
}

std::optional<Result<Event>> IsolatedReader::take_event() {
  const auto bytes = take(sizeof(std::uint64_t) + sizeof(Event));
  if (!bytes || !is_event(*bytes, sizeof(std::uint64_t))) return std::nullopt;
  auto event = from_bytes<Event>(*bytes, sizeof(std::uint64_t));
  const auto take_over = [&](Text& text) {
    const auto number = static_cast<std::size_t>(text);
    if (number >= texts_.size()) return false;
    text = texts_[number];
    return true;
  };
  for (const auto& [name, member] : kTextMembers) {
    if (!take_over(event.*member)) return std::nullopt;
  }
  if (!take_over(event.extra)) return std::nullopt;
  records_ = from_bytes<std::uint64_t>(*bytes);
  return event;
}

std::optional<Result<Event>> IsolatedReader::take_issue() {
  const auto places = take(3 * sizeof(std::uint64_t));
  if (!places) return std::nullopt;
  Issue issue;
  const auto offset = from_bytes<std::uint64_t>(*places, 8);
  const auto record = from_bytes<std::uint64_t>(*places, 16);
  if (offset != kNoPlace) issue.offset = offset;
  if (record != kNoPlace) issue.record = record;
  for (std::string* text : {&issue.what, &issue.wanted, &issue.found}) {
    auto bytes = take_bytes();
    if (!bytes) return std::nullopt;
    *text = std::move(*bytes);
  }
  records_ = from_bytes<std::uint64_t>(*places);
  return issue;
}

std::optional<Result<Event>> IsolatedReader::end(std::string found) {
  ended_ = true;
  return Issue{.what = "file",
               .wanted = "the whole file, read within the limits of memory and time",
               .found = std::move(found) + " after " + std::to_string(records_) + " records"};
}

std::optional<Result<Event>> IsolatedReader::next() {
  while (!ended_) {
    const auto frame = take(1);
    if (!frame && !is_late_) return end(ending(reap()));
    if (!frame) break;
    std::optional<Result<Event>> result;
    switch (static_cast<Frame>(frame->front())) {
      case Frame::text:
        if (take_text()) continue;
        break;
      case Frame::event:
        result = take_event();
        break;
      case Frame::issue:
        result = take_issue();
        break;
      case Frame::finish:
        if (const auto records = take(sizeof(std::uint64_t))) {
          records_ = from_bytes<std::uint64_t>(*records);
          ended_ = true;
          continue;
        }
        break;
    }
    if (result) return result;
    if (is_late_) break;
    kill(child_, SIGKILL);
    reap();
    return end("the reader's answer made no sense");
  }
  if (ended_) return std::nullopt;
  kill(child_, SIGKILL);
  reap();
  return end("the reader took too long and was ended");
}

}  // namespace sojourn
