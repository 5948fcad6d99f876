// A GUID in sixteen bytes, in the order in which its text has them.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sojourn {

struct Guid {
  std::array<std::uint8_t, 16> bytes{};  // all zero: none

  auto operator<=>(const Guid&) const = default;
};

// Reads "f4205bac-1b7c-4e4f-9d4b-0123456789ab" in any case, with or without braces. Nothing for any
// other text.
std::optional<Guid> parse_guid(std::string_view text);

// In upper case, without braces.
std::string guid_text(const Guid& guid);

}  // namespace sojourn
