// From what the user names to the event logs to read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "parsers/byte_source.h"
#include "parsers/evidence_form.h"
#include "schema/result.h"

namespace sojourn {

struct EvidenceFile {
  std::filesystem::path path;
  std::uint64_t size = 0;
  std::string sha256;  // lower-case hex
  EvidenceForm form = EvidenceForm::log;
  FileState state;  // before it was hashed
};

struct UnreadableFile {
  std::filesystem::path path;
  Issue issue;
};

struct Evidence {
  std::vector<EvidenceFile> files;         // distinct contents, in the order of sha256
  std::vector<UnreadableFile> unreadable;  // by path
  // The files of `files` and their copies, and the folders of which every name was seen.
  std::vector<std::filesystem::path> readable;
  std::uint64_t copies = 0;  // files with the bytes of one listed above
};

// Looks through files and folders, at any depth, for event logs and their exports as XML: by
// content. What may hold events and is not read is an UnreadableFile: a file named "*.evtx" whose
// content is something else, archives and the like (engine/unread_forms.h), pipes and devices, what
// the system refuses to read or to list, and links, which are not followed, to where no other path
// of the evidence leads. Other files in folders are passed over. Opens everything read-only.
// Throws std::runtime_error, one line that says what to do, for a path that does not exist and for
// one that is neither file nor folder.
Evidence find_evidence(const std::vector<std::filesystem::path>& paths);

}  // namespace sojourn
