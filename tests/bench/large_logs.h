// The logs that are measured. They follow from their kind and size alone, so that two runs, on two
// machines or of two versions, measure the same bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace sojourn::bench {

enum class Kind : std::uint8_t {
  mix,     // 45 of 100 records about logons, as on a file server with a generous audit policy
  logons,  // nothing but logons, privileges and logoffs
  storm,   // nothing but wrong passwords, from two hundred addresses
  sparse,  // one of 100 records about logons
};

struct LargeLog {
  std::string name;
  std::filesystem::path path = {};
  std::uint64_t bytes = 0;
  std::uint64_t records = 0;
};

// Ends at the first chunk beyond `bytes`. Throws std::runtime_error when it cannot be written.
LargeLog write_log_of_size(Kind kind, std::uint64_t bytes, const std::filesystem::path& path);
LargeLog write_log_of_records(Kind kind, std::uint64_t records, const std::filesystem::path& path);
// Of the server of that name.
LargeLog write_log_of_server(Kind kind, std::uint64_t records, const std::string& server,
                             const std::filesystem::path& path);
// Of the server of that name; the same events as JSON lines, too.
LargeLog write_log_and_json(Kind kind, std::uint64_t bytes, const std::string& server,
                            const std::filesystem::path& path, const std::filesystem::path& json);

}  // namespace sojourn::bench
