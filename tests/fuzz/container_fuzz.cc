// Any bytes as an archive, and as what a child that reads one answers: both end, and what comes out
// keeps to its promises. The child's work is done in this process, where the fuzzer sees it.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

#include "parsers/containers/archive_child.h"
#include "parsers/containers/container_reader.h"
#include "parsers/evidence_form.h"
#include "tests/fuzz/require.h"

using sojourn::fuzzing::require;

namespace {

sojourn::FileDescriptor memory(const std::uint8_t* data, std::size_t size) {
  sojourn::FileDescriptor file(memfd_create("fuzz", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  require(write(file.number(), data, size) == static_cast<ssize_t>(size));
  require(lseek(file.number(), 0, SEEK_SET) == 0);
  return file;
}

// What the child answers to it, or the first of it: a bomb is cut off.
sojourn::FileDescriptor answer_to(const std::uint8_t* data, std::size_t size,
                                  const sojourn::ContainerRequest& request) {
  constexpr off_t kMost = off_t{16} << 20;
  const sojourn::FileDescriptor archive = memory(data, size);
  sojourn::FileDescriptor answer = memory(nullptr, 0);
  require(ftruncate(answer.number(), kMost) == 0);
  require(fcntl(answer.number(), F_ADD_SEALS, F_SEAL_GROW) == 0);
  if (const auto form = sojourn::archive_form({data, std::min(size, sojourn::kHeadOfForm)})) {
    try {
      sojourn::read_archive(archive.number(), *form, request, answer.number());
    } catch (const std::system_error&) {  // it is full
    }
  }
  require(lseek(answer.number(), 0, SEEK_SET) == 0);
  return answer;
}

void read_all(sojourn::FileDescriptor answer, const sojourn::ContainerRequest& request) {
  sojourn::ContainerReader reader(std::move(answer), request);
  std::uint64_t entries = 0, next_number = 0;
  while (const auto entry = reader.next()) {
    require(++entries <= request.most_entries);
    require(entry->number >= next_number);
    next_number = entry->number + 1;
    require(entry->head.size() <= sojourn::kHeadOfForm);
    require(entry->name.find('\0') == std::string::npos || entry->name.size() < 1 << 18);
    std::uint64_t size = 0;
    while (const auto piece = reader.next_piece()) {
      require(entry->has_bytes && !piece->empty());
      size += piece->size();
    }
    const bool is_as_said = !entry->size || *entry->size == size;
    require(!entry->has_bytes || reader.fault() || is_as_said);
    require(!reader.next_piece());
  }
  require(!reader.next());
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
