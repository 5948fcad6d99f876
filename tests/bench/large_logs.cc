#include "tests/bench/large_logs.h"

#include <fstream>
#include <stdexcept>

#include "tests/bench/file_server.h"
#include "tests/simulation/evtx_writer.h"

namespace sojourn::bench {
namespace {

void let_happen(Kind kind, FileServer& server) {
  constexpr std::uint64_t mixed = 45, sparse = 1;
  switch (kind) {
    case Kind::mix:
      return server.serve(mixed);
    case Kind::logons:
      return server.change_visitor();
    case Kind::storm:
      return server.refuse_guess();
    case Kind::sparse:
      return server.serve(sparse);
  }
}

template <class Enough>
LargeLog write_until(Enough enough, Kind kind, const std::filesystem::path& path,
                     const std::string& server = "SRV-FILE01", std::ostream* json = nullptr) {
  FileServer file_server(server);
  simulation::EvtxWriter writer(path);
  std::uint64_t records = 0;
  while (!enough(records)) {
    let_happen(kind, file_server);
    if (json != nullptr) file_server.write_json_to(*json);
    records += file_server.write_to(writer);
  }
  writer.finish();
  return {path.stem().string(), path, std::filesystem::file_size(path), records};
}

// Whether the file at `path`, which grows, has so many bytes.
auto has_size(std::uint64_t bytes, const std::filesystem::path& path) {
  constexpr std::uint64_t records_between_looks = 256;
  return [bytes, &path, next_look = std::uint64_t{0}](std::uint64_t records) mutable {
    if (records < next_look) return false;
    next_look = records + records_between_looks;
    return std::filesystem::file_size(path) >= bytes;
  };
}

}  // namespace

LargeLog write_log_of_size(Kind kind, std::uint64_t bytes, const std::filesystem::path& path) {
  return write_until(has_size(bytes, path), kind, path);
}

LargeLog write_log_of_records(Kind kind, std::uint64_t records, const std::filesystem::path& path) {
  return write_until([&](std::uint64_t written) { return written >= records; }, kind, path);
}

LargeLog write_log_of_server(Kind kind, std::uint64_t records, const std::string& server,
                             const std::filesystem::path& path) {
  return write_until([&](std::uint64_t written) { return written >= records; }, kind, path, server);
}

LargeLog write_log_and_json(Kind kind, std::uint64_t bytes, const std::string& server,
                            const std::filesystem::path& path, const std::filesystem::path& json) {
  std::ofstream lines(json, std::ios::binary);
  LargeLog log = write_until(has_size(bytes, path), kind, path, server, &lines);
  if (!lines.flush()) throw std::runtime_error("cannot write " + json.string());
  return log;
}

}  // namespace sojourn::bench
