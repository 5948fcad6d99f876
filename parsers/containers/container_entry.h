// What a container (an archive, the files of a disk image) holds, as values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/time.h"

namespace sojourn {

struct ContainerEntry {
  std::uint64_t number = 0;  // its place in the container; every reading of it gives the same
  // As the container has it, in UTF-8. It may be anything ("../../etc/passwd") and names nothing on
  // this machine. Empty where the container holds one file that has no name in it.
  std::string name;
  std::optional<std::uint64_t> size;  // as the container says
  std::optional<Timestamp> modified;
  std::string head;        // how its bytes begin, as many as tell its form
  bool has_bytes = false;  // all of its bytes follow
};

// What a reader is asked for.
struct ContainerRequest {
  std::vector<std::string> passwords = {};  // tried in their order
  std::vector<int> parts = {};          // descriptors of the files in which a disk image goes on
  std::vector<std::string> names = {};  // of files of a disk image that are told of besides logs
  bool deleted = false;                 // of a disk image, deleted logs, too
  std::uint64_t most_entries = 1'000'000;
  // The numbers, in their order, of those whose bytes are wanted; no other is told of. Without: all
  // are told of, and those that begin like evidence come with their bytes.
  std::optional<std::vector<std::uint64_t>> wanted = {};
};

// Why a container, or an entry of it, cannot be read, or not to its end.
struct ContainerFault {
  enum class Kind : std::uint8_t {
    damaged,    // torn, altered, or not what it says
    password,   // encrypted; no password, or not the right one
    encrypted,  // in a way that cannot be read
    packed,     // by a method that is not known: Deflate64, which Windows uses for large files
    entries,    // more of them than most_entries
    volume,     // of a disk image, that is encrypted
    deleted,    // and what stood there is not there any more
    reader,     // the reader was ended: it ran out of its limits, or a fault of its library
  };
  Kind kind = Kind::damaged;
  std::string found;
};

}  // namespace sojourn
