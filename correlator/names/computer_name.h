// What the name of a computer, in lower case, says of the machine.
#pragma once

#include <string_view>

namespace sojourn {

// Names of Windows images, which many machines carried before they got their own (observed:
// 37L4247F27-25 in logs of two unrelated machines). A record without a name says as little.
bool is_image_name(std::string_view computer);

// What Setup calls a machine until somebody names it, too. Random, hence good enough to be known
// by, but a clone of the image carries it among its earlier names.
bool is_setup_name(std::string_view computer);

}  // namespace sojourn
