// Archives for tests, made by libarchive's other half.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/scratch.h"

namespace sojourn::testing {

struct ArchiveMember {
  std::string name, bytes;
  std::int64_t modified_s = 1'600'000'000;
};

// `form` is "zip", "7zip", "pax" (a tar) or "raw"; `options` are libarchive's, such as
// "zip:encryption=aes256"; `filter` is "gzip", "xz", "zstd", "bzip2" or nothing.
struct ArchiveShape {
  std::string form = "zip", filter = {}, options = {}, password = {};
};

inline void write_archive(const std::filesystem::path& path, const ArchiveShape& shape,
                          const std::vector<ArchiveMember>& members) {
  archive* out = archive_write_new();
  const auto check = [&](int status) {
    if (status != ARCHIVE_OK) throw std::runtime_error(archive_error_string(out));
  };
  std::filesystem::create_directories(path.parent_path());
  check(archive_write_set_format_by_name(out, shape.form.c_str()));
  if (!shape.filter.empty()) check(archive_write_add_filter_by_name(out, shape.filter.c_str()));
  if (!shape.options.empty()) check(archive_write_set_options(out, shape.options.c_str()));
  if (!shape.password.empty()) check(archive_write_set_passphrase(out, shape.password.c_str()));
  check(archive_write_set_bytes_in_last_block(out, 1));
  check(archive_write_open_filename(out, path.c_str()));
  archive_entry* entry = archive_entry_new();
  for (const auto& [name, bytes, modified_s] : members) {
    archive_entry_clear(entry);
    archive_entry_set_pathname(entry, name.c_str());
    archive_entry_set_size(entry, static_cast<std::int64_t>(bytes.size()));
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_mtime(entry, modified_s, 0);
    check(archive_write_header(out, entry));
    if (archive_write_data(out, bytes.data(), bytes.size()) !=
        static_cast<la_ssize_t>(bytes.size()))
      throw std::runtime_error(archive_error_string(out));
  }
  archive_entry_free(entry);
  check(archive_write_close(out));
  archive_write_free(out);
}

// Its bytes.
inline std::string archive_of(const ArchiveShape& shape,
                              const std::vector<ArchiveMember>& members) {
  const Scratch folder;
  write_archive(folder / "archive", shape, members);
  return contents(folder / "archive");
}

// The header of a file in a tar, before its bytes; of kind '1' a hard link, of '2' a symbolic one,
// to `link`.
inline std::string tar_header(const std::string& name, std::uint64_t size, char kind = '0',
                              const std::string& link = "") {
  std::string header(512, '\0');
  const auto put = [&](std::size_t at, const std::string& text) {
    header.replace(at, text.size(), text);
  };
  char octal[12];
  std::snprintf(octal, sizeof octal, "%011llo", static_cast<unsigned long long>(size));
  put(0, name);
  put(100, "0000644");
  put(124, octal);
  put(136, "00000000000");
  put(148, "        ");
  header[156] = kind;
  put(157, link);
  put(257, std::string("ustar\0"
                       "00",
                       8));
  unsigned sum = 0;
  for (const char byte : header) sum += static_cast<unsigned char>(byte);
  std::snprintf(octal, sizeof octal, "%06o", sum);
  put(148, octal);
  header[154] = '\0';
  return header;
}

}  // namespace sojourn::testing
