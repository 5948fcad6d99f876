// Reads the event logs in the NTFS volumes of a disk image: what the confined child does.
#pragma once

#include <span>

#include "parsers/containers/container_entry.h"
#include "parsers/containers/image_form.h"

namespace sojourn {

// `files` are the parts of the image in their order. Answers through `pipe` as
// parsers/containers/entry_pipe.h says, with the files of each volume that stand in a folder
// winevt/Logs or are called *.evtx: "vol2/Windows/System32/winevt/Logs/…", then with those of its
// shadow copies: "vol2/vss1/Windows/…". A volume that cannot be read is an entry, "vol2", with a
// fault.
void read_image(std::span<const int> files, ImageForm form, const ContainerRequest& request,
                int pipe);

}  // namespace sojourn
