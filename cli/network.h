// An address, or all addresses of a network: what `--ip` accepts.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sojourn {

class Network {
 public:
  // "10.1.2.3", "10.1.0.0/16", "fe80::1", "2001:db8::/32". Nothing for other text.
  static std::optional<Network> parse(std::string_view text);

  // False for text that is no address. IPv4 networks hold no IPv6 addresses, nor the other way
  // round.
  bool contains(std::string_view address) const;

 private:
  using Bytes = std::array<std::uint8_t, 16>;
  struct Address {
    Bytes bytes{};
    unsigned bits = 0;  // 32 or 128
  };
  static std::optional<Address> parse_address(std::string_view text);

  Address address_;
  unsigned prefix_ = 0;  // how many leading bits must agree
};

}  // namespace sojourn
