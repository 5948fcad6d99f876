// What it costs to read a domain controller's service tickets (4769), which are two thirds of its
// Security log.
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>

namespace sojourn::bench {

// Writes such a log of so many records, analyses it with and without them, and writes what each
// took. Throws std::runtime_error where that cannot be measured.
void measure_service_tickets(const std::filesystem::path& folder, std::uint64_t records,
                             std::ostream& out);

}  // namespace sojourn::bench
