// What makes one logon's rest (see Event::rest) unlike any other's: its LogonGuid and its port. Cut
// out, a few texts are left that millions of logons share.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sojourn {

struct OwnValues {
  std::array<std::uint8_t, 16> guid{};
  std::uint16_t port = 0;  // none was cut out

  bool operator==(const OwnValues&) const = default;
};

// Takes the first GUID in braces out of `json`, and the IpPort where there is one, and leaves marks
// that no JSON holds. Nothing, and `json` is as it was, where it has no GUID: ports alone are few.
std::optional<OwnValues> cut_own_values(std::string& json);

// What cut_own_values() was given, byte for byte.
std::string with_own_values(std::string_view shape, const OwnValues& own);

}  // namespace sojourn
