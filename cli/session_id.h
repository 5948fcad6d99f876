// A session as a person names it.
#pragma once

#include <string>

#include "engine/case/case_reader.h"

namespace sojourn {

// The uid of the session with this session_id or uid. Throws std::runtime_error where the case has
// none.
std::string uid_named(const std::string& id, const CaseReader& reader);

}  // namespace sojourn
