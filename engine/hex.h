// "0x3e7": lower case, no leading zeros, as analysts know LogonIds.
#pragma once

#include <cstdint>
#include <string>

namespace sojourn {

std::string hex_text(std::uint64_t number);
// All sixteen digits and nothing else: "00000000000003e7".
std::string hex_digits(std::uint64_t number);

}  // namespace sojourn
