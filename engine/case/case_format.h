// What marks a database as a case, and which shape of its tables this program knows.
#pragma once

#include <cstdint>

namespace sojourn {

inline constexpr std::int64_t kApplicationId = 0x534F4A4E;  // "SOJN"
inline constexpr std::int64_t kSchemaVersion = 9;

}  // namespace sojourn
