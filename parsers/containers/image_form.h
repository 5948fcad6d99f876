// Which kind of disk image a file is, by how it begins.
#pragma once

#include <cstdint>
#include <optional>

#include "parsers/byte_cursor.h"

namespace sojourn {

enum class ImageForm : std::uint8_t {
  raw,   // the disk's or a volume's own bytes
  ewf,   // E01
  vhd,   // VHD and VHDX
  vmdk,  // in one file
  qcow,
};

// Whether this build reads them: it does where it was made with SOJOURN_IMAGES.
bool reads_images();

// Whether an image goes on in this file, which has begun in another: E02 and the like.
bool is_later_part(Bytes head);

// Nothing for what is none that is known, and for a later part of one.
std::optional<ImageForm> image_form(Bytes head);

}  // namespace sojourn
