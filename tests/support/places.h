// Where the sources and the program under test stand.
#pragma once

#include <filesystem>

namespace sojourn::testing {

// The folder with README.md.
std::filesystem::path sources();
// The built program.
std::filesystem::path program();

}  // namespace sojourn::testing
