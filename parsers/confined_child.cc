#include "parsers/confined_child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <new>
#include <system_error>

#include "parsers/holes.h"
#include "parsers/text_encoding.h"

namespace sojourn {
namespace {

constexpr int kRanOutOfMemory = 2, kCannotConfine = 3;
constexpr std::size_t kFull = 1 << 16;

std::int64_t wall_limit(std::uint64_t size, const ReadLimits& limits) {
  return static_cast<std::int64_t>(limits.wall_milliseconds +
                                   (size >> 20) * limits.processor_seconds_per_megabyte * 2000);
}

[[noreturn]] void work_in_child(int evidence, int pipe, const ReadLimits& limits,
                                const std::function<void(int)>& work,
                                std::span<const int> further) {
  const std::uint64_t size = data_size(evidence);
  if (!keep_only(pipe, evidence, further) || !confine(limits, size)) _exit(kCannotConfine);
  try {
    work(kConfinedPipe);
  } catch (const std::bad_alloc&) {
    _exit(kRanOutOfMemory);
  } catch (const std::system_error&) {
    _exit(1);  // the parent has gone
  }
  _exit(0);
}

std::string words_of(int status) {
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

}  // namespace

void PipeWriter::put_text(std::string_view text, std::uint32_t longest) {
  text = text.substr(0, longest);
  put(static_cast<std::uint32_t>(text.size()));
  out_ += text;
}

void PipeWriter::flush_if_full() {
  if (out_.size() > kFull) flush();
}

void PipeWriter::flush() {
  for (std::size_t done = 0; done < out_.size();) {
    const ssize_t count = write(pipe_, out_.data() + done, out_.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw std::system_error(errno, std::generic_category(), "pipe");
    done += static_cast<std::size_t>(count);
  }
  out_.clear();
}

ConfinedChild::ConfinedChild(int evidence, const ReadLimits& limits,
                             const std::function<void(int)>& work, std::span<const int> further)
    : milliseconds_left_(wall_limit(data_size(evidence), limits)) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  pipe_ = FileDescriptor(ends[0]);
  const FileDescriptor childs_end(ends[1]);
  find_converters();  // libraries that read evidence convert text
  child_ = fork();
  if (child_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (child_ == 0) {
    pipe_.reset();
    work_in_child(evidence, childs_end.number(), limits, work, further);
  }
}

ConfinedChild::~ConfinedChild() {
  pipe_.reset();
  if (child_ > 0) {
    kill(child_, SIGKILL);
    reap();
  }
}

int ConfinedChild::reap() {
  int status = 0;
  while (child_ > 0 && waitpid(child_, &status, 0) < 0 && errno == EINTR) {
  }
  child_ = -1;
  return status;
}

std::string ConfinedChild::ending() {
  if (!is_late_) return words_of(reap());
  if (child_ > 0) kill(child_, SIGKILL);
  reap();
  return "the reader took too long and was ended";
}

std::string ConfinedChild::nonsense() {
  if (is_late_ || is_over_) return ending();
  if (child_ > 0) kill(child_, SIGKILL);
  reap();
  return "the reader's answer made no sense";
}

// Until the child has written something or ended; false when it took too long.
bool ConfinedChild::wait() {
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
bool ConfinedChild::fill(std::size_t wanted) {
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
    if (count <= 0) {
      is_over_ = true;
      return false;
    }
    buffer_.append(piece.data(), static_cast<std::size_t>(count));
  }
  return true;
}

std::optional<std::string> ConfinedChild::take(std::size_t size) {
  if (!fill(size)) return std::nullopt;
  std::string bytes = buffer_.substr(consumed_, size);
  consumed_ += size;
  return bytes;
}

std::optional<std::string> ConfinedChild::take_text(std::uint32_t longest) {
  const auto size = take_value<std::uint32_t>();
  if (!size || *size > longest) return std::nullopt;
  return take(*size);
}

}  // namespace sojourn
