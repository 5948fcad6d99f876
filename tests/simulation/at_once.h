// Stories that happen at the same time, so that their records mingle as those of a busy machine do.
#pragma once

#include <functional>
#include <vector>

#include "tests/simulation/host.h"

namespace sojourn::simulation {

// Tells each story from about the same moment on. They must not touch the same desktop or the
// console together. `apart`: no two of them in one tick of the clock, where who came first would be
// told by nobody.
void at_once(Host& host, const std::vector<std::function<void()>>& stories, bool apart = false);

}  // namespace sojourn::simulation
