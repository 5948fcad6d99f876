// An address, or all addresses of a network: what `--ip` accepts.
#pragma once

#include <optional>
#include <string_view>

#include "schema/ip_address.h"

namespace sojourn {

class Network {
 public:
  // "10.1.2.3", "10.1.0.0/16", "fe80::1", "2001:db8::/32". Nothing for other text.
  static std::optional<Network> parse(std::string_view text);

  // False for text that is no address. IPv4 networks hold no IPv6 addresses, nor the other way
  // round.
  bool contains(std::string_view address) const;

 private:
  IpAddress address_;
  unsigned prefix_ = 0;  // how many leading bits of its 16 bytes must agree
};

}  // namespace sojourn
