// What the logs lack that could tell more of a session, in words.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/zone.h"
#include "engine/case/case_reader.h"

namespace sojourn {

// One line for each gap, by time; of more than five the others are only counted.
std::vector<std::string> gaps_of(const CaseReader& reader, std::int64_t session_id,
                                 const Zone& zone);

}  // namespace sojourn
