// `sources` with databases of where addresses are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/support/case_of_rows.h"
#include "tests/support/mmdb.h"

namespace sojourn {
namespace {

using ::testing::HasSubstr;
using testing::mmdb_bytes;
using testing::mmdb_country;
using testing::mmdb_map;
using testing::mmdb_number;
using testing::mmdb_text;
using ::testing::Not;
using testing::Outcome;
using testing::run_in;
using testing::Scratch;

// Alice comes five times from Sweden, then from there and from elsewhere.
class GeoIp : public ::testing::Test {
 protected:
  GeoIp() {
    testing::write_case(folder_ / "case.db", R"(
      INSERT INTO host (host_id, name) VALUES (1, 'PC01');
      INSERT INTO account (account_id, name, class) VALUES (1, 'alice', 'user');
      WITH n (i, ip) AS (VALUES (1, '203.0.113.1'), (2, '203.0.113.2'), (3, '203.0.113.1'),
        (4, '203.0.113.1'), (5, '203.0.113.1'), (6, '203.0.113.3'), (7, '198.51.100.1'),
        (8, '10.0.0.1'))
      INSERT INTO session (session_id, uid, account_id, host_id, user_name, account_class, kind,
        outcome, start_time, end_time, src_ip, boot_id, start_reason, end_reason, end_exact,
        src_scope, src_inferred, elevated, failures_before, confidence)
      SELECT i, 'u' || i, 1, 1, 'alice', 'user', 'remote', 'success',
        '2026-03-0' || i || 'T09:00:00.0000000Z', '2026-03-0' || i || 'T10:00:00.0000000Z', ip, 1,
        'logon', 'logoff', 1, iif(ip LIKE '10.%', 'internal', 'external'), 0, 0, 0, 1 FROM n;)");
    testing::write_file(folder_ / "country.mmdb",
                        mmdb_bytes({{"203.0.113.0/24", mmdb_country("SE")},
                                    {"198.51.100.0/24", mmdb_country("NL")}}));
    testing::write_file(
        folder_ / "as.mmdb",
        mmdb_bytes({{"198.51.100.0/24",
                     mmdb_map({{"autonomous_system_number", mmdb_number(64'500)},
                               {"autonomous_system_organization", mmdb_text("=Host & <b>")}})}}));
  }
  Outcome sources(const std::string& options) const {
    return run_in(folder_, "sojourn sources case.db " + options);
  }

  Scratch folder_;
};

TEST_F(GeoIp, ACountryIsAColumnAndANewOneIsOdd) {
  EXPECT_EQ(sources("--geoip country.mmdb --format csv | cut -d, -f4,12-").out,
            "src_ip,country,as_number,as_name,why\r\n"
            "198.51.100.1,NL,,,external new_network new_country\r\n"
            "10.0.0.1,,,,new_network\r\n"
            "203.0.113.3,SE,,,external\r\n"
            "203.0.113.1,SE,,,external\r\n"
            "203.0.113.2,SE,,,external\r\n");
  EXPECT_THAT(sources("").out, Not(HasSubstr("country")));
}

TEST_F(GeoIp, AnAsIsAColumnWhereAFileHasIt) {
  const std::string table = sources("--geoip country.mmdb --geoip as.mmdb").out;
  EXPECT_THAT(table, HasSubstr("country  AS                   why\n"));
  EXPECT_THAT(table, HasSubstr("NL       AS64500 =Host & <b>  external new_network new_country\n"));
  EXPECT_THAT(sources("--geoip country.mmdb").out, Not(HasSubstr("  AS")));
  EXPECT_THAT(sources("--geoip as.mmdb --format csv").out, HasSubstr(",64500,'=Host & <b>,"));
  EXPECT_THAT(sources("--geoip as.mmdb --format markdown").out, HasSubstr("\\=Host &amp; &lt;b"));
}

TEST_F(GeoIp, AnExpectedSourceIsNotOddForItsCountry) {
  testing::write_file(folder_ / "known", "198.51.100.0/24\n");
  EXPECT_THAT(sources("--geoip country.mmdb --known known").out, HasSubstr("NL       known\n"));
}

TEST_F(GeoIp, WhatIsNoDatabaseIsOneLine) {
  for (const auto& [file, says] :
       {std::pair{"none.mmdb", "sojourn: cannot read none.mmdb: No such file or directory\n"},
        std::pair{"case.db",
                  "sojourn: case.db is no MaxMind database, or a damaged one: it has no "
                  "metadata\n"}}) {
    const Outcome outcome = sources(std::string("--geoip ") + file);
    EXPECT_EQ(outcome.status, 1);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err, says);
  }
}

}  // namespace
}  // namespace sojourn
