// Disk images in several files, which are told by their names.
#pragma once

#include <filesystem>
#include <vector>

#include "parsers/file_descriptor.h"

namespace sojourn {

// The files in which the image goes on, in their order, open for reading: disk.002 and so on beside
// disk.001, disk.E02 beside disk.E01. None for a file of another name.
std::vector<FileDescriptor> open_further_parts(const std::filesystem::path& first);

// Whether the first part of that later one is beside it.
bool has_first_part(const std::filesystem::path& later);

}  // namespace sojourn
