#include "cli/network.h"

#include <charconv>

namespace sojourn {

std::optional<Network> Network::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::optional<IpAddress> address = parse_ip(text.substr(0, slash));
  if (!address) return std::nullopt;
  Network network;
  network.address_ = *address;
  network.prefix_ = 128;
  if (slash == std::string_view::npos) return network;
  const std::string_view length = text.substr(slash + 1);
  unsigned bits = 0;
  const auto read = std::from_chars(length.data(), length.data() + length.size(), bits);
  if (read.ec != std::errc{} || read.ptr != length.data() + length.size()) return std::nullopt;
  const unsigned before = address->is_v4 ? 96 : 0;  // what IPv4 begins with in 16 bytes
  if (bits > 128 - before) return std::nullopt;
  network.prefix_ = before + bits;
  return network;
}

bool Network::contains(std::string_view address) const {
  const std::optional<IpAddress> other = parse_ip(address);
  if (!other || other->is_v4 != address_.is_v4) return false;
  for (unsigned bit = 0; bit < prefix_; ++bit) {
    const unsigned mask = 0x80U >> (bit % 8);
    if (((address_.bytes[bit / 8] ^ other->bytes[bit / 8]) & mask) != 0) return false;
  }
  return true;
}

}  // namespace sojourn
