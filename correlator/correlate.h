// One host's events in, its sessions out. Pure: no files, no clock, no database, no globals. The
// same set of events gives the same result whatever their order.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include "schema/event.h"
#include "schema/session.h"
#include "schema/strings.h"

namespace sojourn {

struct CorrelateOptions {
  // Network logons of one account from one source that follow within this are one session.
  std::chrono::seconds network_gap = std::chrono::minutes{15};
};

struct Correlation {
  std::vector<Event> events;           // the host's events in order, duplicates removed
  std::vector<std::uint32_t> boot_of;  // for each event, its boot
  std::vector<std::string_view>
      unmatched;  // for each event, why no session uses it; empty for those used
  std::uint64_t duplicates = 0;
  std::vector<Boot> boots;
  std::vector<Coverage> coverage;
  std::vector<LogonSession> logon_sessions;
  std::vector<LocalSession> local_sessions;
  std::vector<Session> sessions;  // ordered by their first record
  std::vector<Burst> bursts;
};

// REQUIRES: every Text of `events` is of `strings`. New texts (canonical addresses) are interned
// there.
Correlation correlate(std::vector<Event> events, Strings& strings,
                      const CorrelateOptions& options = {});

}  // namespace sojourn
