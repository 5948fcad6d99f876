// Writes event logs (EVTX, version 3.1) as the Event Log service of Windows does, so that tests and
// sample evidence rest on files whose every record is known.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>
#include <vector>

#include "tests/simulation/chunk.h"
#include "tests/simulation/log_record.h"

namespace sojourn::simulation {

// Writes records, in the given order, as one event log as Windows would. Throws std::runtime_error
// when the file cannot be written, std::invalid_argument for a record no event log can hold.
void write_evtx(const std::filesystem::path& path, const std::vector<LogRecord>& records);
std::string evtx_bytes(const std::vector<LogRecord>& records);  // the same as bytes

// One event log, record by record. No more than a chunk of it is ever in memory.
class EvtxWriter {
 public:
  explicit EvtxWriter(const std::filesystem::path& path);
  explicit EvtxWriter(std::ostream& out);  // which is empty, can be sought, and outlives this
  EvtxWriter(const EvtxWriter&) = delete;
  EvtxWriter& operator=(const EvtxWriter&) = delete;

  // After an exception for a record it is as if that had never been added.
  void add(const LogRecord& record);
  // The file is an event log only after this. Nothing can be added any more.
  void finish();

 private:
  bool try_add(const LogRecord& record);
  void write_chunk();
  void write(const std::string& bytes);

  std::ofstream file_;
  std::ostream& out_;
  Chunk chunk_;
  std::uint64_t chunks_ = 0;
  std::uint64_t records_ = 0;
  std::uint64_t next_record_id_ = 1;
};

}  // namespace sojourn::simulation
