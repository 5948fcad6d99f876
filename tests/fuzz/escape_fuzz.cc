// Any bytes, as a user name, must come out as printable text that a terminal, a CSV and a JSON
// reader take as one value.
#include <algorithm>
#include <cstdint>
#include <sstream>
#include <string>

#include "cli/escape.h"
#include "cli/network.h"
#include "cli/rows.h"
#include "cli/time_span.h"
#include "tests/fuzz/require.h"

namespace {

using sojourn::fuzzing::require;

bool is_one_printable_line(const std::string& text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
}

std::string written(sojourn::Format format, const std::string& text) {
  std::ostringstream out;
  sojourn::Rows rows(format, {"c"}, out);
  rows.add({text});
  rows.finish();
  return out.str();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  const std::string shown = sojourn::escape(text);
  require(is_one_printable_line(shown));
  require(sojourn::display_width(shown) <= shown.size());

  std::string csv = written(sojourn::Format::csv, text);
  require(csv.starts_with("c\r\n") && csv.ends_with("\r\n"));
  csv = csv.substr(3, csv.size() - 5);
  require(is_one_printable_line(csv));
  require(csv.empty() || std::string("=+-@").find(csv[csv[0] == '"' ? 1 : 0]) == std::string::npos);

  std::string json = written(sojourn::Format::jsonl, text);
  require(json.ends_with("\n"));
  json.pop_back();
  require(is_one_printable_line(json));

  (void)sojourn::Network::parse(text);
  (void)sojourn::parse_span(text);
  return 0;
}
