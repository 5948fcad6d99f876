// Any bytes as an event log exported as XML: the reader ends, and what it yields keeps to its
// promises.
#include <cstdint>

#include "parsers/xml_export.h"
#include "tests/fuzz/require.h"

using sojourn::fuzzing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  sojourn::Strings strings;
  sojourn::XmlExportReader reader(sojourn::Bytes{data, size}, strings);
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
  return 0;
}
