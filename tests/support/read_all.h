// All that a reader gives of a file, in a form that tests compare.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "parsers/event_reader.h"
#include "schema/result.h"
#include "schema/strings.h"
#include "tests/support/event_text.h"

namespace sojourn::testing {

struct Read {
  std::vector<std::string> events;  // as text
  std::vector<Issue> issues;
  std::uint64_t records = 0;
};

template <EventReader Reader, class... Arguments>
Read read_all(const std::filesystem::path& path, const Arguments&... arguments) {
  Strings strings;
  Reader reader(path, strings, arguments...);
  Read read;
  while (const auto result = reader.next()) {
    if (*result) {
      read.events.push_back(event_text(result->value(), strings));
    } else {
      read.issues.push_back(result->issue());
    }
  }
  read.records = reader.records();
  return read;
}

}  // namespace sojourn::testing
