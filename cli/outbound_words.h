// A row of v_outbound in words.
#pragma once

#include <string>

#include "cli/named_row.h"

namespace sojourn {

// "SRV-FILE01 (10.20.0.5)"; of a logon with other credentials, which go anywhere, none.
std::string target_words(const NamedRow& outbound);
// The account whose credentials were used there, "CORP\admin".
std::string target_account(const NamedRow& outbound);

}  // namespace sojourn
