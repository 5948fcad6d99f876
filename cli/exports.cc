#include "cli/exports.h"

namespace sojourn {

std::string exported_lines(const NamedRow& session, ExportLine line) {
  using enum ExportedMoment::What;
  const std::string start_time = session.text("start_time"), end_time = session.text("end_time");
  if (session.text("outcome") == "failure")
    return line(session, {failure, start_time.empty() ? end_time : start_time});
  std::string lines;
  if (!start_time.empty()) lines += line(session, {start, start_time});
  if (!end_time.empty()) lines += line(session, {end, end_time});
  return lines;
}

}  // namespace sojourn
