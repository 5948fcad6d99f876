// The files of the page as CMake put them into the program: cli/report/page.html, its styles, its
// scripts, and d3.
#pragma once

#include <string_view>

namespace sojourn {

// The page with a line "{{NAME}}" where each of the others comes.
extern const std::string_view kPageTemplate;
extern const std::string_view kPageStyle;
extern const std::string_view kPageScript;
extern const std::string_view kD3Script;
extern const std::string_view kD3Version;

}  // namespace sojourn
