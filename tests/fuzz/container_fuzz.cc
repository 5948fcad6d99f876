// Any bytes as an archive, and as what a child that reads one answers: both end, and what comes out
// keeps to its promises. The child's work is done in this process, where the fuzzer sees it.
#include <algorithm>
#include <cstdint>
#include <utility>

#include "parsers/containers/archive_child.h"
#include "tests/fuzz/container_answer.h"

namespace {

using sojourn::fuzzing::answer_of;
using sojourn::fuzzing::memory;

sojourn::FileDescriptor answer_to(const std::uint8_t* data, std::size_t size,
                                  const sojourn::ContainerRequest& request) {
  const sojourn::FileDescriptor archive = memory(data, size);
  return answer_of([&](int answer) {
    if (const auto form = sojourn::archive_form({data, std::min(size, sojourn::kHeadOfForm)}))
      sojourn::read_archive(archive.number(), *form, request, answer);
  });
}

void read_all(sojourn::FileDescriptor answer, const sojourn::ContainerRequest& request) {
  sojourn::ContainerReader reader(std::move(answer), request);
  sojourn::fuzzing::read_all(reader, request);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const sojourn::ContainerRequest request{.passwords = {"infected"}, .most_entries = 1000};
  if (data[0] == 'A') {
    read_all(answer_to(data + 1, size - 1, request), request);
  } else {
    read_all(memory(data + 1, size - 1), request);
  }
  return 0;
}
