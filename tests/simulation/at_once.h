// Stories that happen at the same time, so that their records mingle as those of a busy machine do.
#pragma once

#include <functional>
#include <vector>

#include "tests/simulation/host.h"

namespace sojourn::simulation {

// Tells each story from about the same moment on. They must not touch the same desktop or the
// console together.
void at_once(Host& host, const std::vector<std::function<void()>>& stories);

}  // namespace sojourn::simulation
