// Any bytes as the XML of an event.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "parsers/event_xml.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  sojourn::Strings strings;
  const auto read = sojourn::read_event_xml({reinterpret_cast<const char*>(data), size}, strings);
  if (!read) return 0;
  if (*read) {
    const sojourn::Event& event = read->value().event;
    if (static_cast<std::size_t>(event.kind) >= sojourn::kEventKinds) std::abort();
    if (sojourn::parse_time(sojourn::format_time(event.time)) != event.time) std::abort();
  } else if (read->issue().what.empty()) {
    std::abort();
  }
  return 0;
}
