// Any bytes as a disk image: whatever the libraries make of them in their confined child, the
// reader ends, and what comes out keeps to its promises. What a child does is not seen by the
// fuzzer; a fault of a library is one of the child's.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

#include "parsers/containers/container_reader.h"
#include "parsers/containers/image_form.h"
#include "parsers/evidence_form.h"
#include "tests/fuzz/require.h"

using sojourn::fuzzing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (!sojourn::image_form({data, std::min(size, sojourn::kHeadOfForm)})) return 0;
  const sojourn::FileDescriptor file(memfd_create("fuzz", MFD_CLOEXEC));
  require(write(file.number(), data, size) == static_cast<ssize_t>(size));
  const sojourn::ContainerRequest request{.most_entries = 1000};
  sojourn::ContainerReader reader(file.number(), request);
  std::uint64_t entries = 0;
  while (const auto entry = reader.next()) {
    require(++entries <= request.most_entries);
    require(entry->head.size() <= sojourn::kHeadOfForm);
    while (const auto piece = reader.next_piece()) require(entry->has_bytes && !piece->empty());
    require(!reader.next_piece());
  }
  require(!reader.next());
  return 0;
}
