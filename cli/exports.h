// Sessions in the forms of other tools, as JSON lines.
#pragma once

#include <cstdint>
#include <string>

#include "cli/named_row.h"

namespace sojourn {

// What a line tells of its session, and when that was.
struct ExportedMoment {
  enum class What : std::uint8_t { failure, start, end } what = What::failure;
  std::string time;  // as the case has it
};

// A line about a row of v_session, with its end.
//
//   - timesketch: what its importer asks for, `message`, `datetime` and `timestamp_desc`, first;
//     then the columns of v_session.
//   - ecs: Elastic Common Schema 8, event.category authentication and session.
//   - ocsf: Authentication (3002), Logon and Logoff.
using ExportLine = std::string (*)(const NamedRow& session, const ExportedMoment& moment);
std::string timesketch_line(const NamedRow& session, const ExportedMoment& moment);
std::string ecs_line(const NamedRow& session, const ExportedMoment& moment);
std::string ocsf_line(const NamedRow& session, const ExportedMoment& moment);

// Of a session its start and its end, of a failure one line.
std::string exported_lines(const NamedRow& session, ExportLine line);

}  // namespace sojourn
