// A record as a provider hands it to the Event Log service: what the EVTX writer writes and the
// host simulator produces.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "schema/time.h"

namespace sojourn::simulation {

// The binary XML type a value is stored as. Texts are given as Windows renders them and converted.
enum class ValueType : std::uint8_t { string, uint32, hex32, hex64, guid, sid, filetime, pointer };

struct NamedValue {
  std::string
      name;  // "TargetUserName"; empty for the positional Data of the classic EventLog provider
  std::string value;  // UTF-8; "" for an absent value
  ValueType type = ValueType::string;
};

struct LogRecord {
  std::string provider;       // "Microsoft-Windows-Security-Auditing"
  std::string provider_guid;  // "{54849625-…}", may be empty
  std::uint16_t event_id = 0;
  std::uint8_t version = 0;
  std::string channel;  // "Security", "Microsoft-Windows-…/Operational"
  std::string computer;
  Timestamp time;
  std::uint64_t record_id = 0;
  std::string activity;  // "{F4205BAC-…}", empty for none
  std::string user_id;   // System/Security/@UserID, a SID; empty for none
  // "" puts the values into EventData/Data[@Name]; otherwise UserData/<user_data>, each value an
  // element.
  std::string user_data;            // "EventXML", "LogFileCleared"
  std::string user_data_namespace;  // "Event_NS"
  std::vector<NamedValue> values;
};

}  // namespace sojourn::simulation
