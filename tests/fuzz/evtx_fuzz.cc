// Any bytes as an event log: the native reader ends, and what it yields keeps to its promises.
#include <cstdint>

#include "parsers/native_reader.h"
#include "tests/fuzz/require.h"

using sojourn::fuzzing::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const auto slack : {sojourn::SlackRecords::leave, sojourn::SlackRecords::carve}) {
    sojourn::Strings strings;
    sojourn::NativeReader reader(sojourn::Bytes{data, size}, strings, {}, slack);
    std::uint64_t events = 0;
    while (const auto result = reader.next()) {
      if (*result) {
        const sojourn::Event& event = result->value();
        events += event.recovered ? 0 : 1;
        require(events <= reader.records());
        require(!event.recovered || slack == sojourn::SlackRecords::carve);
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
  return 0;
}
