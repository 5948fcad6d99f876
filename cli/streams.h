// Where a command writes: data to `out`, messages to `err`. Both must outlive the command.
#pragma once

#include <iosfwd>

namespace sojourn {

struct Streams {
  std::ostream& out;
  std::ostream& err;
};

}  // namespace sojourn
