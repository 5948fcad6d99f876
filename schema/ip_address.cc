#include "schema/ip_address.h"

#include <arpa/inet.h>

#include <cstddef>
#include <string>

namespace sojourn {

std::optional<IpAddress> parse_ip(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  const std::string terminated(text);
  IpAddress ip;
  if (inet_pton(AF_INET, terminated.c_str(), ip.bytes.data() + 12) == 1) {
    ip.bytes[10] = ip.bytes[11] = 0xFF;
    ip.is_v4 = true;
    return ip;
  }
  if (inet_pton(AF_INET6, terminated.c_str(), ip.bytes.data()) == 1) return ip;
  return std::nullopt;
}

std::string network_of(std::string_view address) {
  const auto ip = parse_ip(address);
  if (!ip) return {};
  constexpr std::ptrdiff_t kIpv4 = 15, kIpv6 = 8;  // bytes of the prefix, of 16
  return (ip->is_v4 ? "4" : "6") +
         std::string(ip->bytes.begin(), ip->bytes.begin() + (ip->is_v4 ? kIpv4 : kIpv6));
}

}  // namespace sojourn
