// What a case holds, for the end of the command that made it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <ostream>
#include <string>

namespace sojourn {

// "3 hosts", "1 host".
std::string counted(std::uint64_t number, const std::string& one);

// How many sessions of people there are, and a table of hosts (cli/host_summary.h).
void write_case_summary(const std::filesystem::path& case_file, std::ostream& out);

}  // namespace sojourn
