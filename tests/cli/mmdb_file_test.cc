// MaxMind databases: what they say of addresses, and files that say nothing true.
#include "cli/mmdb_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <stdexcept>
#include <string>

#include "cli/geo_places.h"
#include "tests/support/mmdb.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using testing::mmdb_bytes;
using testing::mmdb_country;
using testing::mmdb_head;
using testing::mmdb_map;
using testing::mmdb_number;
using testing::mmdb_text;
using testing::Scratch;

class Mmdb : public ::testing::Test {
 protected:
  void write(const std::string& bytes) const { testing::write_file(folder_ / "x.mmdb", bytes); }
  // "SE", "" where the file knows none, or what is wrong with it.
  std::string country(const std::string& address) const {
    try {
      GeoPlaces places({folder_ / "x.mmdb"});
      return places.of(address).country;
    } catch (const std::runtime_error& error) {
      const std::string words = error.what();
      return words.substr(words.find(": ") + 2);
    }
  }

  Scratch folder_;
};

TEST_F(Mmdb, ANetworkHasItsCountryInTreesOfEverySize) {
  for (const unsigned bits : {24U, 28U, 32U}) {
    write(mmdb_bytes({{"203.0.113.0/24", mmdb_country("SE")},
                      {"198.51.100.128/25", mmdb_country("NL")},
                      {"2001:db8::/32", mmdb_country("JP")}},
                     {.record_bits = bits}));
    EXPECT_EQ(country("203.0.113.66"), "SE");
    EXPECT_EQ(country("203.0.114.66"), "");
    EXPECT_EQ(country("198.51.100.200"), "NL");
    EXPECT_EQ(country("198.51.100.2"), "");
    EXPECT_EQ(country("2001:db8:1::1"), "JP");
    EXPECT_EQ(country("::ffff:203.0.113.66"), "SE");
    EXPECT_EQ(country("kali"), "");
    write(mmdb_bytes({{"203.0.113.0/24", mmdb_country("SE")}},
                     {.record_bits = bits, .ip_version = 4}));
    EXPECT_EQ(country("203.0.113.66"), "SE");
    EXPECT_EQ(country("2001:db8:1::1"), "");
  }
}

