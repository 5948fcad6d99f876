// The logs of a company for a case of any size: file servers with their visitors, mistyped
// passwords, guessing and logons from one server to the next; terminal servers with desktops that
// are locked, left and taken up again. They follow from the number of sessions alone.
#pragma once

#include <cstdint>
#include <filesystem>

namespace sojourn::bench {

// About so many access sessions, over sixty days, in a folder for each of 24 hosts. Throws
// std::runtime_error when they cannot be written.
void write_company(std::uint64_t sessions, const std::filesystem::path& folder);

}  // namespace sojourn::bench
