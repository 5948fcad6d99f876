// What tells most of a case, in sentences.
#pragma once

#include <vector>

#include "cli/report/report_contents.h"

namespace sojourn {

// What analysts noted, all of it; then of each kind of finding the first eight, and one that counts
// the others.
std::vector<Finding> findings_of(const ReportContents& contents);

}  // namespace sojourn
