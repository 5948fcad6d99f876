// Reads an archive with libarchive: what the confined child does.
#pragma once

#include "parsers/containers/archive_form.h"
#include "parsers/containers/container_entry.h"

namespace sojourn {

// Reads `file` from its beginning and answers through `pipe` as parsers/containers/entry_pipe.h
// says.
void read_archive(int file, ArchiveForm form, const ContainerRequest& request, int pipe);

}  // namespace sojourn
