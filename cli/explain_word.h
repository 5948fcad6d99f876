// `sojourn explain`: what a word in the tables means.
#pragma once

#include <string>

#include "cli/streams.h"

namespace sojourn {

struct ExplainCommand {
  std::string word;  // empty: all of them
};

// A line for each meaning. Throws std::runtime_error, which names a word like it, for one that is
// in no table.
void explain_word(const ExplainCommand& command, const Streams& streams);

}  // namespace sojourn
