// Any bytes as events that a tool wrote as JSON: the reader ends, and what it yields keeps to its
// promises.
#include <cstdint>

#include "parsers/json_export.h"
#include "parsers/well_formed.h"
#include "tests/fuzz/require.h"

using sojourn::fuzzing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  sojourn::Strings strings;
  sojourn::JsonExportReader reader(sojourn::Bytes{data, size}, strings);
  std::uint64_t events = 0;
  while (const auto result = reader.next()) {
    if (*result) {
      require(++events <= reader.records());
      const sojourn::Event& event = result->value();
      require(event.record <= INT64_MAX);
      require(sojourn::parse_time(sojourn::format_time(event.time)) == event.time);
      require(strings[event.user] == sojourn::as_utf8(strings[event.user]));
    } else {
      require(!result->issue().what.empty());
      require(result->issue().offset.value_or(0) <= size);
    }
  }
  require(events == 0 || sojourn::begins_json_export({data, size}));
  require(reader.records() <= size);
  return 0;
}
