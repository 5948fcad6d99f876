#include "engine/case/source_table.h"

#include <string>

#include "schema/time.h"

namespace sojourn {

void write_sources(const Database& database, const HostIds& ids, const Correlation& found) {
  Statement insert(database, insert_into("event_source", 5));
  for (const RecordCopy& copy : found.copies) {
    const Event& event = found.events[copy.event];
    insert.run(ids.last_event + copy.event + 1, evidence_id_of(copy.file), copy.recovered,
               copy.time == event.time ? std::string() : format_time(copy.time),
               copy.other_time == event.other_time ? std::string() : format_time(copy.other_time));
  }
}

EventSources::EventSources(const Database& database, const EvidencePlaces& places,
                           const std::set<std::int64_t>& without)
    : places_(places),
      without_(without),
      rows_(database,
            "SELECT event_id, evidence_id, recovered, time, other_time FROM event_source ORDER BY "
            "event_id, evidence_id"),
      row_(database, "event_source", rows_),
      has_row_(rows_.step()) {}

void EventSources::add_copies(std::int64_t event_id, const Event& event,
                              std::vector<Event>& events) {
  for (; has_row_ && rows_.number(0) <= event_id; has_row_ = rows_.step()) {
    if (rows_.number(0) < event_id) row_.refuse("is of an event that the case does not have");
    const std::int64_t evidence_id = rows_.number(1);
    if (without_.contains(evidence_id)) continue;
    const auto place = places_.find(evidence_id);
    if (place == places_.end()) {
      row_.refuse("is of evidence " + std::to_string(evidence_id) +
                  ", which the case does not have");
    }
    Event copy = event;
    copy.file = place->second;
    copy.recovered = row_.number(2, 1) != 0;
    if (!rows_.is_null(3)) copy.time = row_.time(3);
    if (!rows_.is_null(4)) copy.other_time = row_.time(4);
    events.push_back(copy);
  }
}

}  // namespace sojourn
