// Which libraries this program runs with, so that a result can be traced to what produced it. Each
// folder names its own in the same way.
#pragma once

#include <string>
#include <vector>

namespace sojourn {

struct Library {
  std::string name;
  std::string version;
};

std::vector<Library> schema_libraries();

}  // namespace sojourn