TEST_F(Mmdb, AnAsHasItsNumberAndName) {
  testing::write_file(
      folder_ / "as.mmdb",
      mmdb_bytes({{"203.0.113.0/24", mmdb_map({{"autonomous_system_number", mmdb_number(64'496)},
                                               {"autonomous_system_organization",
                                                mmdb_text("Example Networks")}})}}));
  write(mmdb_bytes({{"203.0.113.0/24", mmdb_country("SE")}}));
  GeoPlaces places({folder_ / "x.mmdb", folder_ / "as.mmdb"});
  EXPECT_EQ(places.of("203.0.113.1").country, "SE");
  EXPECT_EQ(places.of("203.0.113.1").as_words(), "AS64496 Example Networks");
  EXPECT_EQ(places.of("192.0.2.1").as_words(), "");
}

TEST_F(Mmdb, PointersAreFollowedAndOtherValuesPassedOver) {
  // The record stands behind the text that its pointer leads to.
  const std::string text = mmdb_text("SE");
  const std::string pointer = {'\x20', '\x00'};
  const std::string record =
      mmdb_map({{"names", mmdb_map({{"de", mmdb_text(std::string(200, 's'))}})},
                {"list", mmdb_head(11, 2) + mmdb_number(7) + mmdb_map({{"a", mmdb_number(1)}})},
                {"is", mmdb_head(14, 1)},
                {"exact", mmdb_head(3, 8) + std::string(8, 'x')},
                {"country", mmdb_map({{"iso_code", pointer}})}});
  write(mmdb_bytes({{"192.0.2.0/24", text}, {"203.0.113.0/24", record}}));
  EXPECT_EQ(country("203.0.113.66"), "SE");
  EXPECT_EQ(country("192.0.2.1"), "");  // no map
}

TEST_F(Mmdb, WhatIsNoDatabaseIsSaidInOneLine) {
  const auto of = [this](const std::string& bytes) {
    write(bytes);
    return country("203.0.113.66");
  };
  EXPECT_EQ(of(""), "it has no metadata");
  EXPECT_EQ(of("SQLite format 3"), "it has no metadata");
  EXPECT_EQ(of("\xab\xcd\xefMaxMind.com"), "a value lies outside of its section");
  EXPECT_EQ(of("\xab\xcd\xefMaxMind.com" + mmdb_map({})), "its metadata lacks node_count");
  const auto with = [](std::uint32_t nodes, std::uint32_t bits, std::uint32_t version) {
    return std::string(100, '\0') + "\xab\xcd\xefMaxMind.com" +
           mmdb_map({{"node_count", mmdb_number(nodes)},
                     {"record_size", mmdb_number(bits)},
                     {"ip_version", mmdb_number(version)}});
  };
  EXPECT_EQ(of(with(1, 25, 6)), "its tree has records of a size that is none");
  EXPECT_EQ(of(with(1, 24, 5)), "it is of neither IPv4 nor IPv6");
  EXPECT_EQ(of(with(0xffff'ffff, 32, 6)), "its tree is larger than the file");
  EXPECT_EQ(of(with(715'827'883, 24, 6)), "its tree is larger than the file");  // 2^32 + 2 bytes
  EXPECT_EQ(of(with(1, 24, 6)), "its tree is deeper than an address");  // node 0 leads to itself
  testing::run_in(folder_, "rm x.mmdb; mkdir x.mmdb");
  EXPECT_EQ(country("203.0.113.66"), "it is not a file");
  testing::run_in(folder_, "rmdir x.mmdb; mkfifo x.mmdb");
  EXPECT_EQ(country("203.0.113.66"), "it is not a file");
}

// With libmaxminddb 1.7.1 the first of these ends the program.
TEST_F(Mmdb, ValuesWithinValuesEndNothing) {
  std::string deep;
  for (int i = 0; i < 500'000; ++i) deep += mmdb_head(11, 1);
  write(mmdb_bytes({{"203.0.113.0/24",
                     mmdb_map({{"a", deep + mmdb_text("x")}, {"country", mmdb_text("SE")}})}}));
  EXPECT_EQ(country("203.0.113.66"), "a record has too many values");
  const std::string itself = {'\x20', '\x00'};
  write(mmdb_bytes({{"203.0.113.0/24", itself + itself}}));
  EXPECT_EQ(country("203.0.113.66"), "a pointer leads to a pointer");
  write(mmdb_bytes({{"203.0.113.0/24", "\xff\xff\xff\xff"}}));
  EXPECT_EQ(country("203.0.113.66"), "a value lies outside of its section");
}

TEST_F(Mmdb, NoAlteredFileDoesMoreThanLie) {
  std::string bytes = mmdb_bytes({{"203.0.113.0/24", mmdb_country("SE")},
                                  {"198.51.100.0/24", mmdb_country("NL")},
                                  {"2001:db8::/32", mmdb_country("JP")}});
  std::mt19937 dice(1);
  for (int i = 0; i < 3'000; ++i) {
    std::string altered = bytes;
    for (int changes = 1 + i % 4; changes > 0; --changes) {
      // What stands behind the tree means most.
      const std::size_t from = i % 2 == 0 ? 0 : bytes.size() - 300;
      altered[from + dice() % (bytes.size() - from)] = static_cast<char>(dice());
    }
    if (i % 5 == 0) altered.resize(dice() % altered.size());
    write(altered);
    for (const char* address : {"203.0.113.66", "198.51.100.1", "2001:db8::1", "10.0.0.1"})
      EXPECT_LE(country(address).size(), 200U);
  }
}

TEST(Countries, AreNewBehindFiveSessionsFromOthers) {
  CountryHistory countries;
  for (int i = 0; i < 4; ++i) countries.add(1, "SE");
  countries.add(1, "NO");
  countries.add(1, "NL");
  countries.add(2, "NL");
  EXPECT_FALSE(countries.was_new(1, "NO"));
  EXPECT_TRUE(countries.was_new(1, "NL"));
  EXPECT_FALSE(countries.was_new(2, "NL"));
}

}  // namespace
}  // namespace sojourn
