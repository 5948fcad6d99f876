// How a child that reads a container answers: the child's half of what
// parsers/containers/container_reader.h reads. For any kind of container.
#pragma once

#include <cstdint>
#include <string_view>

#include "parsers/byte_cursor.h"
#include "parsers/confined_child.h"
#include "parsers/containers/container_entry.h"

namespace sojourn {

// What stands in the pipe: a byte that names the frame, then
//   hash    of what the container holds, as it says, as size and bytes: once at most, in front
//   entry   number, size, seconds and nanoseconds of modification, whether its bytes follow, then
//           name and head as size and bytes
//   bytes   a piece of the entry's bytes that comes behind its head, as size and bytes
//   end     of the entry; each has one, or a fault in its place
//   fault   kind, found as size and bytes: of the entry that has not ended, else of the container
//   finish  the container was read to its end, or to a fault
enum class EntryFrame : char {
  hash = 'H',
  entry = 'N',
  bytes = 'D',
  end = 'E',
  fault = 'X',
  finish = 'F'
};

inline constexpr std::uint32_t kLongestName = 1 << 16;
inline constexpr std::uint32_t kLongestPiece = 1 << 18;
inline constexpr std::uint32_t kLongestFault = 1 << 10;
inline constexpr std::uint64_t kNoNumber = ~std::uint64_t{0};
inline constexpr std::int64_t kNoTime = INT64_MIN;

struct EntryFigures {
  std::uint64_t number = 0;
  std::uint64_t size = kNoNumber;
  std::int64_t modified_s = kNoTime;
  std::int64_t modified_ns = 0;
  std::uint64_t has_bytes = 0;
};

class EntryWriter {
 public:
  explicit EntryWriter(int pipe) : pipe_(pipe) {}

  void hash(std::string_view stored);
  void entry(const EntryFigures& figures, std::string_view name, Bytes head);
  void bytes(Bytes piece);
  void end();
  void fault(ContainerFault::Kind kind, std::string_view found);
  void finish();

 private:
  PipeWriter pipe_;
};

}  // namespace sojourn
