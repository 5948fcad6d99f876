// A child process that reads hostile bytes for this one, and the pipe through which it answers.
//
// It has limits and no rights (parsers/confinement.h). What it answers is checked as if it were
// evidence: a child that was taken over can say nothing that a file could not.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "parsers/confinement.h"
#include "parsers/file_descriptor.h"

namespace sojourn {

// The child's end of the pipe. What is put in goes out when there is enough of it.
class PipeWriter {
 public:
  explicit PipeWriter(int pipe) : pipe_(pipe) {}

  template <class T>
  void put(const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  // Its size goes in front; it is cut where it is longer.
  void put_text(std::string_view text, std::uint32_t longest);
  // Throws std::system_error where nobody reads.
  void flush();
  // When there is enough. Call it behind whole frames.
  void flush_if_full();

 private:
  int pipe_;
  std::string out_;
};

class ConfinedChild {
 public:
  // Starts it: `work` is given the pipe and reads kConfinedEvidence, which `evidence` becomes;
  // below 0 it is none; what is `further` becomes kConfinedFurther and the next ones. The child
  // ends with `work`. Throws std::system_error when no process or pipe can be made. This process
  // has one thread that matters: the child is a copy of it.
  ConfinedChild(int evidence, const ReadLimits& limits, const std::function<void(int pipe)>& work,
                std::span<const int> further = {});
  // Without a child: what one has answered.
  explicit ConfinedChild(FileDescriptor answer) : pipe_(std::move(answer)) {}
  ~ConfinedChild();
  ConfinedChild(const ConfinedChild&) = delete;
  ConfinedChild& operator=(const ConfinedChild&) = delete;

  // The next `size` bytes of its answer. Nothing where it ended before, or took too long.
  std::optional<std::string> take(std::size_t size);
  template <class T>
  std::optional<T> take_value() {
    static_assert(std::is_trivially_copyable_v<T>);
    const auto bytes = take(sizeof(T));
    if (!bytes) return std::nullopt;
    T value{};
    std::memcpy(&value, bytes->data(), sizeof value);
    return value;
  }
  // What put_text put in. Nothing also where its size is more than `longest`.
  std::optional<std::string> take_text(std::uint32_t longest);

  // Ends it and says, in words for a person, why nothing more came.
  std::string ending();
  // As above, where what it answers makes no sense.
  std::string nonsense();

 private:
  bool fill(std::size_t wanted);
  bool wait();
  int reap();

  pid_t child_ = -1;
  FileDescriptor pipe_;
  std::int64_t milliseconds_left_ = 1000;  // to wait for it
  std::string buffer_;
  std::size_t consumed_ = 0;
  bool is_late_ = false, is_over_ = false;
};

}  // namespace sojourn
