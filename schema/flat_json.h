// A JSON object as a list of names and values, whatever is nested in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn {

struct FlatJson {
  std::vector<std::string> names;  // members of members with dots between: "System.EventID"
  std::vector<std::string>
      values;  // as many: texts as they are, numbers and words as JSON has them
};

// Arrays and null are passed over, and what lies deeper than eight objects or has names of more
// than 256 bytes. Nothing for what is no JSON object or is no UTF-8.
std::optional<FlatJson> flat_json(std::string_view json);

}  // namespace sojourn
