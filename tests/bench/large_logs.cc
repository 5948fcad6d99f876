#include "tests/bench/large_logs.h"

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
LargeLog write_until(const Enough& enough, Kind kind, const std::filesystem::path& path) {
  FileServer server;
  simulation::EvtxWriter writer(path);
  std::uint64_t records = 0;
  while (!enough(records)) {
    let_happen(kind, server);
    records += server.write_to(writer);
  }
  writer.finish();
  return {path.stem().string(), path, std::filesystem::file_size(path), records};
}

}  // namespace

LargeLog write_log_of_size(Kind kind, std::uint64_t bytes, const std::filesystem::path& path) {
  constexpr std::uint64_t records_between_looks = 256;
  std::uint64_t next_look = 0;
  return write_until(
      [&](std::uint64_t records) {
        if (records < next_look) return false;
        next_look = records + records_between_looks;
        return std::filesystem::file_size(path) >= bytes;
      },
      kind, path);
}

LargeLog write_log_of_records(Kind kind, std::uint64_t records, const std::filesystem::path& path) {
  return write_until([&](std::uint64_t written) { return written >= records; }, kind, path);
}

}  // namespace sojourn::bench
