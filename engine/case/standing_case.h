// A case that is there, opened so that its rows can go into another: into the next state of the
// same case, or into one that it is merged into.
#pragma once

#include <filesystem>
#include <memory>

#include "engine/case/case_place.h"
#include "engine/case/database.h"
#include "engine/case/wait.h"

namespace sojourn {

// Who wants to change the case waits until the database is closed; nothing of it is written. Throws
// std::runtime_error, one line that says what to do, for a case that has tables, views or triggers
// that sojourn does not make, or lacks some. REQUIRES: its header is one of the current version.
std::unique_ptr<Database> open_standing_case(const CasePlace& place, const Wait& wait);

// For an error at the first look at a case that is only read: throws that another program has it,
// or died over it. Returns for other errors.
void refuse_in_use(const CasePlace& place, const DatabaseError& error);

}  // namespace sojourn
