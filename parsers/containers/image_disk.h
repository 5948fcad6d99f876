// The bytes of a disk, out of the file that holds its image. For the confined child: its libraries
// read hostile bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "parsers/containers/image_form.h"
#include "parsers/libraries.h"

namespace sojourn {

class ImageDisk {
 public:
  ImageDisk() = default;
  virtual ~ImageDisk() = default;
  ImageDisk(const ImageDisk&) = delete;
  ImageDisk& operator=(const ImageDisk&) = delete;

  virtual std::uint64_t size() = 0;
  // What the image says is the hash of its disk: "MD5 …, SHA1 …"; "" for nothing.
  virtual std::string stored_hash() { return {}; }
  // How many bytes from `offset` on were read; below 0 where they cannot be.
  virtual std::int64_t read_at(std::uint64_t offset, std::span<char> into) = 0;
};

// `files` are descriptors of its parts, in their order. Null where they are no such image.
std::unique_ptr<ImageDisk> open_image(std::span<const int> files, ImageForm form);

// What reads images.
std::vector<Library> image_libraries();

}  // namespace sojourn
