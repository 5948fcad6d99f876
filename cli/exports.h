// Sessions in the forms of other tools, as JSON lines: of a session its start and its end, of a
// failure one.
#pragma once

#include <string>

#include "cli/named_row.h"

namespace sojourn {

// The lines of a row of v_session.
//
//   - timesketch: what its importer asks for, `message`, `datetime` and `timestamp_desc`, first;
//     then the columns of v_session.
//   - ecs: Elastic Common Schema 8, event.category authentication and session.
//   - ocsf: Authentication (3002), Logon and Logoff.
std::string timesketch_lines(const NamedRow& session);
std::string ecs_lines(const NamedRow& session);
std::string ocsf_lines(const NamedRow& session);

}  // namespace sojourn
