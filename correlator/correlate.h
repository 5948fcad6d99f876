// One host's events in, its sessions out. Pure: no files, no clock, no database, no globals. The
// same set of events gives the same result whatever their order.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "correlator/clock/clock.h"
#include "schema/event.h"
#include "schema/record_copy.h"
#include "schema/record_range.h"
#include "schema/session.h"
#include "schema/strings.h"

namespace sojourn {

struct CorrelateOptions {
  // Network logons of one account from one source that follow within this are one session.
  std::chrono::seconds network_gap = std::chrono::minutes{15};
};

struct Correlation {
  std::vector<Event> events;  // the host's events in order, duplicates removed
  std::vector<bool> used;     // for each event, whether a session of any kind rests on it
  std::uint64_t duplicates = 0;
  std::vector<RecordCopy> copies;  // the other files of records, by event and file
  std::vector<Boot> boots;
  ClockEpochs clock_epochs;
  std::vector<Coverage> coverage;
  std::vector<LogonSession> logon_sessions;
  std::vector<LocalSession> local_sessions;
  std::vector<Session> sessions;  // ordered by their first record
  std::vector<Burst> bursts;

  BootId boot_of(EventRef ref) const { return boot_of_record(boots, ref); }
  // Of a record or of none.
  std::optional<Timestamp> time(EventRef ref) const {
    return ref == kNone ? std::optional<Timestamp>{} : events[ref].time;
  }
};

// Every Text of `events` is of `strings`. New texts (canonical addresses) are interned
// there. `ranges` are the records that were read of the host's own logs, whatever they say; what
// they leave out is missing.
Correlation correlate(std::vector<Event> events, Strings& strings,
                      const CorrelateOptions& options = {},
                      const std::vector<RecordRange>& ranges = {});

}  // namespace sojourn
