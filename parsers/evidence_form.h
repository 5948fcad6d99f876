// What a file, or an entry of a container, is: told by how it begins, whatever its name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "parsers/byte_cursor.h"

namespace sojourn {

enum class EvidenceForm : std::uint8_t {
  log,      // as Windows keeps it, *.evtx
  xml,      // events exported as XML
  json,     // events that a tool wrote as JSON
  image,    // of a disk: see parsers/containers/image_form.h
  archive,  // holds files: zip, 7z, tar, or one that is compressed; see parsers/containers/
};

// Whether it is read entry by entry (parsers/containers/container_reader.h).
inline bool is_container(EvidenceForm form) {
  return form == EvidenceForm::archive || form == EvidenceForm::image;
}

// So much of the beginning tells: the names that show an export as JSON may stand behind the whole
// message of its first event.
inline constexpr std::size_t kHeadOfForm = std::size_t{1} << 16;

// Nothing for what does not begin like evidence, and for documents and programs that are zip
// archives, of which a disk has thousands.
std::optional<EvidenceForm> evidence_form(Bytes head);

}  // namespace sojourn
