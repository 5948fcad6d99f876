// SHA-256 of what stands in memory.
#pragma once

#include <string>
#include <string_view>

namespace sojourn {

// In base64, as a Content-Security-Policy names a script.
std::string sha256_base64(std::string_view bytes);

}  // namespace sojourn
