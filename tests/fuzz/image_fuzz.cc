// Any bytes as a disk image: whatever the libraries make of them in their confined child, the
// reader ends, and what comes out keeps to its promises. A fault of a library is one of the
// child's; what it goes through with, it does in this process, too, where the fuzzer sees it.
#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "parsers/containers/image_child.h"
#include "parsers/containers/image_form.h"
#include "tests/fuzz/container_answer.h"

using sojourn::fuzzing::answer_of;
using sojourn::fuzzing::read_all;

// A child gives back what it took by ending.
// NOLINTNEXTLINE(bugprone-reserved-identifier): the sanitizer's name
extern "C" const char* __asan_default_options() { return "detect_leaks=0"; }

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto form = sojourn::image_form({data, std::min(size, sojourn::kHeadOfForm)});
  if (!form) return 0;
  const sojourn::FileDescriptor file = sojourn::fuzzing::memory(data, size);
  const sojourn::ContainerRequest request{.most_entries = 1000};
  sojourn::ContainerReader confined(file.number(), request);
  read_all(confined, request);
  if (confined.fault() && confined.fault()->kind == sojourn::ContainerFault::Kind::reader) return 0;
#ifdef SOJOURN_IMAGES
  const std::vector<int> files = {file.number()};
  sojourn::ContainerReader reader(
      answer_of([&](int answer) { sojourn::read_image(files, *form, request, answer); }), request);
  read_all(reader, request);
#endif
  return 0;
}
