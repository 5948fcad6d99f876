// From what the user names to the event logs to read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "schema/result.h"

namespace sojourn {

enum class EvidenceForm : std::uint8_t {
  log,  // as Windows keeps it, *.evtx
  xml,  // events exported as XML
};

struct EvidenceFile {
  std::filesystem::path path;
  std::uint64_t size = 0;
  std::string sha256;  // lower-case hex
  EvidenceForm form = EvidenceForm::log;
};

struct UnreadableFile {
  std::filesystem::path path;
  Issue issue;
};

struct Evidence {
  std::vector<EvidenceFile> files;         // distinct contents, in the order of sha256
  std::vector<UnreadableFile> unreadable;  // by path
  std::uint64_t copies = 0;                // files with the bytes of one listed above
};

// Looks through files and folders (at any depth, links to folders not followed) for event logs and
// their exports as XML: by content, and by the name "*.evtx", which is an UnreadableFile where the
// content is something else. Other files in folders are passed over. Opens everything read-only.
// Throws std::runtime_error, one line that says what to do, for a path that does not exist and for
// one that is neither file nor folder.
Evidence find_evidence(const std::vector<std::filesystem::path>& paths);

}  // namespace sojourn
