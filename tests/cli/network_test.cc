#include "cli/network.h"

#include <gtest/gtest.h>

namespace sojourn {
namespace {

bool contains(std::string_view network, std::string_view address) {
  return Network::parse(network).value().contains(address);
}

TEST(Network, AnAddressHoldsOnlyItself) {
  EXPECT_TRUE(contains("194.61.24.102", "194.61.24.102"));
  EXPECT_FALSE(contains("194.61.24.102", "194.61.24.103"));
}

TEST(Network, APrefixHoldsItsRange) {
  EXPECT_TRUE(contains("172.16.0.0/12", "172.31.255.255"));
  EXPECT_FALSE(contains("172.16.0.0/12", "172.32.0.0"));
  EXPECT_TRUE(contains("0.0.0.0/0", "8.8.8.8"));
}

TEST(Network, TheSpellingOfAnIpv6AddressDoesNotMatter) {
  EXPECT_TRUE(contains("2001:DB8:0::1", "2001:db8::1"));
  EXPECT_TRUE(contains("fe80::/10", "fe80::1"));
  EXPECT_FALSE(contains("fe80::/10", "10.0.0.1"));
}

TEST(Network, ANameIsNoAddress) { EXPECT_FALSE(contains("0.0.0.0/0", "kali")); }

TEST(Network, WhatIsNoNetworkIsRefused) {
  for (const char* text :
       {"", "kali", "10.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "::/129"}) {
    EXPECT_FALSE(Network::parse(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace sojourn
