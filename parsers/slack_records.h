// What to make of records of a log outside the live ones.
#pragma once

namespace sojourn {

enum class SlackRecords : bool { leave, carve };

}  // namespace sojourn
