// What both forms of the report are made of: lists as the list commands make them, and what tells
// most of them in sentences.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/list_plan.h"
#include "cli/report/held_list.h"
#include "cli/session_notes.h"

namespace sojourn {

struct Finding {
  // note, got_in, external, cleared, outlier, guessing, movement, gap, clock: the most telling
  // first.
  std::string what;
  std::string text;  // as logged, not escaped
  std::optional<std::int64_t> session;
  // Which sessions it is about, where they have that in common.
  std::string who, source, host;
};

struct ReportContents {
  HeldList hosts, users, sources, bursts, gaps, outbound;
  HeldList coverage;     // v_coverage
  HeldList clock_steps;  // host, time, time_before, step_s, reason
  HeldList movement;     // of v_lateral: from where to where, as whom, how often
  HeldList noted;        // sessions with notes or tags, and these in words
  std::vector<Finding> findings;
};

ReportContents report_contents(const ListRequest& request, const SessionNotes& notes);

}  // namespace sojourn
