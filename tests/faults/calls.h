// The system's calls of this process, each of which can be made to fail: they are defined once more
// (calls.cc, allocations.cc), and a program's symbols go before those of its libraries.
//
// SQLite's calls and those of the standard library go through them, too. Nothing fails and nothing
// is counted before arm().
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string_view>

namespace sojourn::testing {

enum class Call : std::uint8_t {
  pread,
  pwrite,
  fsync,
  open,     // openat and opendir, too
  readdir,  // what getdents is behind
  thread,   // what clone is behind
  stat,
  rename,
  flock,
  allocation,
};
inline constexpr std::size_t kCalls = 10;

std::string_view name_of(Call call);

struct Fault {
  enum class Kind : std::uint8_t {
    none,
    ways,       // none, but the ways to allocations are told apart (CallCounts::ways)
    failure,    // of the n-th such call, and of no other
    kill,       // of the process at its n-th call of any kind but allocations
    full_disk,  // after n bytes
  };
  Kind kind = Kind::none;
  Call call = Call::pread;
  std::uint64_t n = 0;
};

inline constexpr std::size_t kMostWays = 1 << 14;

// What a process met; where another one is to see it, in memory that both have.
struct CallCounts {
  // The first allocation of each way to one: of functions that called each other down to it.
  std::array<std::atomic<std::uint32_t>, kMostWays> ways{};
  std::atomic<std::uint32_t> ways_found{0};
  std::array<std::atomic<std::uint64_t>, kCalls> made{};
  std::atomic<std::uint64_t> all{0};      // but allocations
  std::atomic<std::uint64_t> written{0};  // bytes
  std::atomic<bool> struck{false};        // the fault came to pass
};

// From now on, in this process. `counts` must outlive it.
void arm(const Fault& fault, CallCounts& counts);
void disarm();

// For the definitions of calls: counts one, and says whether it is to fail.
bool fails(Call call);
// Notes the way to an allocation that is new (ways.cc).
void note_way(CallCounts& counts, std::uint32_t allocation);
// How much of `size` bytes the disk takes, which may be none.
std::size_t room_for(std::size_t size);

}  // namespace sojourn::testing
