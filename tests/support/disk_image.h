// Images of disks for tests, made with the tools that Debian has for it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/support/scratch.h"

namespace sojourn::testing {

inline constexpr std::size_t kSector = 512;
inline constexpr std::size_t kFirstVolume = 2048 * kSector;  // where Windows lets one begin

struct Partition {
  std::uint8_t type;
  std::uint32_t first, count;  // sectors
};

// A sector with the table of these partitions, as BIOS knows it.
std::string partition_table(const std::vector<Partition>& partitions);

// Makes the file `volume`, an NTFS volume of so many MiB with what is in the folder `files`. Where
// the system lets nothing be mounted, the event logs alone stand in it, side by side. False where
// it cannot be made at all.
bool make_ntfs_volume(const Scratch& folder, const std::string& volume, const std::string& files,
                      std::uint64_t mebibytes);

}  // namespace sojourn::testing
