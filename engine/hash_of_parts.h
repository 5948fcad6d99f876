// The hash of a container in one file or in several.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "parsers/file_descriptor.h"

namespace sojourn {

// SHA-256 of the bytes of all of them, one behind another, as `cat disk.E0* | sha256sum` has it.
// `parts` are those in which the file goes on. Calls `hashed`, where it is not empty, now and then.
// Nothing where one of them cannot be read.
std::optional<std::string> hash_of_parts(
    const std::filesystem::path& path, std::span<const FileDescriptor> parts,
    const std::function<void(std::uint64_t bytes, std::uint64_t of)>& hashed);

}  // namespace sojourn
