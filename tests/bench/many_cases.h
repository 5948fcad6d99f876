// Many cases merged into one: what each of them costs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <ostream>

namespace sojourn::bench {

// Makes so many cases of a host each in the folder, where they are not there yet, and merges a
// tenth of them and all of them. Throws std::runtime_error when something cannot be measured.
void measure_many_cases(std::uint64_t cases, const std::filesystem::path& folder,
                        std::ostream& out);

}  // namespace sojourn::bench
