// Any bytes as an event log exported as XML: the reader ends, and what it yields keeps to its
// promises.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "parsers/xml_export.h"

namespace {

void require(bool promise) {
  if (!promise) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const int file = memfd_create("export", MFD_CLOEXEC);
  require(file >= 0 && write(file, data, size) == static_cast<ssize_t>(size));
  {
    sojourn::Strings strings;
    sojourn::XmlExportReader reader("/proc/self/fd/" + std::to_string(file), strings);
    std::uint64_t events = 0;
    while (const auto result = reader.next()) {
      if (*result) {
        require(++events <= reader.records());
        require(result->value().record <= INT64_MAX);
      } else {
        require(!result->issue().what.empty());
        require(result->issue().offset.value_or(0) <= size);
      }
    }
    require(events == 0 || sojourn::begins_xml_export({data, size}));
    require(reader.records() <= size / 7);  // "<Event>"
  }
  close(file);
  return 0;
}
