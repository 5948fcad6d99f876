// The whole program behind main(): arguments in, exit status out. Throws std::exception for what
// the environment does (a full disk, a file that is not there); main turns that into one line and
// status 1.
#pragma once

#include <ostream>

namespace sojourn {

// 0 done, 2 wrong usage, 3 done but some evidence could not be read. Data goes to `out`, all else
// to `err`.
int run(int count, const char* const* arguments, std::ostream& out, std::ostream& err);

}  // namespace sojourn
