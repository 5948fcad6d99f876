// A time zone of the IANA database or a fixed distance from UTC, for showing times and for reading
// those that a person types: what is stored and compared is UTC.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "schema/time.h"

namespace date {
class time_zone;
}

namespace sojourn {

// Cheap to copy. The database it points into is the system's and lives as long as the program.
class Zone {
 public:
  static Zone utc() { return Zone{nullptr, {}}; }
  bool is_utc() const { return zone_ == nullptr && offset_.count() == 0; }
  // By a name ("Europe/Istanbul"), or as far from UTC as "+03:00" says, for which no database is
  // needed. Nothing when the system's has no zone of that name.
  static std::optional<Zone> find(std::string_view name);
  // Whether the system has a database of zones.
  static bool names_are_known();

  // "2020-09-19T06:21:48.8910000+03:00", or with Z where the zone is UTC.
  std::string exact(Timestamp time) const;
  // When the clock on the wall shows this, written as if it were UTC: of two times the first, and
  // for one that is left out the moment at which it is.
  Timestamp instant(Timestamp clock) const;
  // What a clock there shows of it, 0 to 23.
  std::size_t hour(Timestamp time) const;
  // "2020-09-19 06:21:48+03:00": for people, without the fraction of the second.
  std::string brief(Timestamp time) const;

 private:
  Zone(const date::time_zone* zone, std::chrono::minutes offset) : zone_(zone), offset_(offset) {}
  struct Local {
    Timestamp clock;     // what the clock on the wall shows, as if it were UTC
    std::string offset;  // "+03:00" or "Z"
  };
  Local local(Timestamp time) const;

  std::chrono::minutes offset_at(Timestamp time) const;

  const date::time_zone* zone_;  // null where the offset is always the same
  std::chrono::minutes offset_;
};

}  // namespace sojourn
