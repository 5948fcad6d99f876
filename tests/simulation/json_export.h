// Records as JSON, the way tools write what they read in event logs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/simulation/log_record.h"

namespace sojourn::simulation {

enum class JsonForm : std::uint8_t {
  evtx_dump,            // -o jsonl
  separate_attributes,  // --separate-json-attributes
  velociraptor,         // parse_evtx()
  winlogbeat,
  evtx_ecmd,
};

// One object, on one line. What the form does not hold is left out.
std::string json_event(const LogRecord& record, JsonForm form);

// An object on each line.
std::string json_log(const std::vector<LogRecord>& records, JsonForm form);

// What of a time is left in the form.
Timestamp held_time(Timestamp time, JsonForm form);
// The record with its times so.
LogRecord held(LogRecord record, JsonForm form);

}  // namespace sojourn::simulation
