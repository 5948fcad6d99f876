#include "parsers/libraries.h"

// libevtx as packaged says that it can use libbfio, whose header is in another package.
#include <libevtx/features.h>
#undef LIBEVTX_HAVE_BFIO
#include <archive.h>
#include <libdeflate.h>
#include <libevtx.h>

#include <pugixml.hpp>

#include "parsers/containers/image_disk.h"

namespace sojourn {

std::vector<Library> parser_libraries() {
  constexpr int kPugixml = PUGIXML_VERSION;  // 1130 is 1.13
  std::vector<Library> libraries = {
      {"libarchive", std::string(archive_version_string()).substr(sizeof "libarchive")},
      {"libdeflate", LIBDEFLATE_VERSION_STRING},
      {"libevtx", libevtx_get_version()},
      {"pugixml", std::to_string(kPugixml / 1000) + '.' + std::to_string(kPugixml % 1000 / 10)}};
#ifdef SOJOURN_IMAGES
  const std::vector<Library> of_images = image_libraries();
  libraries.insert(libraries.end(), of_images.begin(), of_images.end());
#endif
  return libraries;
}

}  // namespace sojourn
