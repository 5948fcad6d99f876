// Which kind of archive a file is, by how it begins.
#pragma once

#include <cstdint>
#include <optional>

#include "parsers/byte_cursor.h"

namespace sojourn {

enum class ArchiveForm : std::uint8_t {
  zip,
  seven_zip,
  tar,
  compressed,  // gzip, bzip2, xz or zstd, of a tar or of one file
};

// Nothing for what is none that is read, and for documents and programs that are zip archives.
std::optional<ArchiveForm> archive_form(Bytes head);

}  // namespace sojourn
