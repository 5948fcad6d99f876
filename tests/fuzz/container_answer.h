// What a reader of containers answers, read in the fuzzer's own process, which sees it then.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <system_error>
#include <utility>

#include "parsers/containers/container_reader.h"
#include "parsers/evidence_form.h"
#include "tests/fuzz/require.h"

namespace sojourn::fuzzing {

inline FileDescriptor memory(const std::uint8_t* data, std::size_t size) {
  FileDescriptor file(memfd_create("fuzz", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  require(write(file.number(), data, size) == static_cast<ssize_t>(size));
  require(lseek(file.number(), 0, SEEK_SET) == 0);
  return file;
}

// What `read` writes into the descriptor that it is given, or the first of it: a bomb is cut off.
template <class Read>
FileDescriptor answer_of(const Read& read) {
  constexpr off_t kMost = off_t{16} << 20;
  FileDescriptor answer = memory(nullptr, 0);
  require(ftruncate(answer.number(), kMost) == 0);
  require(fcntl(answer.number(), F_ADD_SEALS, F_SEAL_GROW) == 0);
  try {
    read(answer.number());
  } catch (const std::system_error&) {  // it is full
  }
  require(lseek(answer.number(), 0, SEEK_SET) == 0);
  return answer;
}

// To its end; what comes out keeps to its promises.
inline void read_all(ContainerReader& reader, const ContainerRequest& request) {
  std::uint64_t entries = 0, next_number = 0;
  while (const auto entry = reader.next()) {
    require(++entries <= request.most_entries);
    require(entry->number >= next_number);
    next_number = entry->number + 1;
    require(entry->head.size() <= kHeadOfForm);
    require(entry->name.find('\0') == std::string::npos || entry->name.size() < 1 << 18);
    std::uint64_t size = 0;
    while (const auto piece = reader.next_piece()) {
      require(entry->has_bytes && !piece->empty());
      size += piece->size();
    }
    const bool is_as_said = !entry->size || *entry->size == size;
    require(!entry->has_bytes || reader.fault() || is_as_said);
    require(!reader.next_piece());
  }
  require(!reader.next());
}

}  // namespace sojourn::fuzzing
