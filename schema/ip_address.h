// An IPv4 or IPv6 address, as a text says it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sojourn {

struct IpAddress {
  std::array<std::uint8_t, 16> bytes{};  // IPv4 as ::ffff:a.b.c.d
  bool is_v4 = false;                    // written with dots alone
};

// "10.1.2.3", "fe80::1"; nothing for other text, with a port or a zone, too.
std::optional<IpAddress> parse_ip(std::string_view text);

// Two addresses of one IPv4 /24 or IPv6 /64 have the same; empty for other text.
std::string network_of(std::string_view address);

}  // namespace sojourn
