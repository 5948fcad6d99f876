#include "schema/libraries.h"

#include <nlohmann/json.hpp>

namespace sojourn {

std::vector<Library> schema_libraries() {
  const std::string json = std::to_string(NLOHMANN_JSON_VERSION_MAJOR) + '.' +
                           std::to_string(NLOHMANN_JSON_VERSION_MINOR) + '.' +
                           std::to_string(NLOHMANN_JSON_VERSION_PATCH);
  return {{"date", SOJOURN_DATE_VERSION}, {"nlohmann-json", json}};
}

}  // namespace sojourn
