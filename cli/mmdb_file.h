// A MaxMind DB file (MMDB 2.0): what is known of networks, as GeoLite2 and DB-IP give it.
//
// A reader of its own: the one that Debian 12 has, libmaxminddb 1.7.1, can be made to read outside
// of a file by the file's own numbers, and to nest until the stack ends. This one checks each
// number where it is read, nests nothing, and gives up on a record with more than ten thousand
// values. It holds nothing of the file but a few bytes at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "schema/ip_address.h"

namespace sojourn {

class MmdbFile {
 public:
  // Throws std::runtime_error, one line, for what cannot be read and for what is no such file.
  explicit MmdbFile(std::filesystem::path path);
  ~MmdbFile();
  MmdbFile(const MmdbFile&) = delete;
  MmdbFile& operator=(const MmdbFile&) = delete;

  // Where the record of the address's network stands; nothing for one that the file does not know.
  // Throws std::runtime_error where the file is damaged there.
  std::optional<std::uint64_t> record_of(const IpAddress& address) const;
  // The text or number that stands in the record under these names, each in the map of the one
  // before. Nothing where there is none. Throws as record_of() does.
  std::optional<std::string> text(std::uint64_t record,
                                  std::initializer_list<std::string_view> names) const;

 private:
  struct Value;
  class Reading;

  [[noreturn]] void damaged(const std::string& why) const;
  // Exactly so many bytes, or damaged().
  std::string bytes(std::uint64_t place, std::size_t count) const;
  std::uint64_t number(std::uint64_t place, std::size_t count) const;
  std::uint64_t child(std::uint64_t node, bool is_right) const;
  std::uint64_t metadata_place() const;
  std::uint64_t metadata_number(std::string_view name) const;

  std::filesystem::path path_;
  int file_ = -1;
  std::uint64_t size_ = 0;
  std::uint64_t nodes_ = 0;
  unsigned record_bits_ = 0;
  bool is_v6_ = false;
  // The sections of values: where each begins, to which its pointers are relative.
  std::uint64_t metadata_ = 0, data_ = 0, data_end_ = 0;
};

}  // namespace sojourn
