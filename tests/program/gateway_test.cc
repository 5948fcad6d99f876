// What a Remote Desktop gateway's log tells: nobody was on the gateway, but somebody went through.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using testing::run_in;
using testing::Scratch;
using testing::write_file;

class Gateway : public ::testing::Test {
 protected:
  struct Record {
    int id = 302;
    std::string time, user = R"(CORP\maria)", address = "198.51.100.23", protocol = "HTTP";
    int seconds = 0;
  };

  void add(const Record& record) {
    const std::string number = std::to_string(++records_);
    std::string fields = "<Username>" + record.user + "</Username><IpAddress>" + record.address +
                         "</IpAddress><Resource>SRV-APP07.corp.example</Resource>"
                         "<ConnectionProtocol>" +
                         record.protocol + "</ConnectionProtocol>";
    if (record.id == 303) {
      fields +=
          "<BytesReceived>2048</BytesReceived><BytesTransfered>1024</BytesTransfered>"
          "<SessionDuration>" +
          std::to_string(record.seconds) + "</SessionDuration>";
    }
    log_ +=
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
        "<Provider Name='Microsoft-Windows-TerminalServices-Gateway'/><EventID>" +
        std::to_string(record.id) + "</EventID><TimeCreated SystemTime='2026-03-03T" + record.time +
        "Z'/><EventRecordID>" + number +
        "</EventRecordID><Channel>Microsoft-Windows-TerminalServices-Gateway/Operational</Channel>"
        "<Computer>RDGW01.corp.example</Computer></System><UserData><EventInfo xmlns='aag'>" +
        fields + "</EventInfo></UserData></Event>\n";
  }

  std::string rows(const std::string& sql) {
    write_file(folder_ / "gateway.xml", log_);
    EXPECT_EQ(run_in(folder_, "sojourn analyze gateway.xml -o case.db --quiet").status, 0);
    const auto outcome = run_in(folder_, "sojourn sql case.db \"" + sql + "\" --format csv");
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return outcome.out.substr(outcome.out.find('\n') + 1);
  }

 private:
  Scratch folder_;
  std::string log_;
  int records_ = 0;
};

constexpr const char* kWho =
    "SELECT host, user_domain, user_name, src_ip, resource, substr(start_time, 12, 8), "
    "substr(end_time, 12, 8), duration_s, bytes_received, bytes_sent FROM v_gateway "
    "ORDER BY coalesce(start_time, end_time)";

TEST_F(Gateway, AConnectionThroughItIsARowAndNoSession) {
  add({.time = "07:58:11.4"});
  add({.id = 303, .time = "08:58:12.1", .seconds = 3600});
  EXPECT_EQ(
      "RDGW01.corp.example,CORP,maria,198.51.100.23,SRV-APP07.corp.example,07:58:11,08:58:12,"
      "3600,2048,1024\r\n",
      rows(kWho));
  EXPECT_EQ("0\r\n", rows("SELECT count(*) FROM v_session"));
}

TEST_F(Gateway, TransportsUsersAndReturnsAreToldApart) {
  add({.time = "08:00:00.0"});
  add({.time = "08:00:00.5", .protocol = "UDP"});
  add({.time = "08:00:01.0", .user = R"(CORP\okafor)"});
  add({.id = 303, .time = "08:10:00.5", .protocol = "UDP", .seconds = 600});
  add({.id = 303, .time = "08:20:01.0", .user = R"(CORP\okafor)", .seconds = 1200});
  add({.id = 303, .time = "08:30:00.0", .seconds = 1800});
  add({.time = "08:30:05.0"});
  EXPECT_EQ(
      "maria,HTTP,08:00:00,08:30:00\r\nmaria,UDP,08:00:00,08:10:00\r\n"
      "okafor,HTTP,08:00:01,08:20:01\r\nmaria,HTTP,08:30:05,\r\n",
      rows("SELECT user_name, protocol, substr(start_time, 12, 8), substr(end_time, 12, 8) FROM "
           "v_gateway ORDER BY start_time"));
}

TEST_F(Gateway, AnEndWhoseBeginIsLostTellsHowLongItWas) {
  add({.id = 303, .time = "08:58:12.1", .seconds = 3600});
  EXPECT_EQ("07:58:12,08:58:12,\r\n",
            rows("SELECT substr(start_time, 12, 8), substr(end_time, 12, 8), connected_event_id "
                 "FROM v_gateway"));
}

TEST_F(Gateway, WhomItLetInIsOfTheConnectionThatFollowsOrARowWithoutAResource) {
  add({.id = 200, .time = "07:58:10.0"});
  add({.time = "07:58:11.4"});
  add({.id = 200, .time = "09:00:00.0", .address = "203.0.113.66"});
  EXPECT_EQ("198.51.100.23,SRV-APP07.corp.example,07:58:11,1,2\r\n203.0.113.66,,09:00:00,3,\r\n",
            rows("SELECT src_ip, resource, substr(start_time, 12, 8), authorized_event_id, "
                 "connected_event_id FROM v_gateway ORDER BY start_time"));
}

TEST_F(Gateway, ItsRecordsSayWhyTheyAreInNoSession) {
  add({.time = "07:58:11.4"});
  EXPECT_EQ("302,passed on to the machine behind this gateway: see v_gateway\r\n",
            rows("SELECT event_code, unmatched_reason FROM event"));
}

}  // namespace
}  // namespace sojourn
