#include "cli/network.h"

#include <arpa/inet.h>

#include <charconv>
#include <string>

namespace sojourn {

std::optional<Network::Address> Network::parse_address(std::string_view text) {
  const std::string terminated(text);
  Address address;
  if (terminated.find('\0') != std::string::npos) return std::nullopt;
  if (inet_pton(AF_INET, terminated.c_str(), address.bytes.data()) == 1) {
    address.bits = 32;
    return address;
  }
  if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) == 1) {
    address.bits = 128;
    return address;
  }
  return std::nullopt;
}

std::optional<Network> Network::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::optional<Address> address = parse_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  Network network;
  network.address_ = *address;
  network.prefix_ = address->bits;
  if (slash == std::string_view::npos) return network;
  const std::string_view length = text.substr(slash + 1);
  const auto read = std::from_chars(length.data(), length.data() + length.size(), network.prefix_);
  if (read.ec != std::errc{} || read.ptr != length.data() + length.size()) return std::nullopt;
  if (network.prefix_ > address->bits) return std::nullopt;
  return network;
}

bool Network::contains(std::string_view address) const {
  const std::optional<Address> other = parse_address(address);
  if (!other || other->bits != address_.bits) return false;
  for (unsigned bit = 0; bit < prefix_; ++bit) {
    const unsigned mask = 0x80U >> (bit % 8);
    if (((address_.bytes[bit / 8] ^ other->bytes[bit / 8]) & mask) != 0) return false;
  }
  return true;
}

}  // namespace sojourn
