// Any bytes as evidence, from the file to the case: what the readers yield is in the case, each
// record used or said to be of no use, each session on records, and a second run changes nothing.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <tuple>
#include <variant>

#include "engine/analyze.h"
#include "engine/case/case_reader.h"
#include "engine/evidence.h"
#include "engine/reading.h"
#include "tests/fuzz/memory_folder.h"
#include "tests/fuzz/require.h"

namespace {

namespace fs = std::filesystem;

using sojourn::fuzzing::memory_folder;
using sojourn::fuzzing::require;

// The records that the reader yields, told apart by where they stand.
std::size_t records_read(const fs::path& log) {
  std::set<std::tuple<std::string, std::string, std::uint64_t, std::int64_t>> records;
  const sojourn::Evidence evidence = sojourn::find_evidence({log});
  sojourn::read_in_parallel(evidence.files, 1, [&](sojourn::Reading&& reading) {
    const sojourn::Strings& strings = *reading.strings;
    for (const sojourn::Event& event : reading.events) {
      records.emplace(strings[event.computer], strings[event.channel], event.record,
                      event.time.time_since_epoch().count());
    }
  });
  return records.size();
}

std::int64_t number(const sojourn::CaseReader& reader, const char* sql) {
  auto query = reader.query(sql);
  const auto row = query.next();
  require(row.has_value());
  return std::get<std::int64_t>(row->at(0));
}

void check(const fs::path& log, const fs::path& path) {
  const sojourn::CaseReader reader(path);
  for (const char* view : {"v_session", "v_session_event", "v_event", "v_timeline", "issue"}) {
    auto rows = reader.query(std::string("SELECT * FROM ") + view);
    while (rows.next()) {
    }
  }
  require(number(reader,
                 "SELECT count(*) FROM (SELECT DISTINCT computer, channel, record_id, time "
                 "FROM v_event)") == static_cast<std::int64_t>(records_read(log)));
  require(number(reader,
                 "SELECT count(*) FROM event e WHERE unmatched_reason IS NULL AND "
                 "NOT EXISTS (SELECT 1 FROM session_event x WHERE x.event_id = e.event_id) "
                 "AND NOT EXISTS (SELECT 1 FROM logon_session l WHERE e.event_id IN "
                 "(l.start_event_id, l.end_event_id)) AND NOT EXISTS (SELECT 1 FROM "
                 "local_session l WHERE e.event_id IN (l.start_event_id, l.end_event_id))") == 0);
  require(number(reader,
                 "SELECT count(*) FROM session s WHERE NOT EXISTS (SELECT 1 FROM "
                 "session_event x WHERE x.session_id = s.session_id)") == 0);
  require(number(reader,
                 "SELECT count(*) FROM v_session WHERE end_time IS NOT NULL AND "
                 "duration_s < 0") == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fs::path log = memory_folder() / "log", path = memory_folder() / "case.db";
  fs::remove(path);
  std::ofstream(log, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  sojourn::AnalyzeOptions options;
  options.evidence = {log};
  options.output = path;
  options.version = "fuzz";
  if (sojourn::find_evidence({log}).files.empty()) return 0;
  sojourn::analyze(options);
  check(log, path);
  require(sojourn::analyze(options).known == 1);
  return 0;
}
