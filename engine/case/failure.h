// What an NTSTATUS of a failed logon means.
#pragma once

#include <cstdint>
#include <string>

namespace sojourn {

// In plain English, e.g. 0xC000006A "correct user name, wrong password"; "0xC0000123 (unknown)" for
// others.
std::string failure_reason(std::uint32_t status);

}  // namespace sojourn
