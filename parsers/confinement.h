// Takes from a process all that reading a hostile file does not need.
//
// For a child that runs a library which evidence may take over: after this it can compute, read the
// files that it has or may open for reading, and answer through one pipe. It can open nothing for
// writing, make no file, link, process or connection, and has no rights of root. Who tries is
// killed by the kernel (SIGSYS).
#pragma once

#include <cstdint>
#include <span>

namespace sojourn {

struct ReadLimits {
  std::uint64_t memory = std::uint64_t{512} << 20;  // bytes beyond what the parent has mapped
  std::uint64_t processor_seconds = 60;
  std::uint64_t processor_seconds_per_megabyte = 1;  // of the file, besides
  // How long the parent waits for answers, all in all; its to enforce. To it comes twice what the
  // file's size adds to processor_seconds.
  std::uint64_t wall_milliseconds = 180'000;
  std::uint64_t descriptors = 16;
};

inline constexpr int kConfinedPipe = 3;      // where the child answers
inline constexpr int kConfinedEvidence = 4;  // what it reads
inline constexpr int kConfinedFurther = 5;   // and more, where evidence is in several files
inline constexpr const char* kConfinedPath = "/proc/self/fd/4";

// Makes `pipe`, `evidence` and what is `further` the descriptors above, and closes all others.
// False, with errno, where the system refuses.
bool keep_only(int pipe, int evidence, std::span<const int> further = {});

// Sets the limits, drops the rights, and installs the filter of system calls, for good. Only for a
// process of one thread. False, with errno, where the system refuses: nothing hostile may be read
// then.
bool confine(const ReadLimits& limits, std::uint64_t file_size);

}  // namespace sojourn
