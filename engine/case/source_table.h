// Table `event_source`: the files in which a record stands besides that of its event.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "correlator/correlate.h"
#include "engine/case/case_row.h"
#include "engine/case/database.h"
#include "engine/case/evidence_table.h"
#include "engine/case/host_ids.h"
#include "schema/event.h"

namespace sojourn {

void write_sources(const Database& database, const HostIds& ids, const Correlation& found);

// Makes of an event of a case the records that it stands for: what is correlated anew is what was
// read.
class EventSources {
 public:
  // Those of the evidence in `without` are passed over. All must outlive this.
  EventSources(const Database& database, const EvidencePlaces& places,
               const std::set<std::int64_t>& without);

  // Adds one record for each further file of the event. REQUIRES: it is called for all events, in
  // the order of their ids.
  void add_copies(std::int64_t event_id, const Event& event, std::vector<Event>& events);

 private:
  const EvidencePlaces& places_;
  const std::set<std::int64_t>& without_;
  Statement rows_;
  const CaseRow row_;
  bool has_row_ = false;
};

}  // namespace sojourn
