#include "correlator/names/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "schema/ip_address.h"

namespace sojourn {
namespace {

using Bytes = std::array<std::uint8_t, 16>;

bool is_ipv4(const Bytes& ip) {
  return std::all_of(ip.begin(), ip.begin() + 10, [](std::uint8_t b) { return b == 0; }) &&
         ip[10] == 0xff && ip[11] == 0xff;
}

std::string canonical(const Bytes& ip) {
  char text[INET6_ADDRSTRLEN] = {};
  if (is_ipv4(ip)) {
    inet_ntop(AF_INET, ip.data() + 12, text, sizeof text);
  } else {
    inet_ntop(AF_INET6, ip.data(), text, sizeof text);
  }
  return text;
}

// Of the IPv4 address in the last four bytes.
SourceScope scope_of_ipv4(const Bytes& ip) {
  const unsigned a = ip[12], b = ip[13];
  if (a == 127) return SourceScope::loopback;
  const bool internal = a == 10 || (a == 172 && b >= 16 && b <= 31) || (a == 192 && b == 168) ||
                        (a == 169 && b == 254) || (a == 100 && b >= 64 && b <= 127);
  return internal ? SourceScope::internal : SourceScope::external;
}

// RFC 1918, RFC 3927, RFC 6598 (carrier-grade NAT), RFC 4193, RFC 4291 link-local and RFC 3879
// site-local are internal; ::a.b.c.d (RFC 4291, IPv4-compatible) is what its IPv4 is.
SourceScope scope_of(const Bytes& ip) {
  if (is_ipv4(ip)) return scope_of_ipv4(ip);
  const bool in_last_four =
      std::all_of(ip.begin(), ip.begin() + 12, [](unsigned char c) { return c == 0; });
  if (in_last_four && ip[12] == 0 && ip[13] == 0 && ip[14] == 0 && ip[15] <= 1)
    return SourceScope::loopback;
  if (in_last_four) return scope_of_ipv4(ip);
  const bool unique_local = (ip[0] & 0xfe) == 0xfc;
  const bool link_or_site_local = ip[0] == 0xfe && (ip[1] & 0x80) == 0x80;
  return unique_local || link_or_site_local ? SourceScope::internal : SourceScope::external;
}

// The address part: no brackets and port ("[v6]:port", "v4:port", as RdpCoreTS 131 writes), no
// "%zone", and nothing behind a NUL.
std::string_view without_port_and_zone(std::string_view text) {
  if (text.starts_with('[')) {
    text.remove_prefix(1);
    text = text.substr(0, text.find(']'));
  } else if (std::ranges::count(text, ':') == 1) {
    text = text.substr(0, text.find(':'));
  }
  text = text.substr(0, text.find('%'));
  return text.substr(0, text.find('\0'));
}

// "::%16777216" in an LSM address: a tunnel of ngrok's, which ends on this host. Without the zone
// nothing was logged.
bool is_logged(const IpAddress& ip, std::string_view text) {
  return ip.bytes != Bytes{} || text.find("%16777216") != std::string_view::npos;
}

}  // namespace

std::string canonical_address(std::string_view raw) {
  const auto ip = parse_ip(without_port_and_zone(raw));
  return ip && is_logged(*ip, raw) ? canonical(ip->bytes) : "";
}

Address Addresses::of(Text raw) const {
  if (const Address* const known = known_.find(raw)) return *known;
  const Address address = read(raw);
  known_.put(raw, address);
  return address;
}

Address Addresses::read(Text raw) const {
  const std::string_view text = strings_[raw];
  if (text.empty()) return {};
  const auto ip = parse_ip(without_port_and_zone(text));
  if (!ip) return {.kind = Address::Kind::word, .text = Text::none, .scope = SourceScope::unknown};
  if (!is_logged(*ip, text)) return {};
  return {.kind = Address::Kind::ip,
          .text = strings_.intern(canonical(ip->bytes)),
          .scope = scope_of(ip->bytes)};
}

}  // namespace sojourn
