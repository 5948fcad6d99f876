// Real logs, which are not part of this project: $SOJOURN_CORPUS, or a folder beside the sources.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "tests/support/places.h"

namespace sojourn::testing {

inline std::filesystem::path corpus() {
  const char* named = std::getenv("SOJOURN_CORPUS");
  return named != nullptr ? std::filesystem::path(named) : sources() / "../shared/corpus";
}

}  // namespace sojourn::testing

// Ends the test, with the reason, where there are no real logs.
#define SKIP_WITHOUT_CORPUS(folder)                                           \
  if (!std::filesystem::is_directory(sojourn::testing::corpus() / (folder)))  \
  GTEST_SKIP() << "no real logs at " << sojourn::testing::corpus() / (folder) \
               << ": set SOJOURN_CORPUS to their folder"
