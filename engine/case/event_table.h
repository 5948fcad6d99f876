// Table `event_row`: an Event to a row and back. A row read back is the Event that was written,
// file and text numbers apart, so that a case can be correlated anew when evidence is added. What a
// row is of, its provider and event id say.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string_view>

#include "engine/case/database.h"
#include "engine/case/evidence_table.h"
#include "engine/case/text_table.h"
#include "schema/event.h"
#include "schema/strings.h"

namespace sojourn {

// The rows that an event's belongs to, and its own.
struct EventRowIds {
  std::int64_t event = 0, host = 0, boot = 0, clock_epoch = 0;
  std::int64_t evidence = 0;  // its file
};

class EventWriter {
 public:
  // Both must outlive this. `texts` is at the host of the events.
  EventWriter(const Database& database, TextTable& texts);

  // `unmatched_reason` is empty for events in use. The event's texts are of `strings`.
  void write(const EventRowIds& ids, const Event& event, const Strings& strings,
             std::string_view unmatched_reason);

 private:
  TextTable& texts_;
  Statement insert_;
};

// Calls `take` with all events of the case but those of the evidence in `without`, and with the
// copies of them that other files of it hold, in stretches that have texts of their own. Throws
// std::runtime_error, one line that names the case and the row, where a row is of an event that the
// catalog lacks or of evidence that has no place.
using EventsTaker = std::function<void(std::span<const Event>, const Strings&)>;
void read_events(const Database& database, const EvidencePlaces& places,
                 const std::set<std::int64_t>& without, const EventsTaker& take);

}  // namespace sojourn
