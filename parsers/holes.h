// Where a sparse file has no bytes on its medium: what reads as zeros there need not be read.
#pragma once

#include <cstdint>

namespace sojourn {

// The first byte from `offset` on that lies in no hole; `size`, the file's, where there is none.
// `offset` itself where the system does not tell.
std::uint64_t next_data(int file, std::uint64_t offset, std::uint64_t size);

// How many of the file's bytes lie in no hole; 0 of what is none.
std::uint64_t data_size(int file);

}  // namespace sojourn
