// Records of the common providers, and event logs with them as a reader by others sees them.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "tests/simulation/log_record.h"
#include "tests/support/scratch.h"

namespace sojourn::testing {

inline simulation::LogRecord logon(std::uint64_t id) {
  simulation::LogRecord record;
  record.provider = "Microsoft-Windows-Security-Auditing";
  record.provider_guid = "{54849625-5478-4994-A5BA-3E3B0328C30D}";
  record.event_id = 4624;
  record.version = 2;
  record.channel = "Security";
  record.computer = "WS-1.corp.example";
  record.time = *parse_time("2020-09-19T03:21:48.8912345Z") + Ticks(static_cast<long>(id));
  record.record_id = id;
  record.values = {{"TargetUserName", "alice"},
                   {"TargetLogonId", "0x3e7", simulation::ValueType::hex64}};
  return record;
}

inline simulation::LogRecord session_arrival(std::uint64_t id) {
  simulation::LogRecord record = logon(id);
  record.provider = "Microsoft-Windows-TerminalServices-LocalSessionManager";
  record.provider_guid = "{5D896912-022D-40AA-A3A8-4FA5515C76D7}";
  record.event_id = 21;
  record.version = 0;
  record.channel = "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational";
  record.activity = "{F4205BAC-1B7C-4E4F-9D4B-0123456789AB}";
  record.user_id = "S-1-5-18";
  record.user_data = "EventXML";
  record.user_data_namespace = "Event_NS";
  record.values = {{"User", "CORP\\alice"}, {"SessionID", "2", simulation::ValueType::uint32}};
  return record;
}

inline simulation::LogRecord log_service_started(std::uint64_t id) {
  simulation::LogRecord record = logon(id);
  record.provider = "EventLog";
  record.provider_guid = "";
  record.event_id = 6005;
  record.channel = "System";
  record.values = {{"", "first"}, {"", "second"}};
  return record;
}

// Every kind of record in turn, each with a user of its own so that the records differ in size.
inline std::vector<simulation::LogRecord> long_log(std::uint64_t count) {
  std::vector<simulation::LogRecord> records;
  for (std::uint64_t id = 1; id <= count; ++id) {
    simulation::LogRecord record = id % 3 == 0   ? session_arrival(id)
                                   : id % 3 == 1 ? logon(id)
                                                 : log_service_started(id);
    record.values[0].value = std::string(id % 40, 'u') + std::to_string(id);
    records.push_back(record);
  }
  return records;
}

// What evtxexport, a reader by others, makes of a log: the Event elements under one root.
inline pugi::xml_document exported(const std::string& bytes) {
  const Scratch folder;
  write_file(folder / "log.evtx", bytes);
  const Outcome outcome = run_in(folder, "evtxexport -f xml log.evtx");
  EXPECT_EQ(0, outcome.status);
  EXPECT_EQ("", outcome.err);
  pugi::xml_document document;
  const std::size_t begin = std::min(outcome.out.find("<Event"), outcome.out.size());
  // Complaints would stand between the line with its version and the first event.
  EXPECT_EQ(outcome.out.find("\n\n") + 2, begin) << outcome.out.substr(0, begin);
  const std::string log = "<log>" + outcome.out.substr(begin) + "</log>";
  EXPECT_TRUE(
      document.load_string(log.c_str(), pugi::parse_default | pugi::parse_ws_pcdata_single));
  return document;
}

inline std::vector<pugi::xml_node> events(const pugi::xml_document& document) {
  const auto found = document.child("log").children("Event");
  return {found.begin(), found.end()};
}

}  // namespace sojourn::testing
