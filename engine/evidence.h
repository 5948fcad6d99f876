// From what the user names to the event logs to read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/container_options.h"
#include "parsers/byte_source.h"
#include "parsers/evidence_form.h"
#include "parsers/slack_records.h"
#include "schema/result.h"
#include "schema/time.h"

namespace sojourn {

struct EvidenceFile {
  std::filesystem::path
      path;  // as it is named; of what lies in a container, see container_search.h
  std::filesystem::path file;  // what stands on the disk: itself, or the outermost container
  std::vector<std::uint64_t> within = {};  // its number in that, in the container there, and so on
  std::uint64_t size = 0;
  std::string sha256 = {};  // lower-case hex
  EvidenceForm form = EvidenceForm::log;
  FileState state = {};                      // of `file`, before it was hashed
  std::optional<Timestamp> modified = {};    // as its container says, where it lies in one
  std::string container_sha256 = {};         // of `file`, where it is asked for and holds this one
  std::string container_hash = {};           // of that, too, what it says of itself
  std::string collection = {}, origin = {};  // see engine/collection.h
  // What of it is read: see AnalyzeOptions.
  SlackRecords slack = SlackRecords::leave;
  bool service_tickets = true;
};

struct UnreadableFile {
  std::filesystem::path path;
  Issue issue;
};

struct Evidence {
  std::vector<EvidenceFile> files;         // distinct contents, in the order of sha256
  std::vector<EvidenceFile> copies;        // with the bytes of one of these, in the same order
  std::vector<UnreadableFile> unreadable;  // by path
  // The files of `files` and their copies, the folders of which every name was seen, and the
  // containers that were gone through.
  std::vector<std::filesystem::path> readable;
  // Only where it is asked for: what is no event log and has not to be one.
  std::vector<std::filesystem::path> passed_over;
};

// Whether files that are not read are named one by one: there may be very many.
enum class Others : bool { count, name };

// Looks through files, folders and archives, at any depth, for event logs and their exports as XML
// or JSON: by content. What may hold events and is not read is an UnreadableFile: a file named
// "*.evtx" whose content is something else, disk images and the like (engine/unread_forms.h), what
// of an archive is torn or encrypted or beyond the bounds, pipes and devices, what the system
// refuses to read or to list, and links, which are not followed, to where no other path of the
// evidence leads. Other files in folders are passed over. Opens everything read-only. Throws
// std::runtime_error, one line that says what to do, for a path that does not exist and for one
// that is neither file nor folder.
Evidence find_evidence(const std::vector<std::filesystem::path>& paths,
                       const ContainerOptions& options = {}, Others others = Others::count);

}  // namespace sojourn
