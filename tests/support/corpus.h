// Evidence that is not part of this project, and lies in folders beside the sources: real logs
// ($SOJOURN_CORPUS names another folder), and small inputs with known answers ($SOJOURN_CASES).
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

inline std::filesystem::path cases() {
  const char* named = std::getenv("SOJOURN_CASES");
  return named != nullptr ? std::filesystem::path(named) : sources() / "../shared/cases";
}

}  // namespace sojourn::testing

// Ends the test, with the reason, where there are no real logs.
#define SKIP_WITHOUT_CORPUS(folder)                                           \
  if (!std::filesystem::is_directory(sojourn::testing::corpus() / (folder)))  \
  GTEST_SKIP() << "no real logs at " << sojourn::testing::corpus() / (folder) \
               << ": set SOJOURN_CORPUS to their folder"

// Ends the test, with the reason, where there are no inputs.
#define SKIP_WITHOUT_CASES(folder)                                          \
  if (!std::filesystem::is_directory(sojourn::testing::cases() / (folder))) \
  GTEST_SKIP() << "no inputs at " << sojourn::testing::cases() / (folder)   \
               << ": set SOJOURN_CASES to the folder they lie in"
