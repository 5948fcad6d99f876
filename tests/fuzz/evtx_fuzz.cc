// Any bytes as an event log: the native reader ends, and what it yields keeps to its promises.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "parsers/native_reader.h"

namespace {

void require(bool promise) {
  if (!promise) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int file = memfd_create("log", MFD_CLOEXEC);
  require(file >= 0 && write(file, data, size) == static_cast<ssize_t>(size));
  {
    sojourn::Strings strings;
    sojourn::NativeReader reader("/proc/self/fd/" + std::to_string(file), strings);
    std::uint64_t events = 0;
    while (const auto result = reader.next()) {
      if (*result) {
        const sojourn::Event& event = result->value();
        require(++events <= reader.records());
        require(static_cast<std::size_t>(event.kind) < sojourn::kEventKinds);
        require(event.record <= INT64_MAX);
        require(sojourn::parse_time(sojourn::format_time(event.time)) == event.time);
      } else {
        require(!result->issue().what.empty());
        require(result->issue().offset.value_or(0) <= size);
      }
    }
    require(reader.records() <= size / 28);  // the smallest frame
  }
  close(file);
  return 0;
}
