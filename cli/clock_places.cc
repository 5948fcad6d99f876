#include "cli/clock_places.h"

namespace sojourn {
namespace {

std::string epoch_of_session(const std::string& first, const std::string& other) {
  return "(SELECT coalesce(s." + first + ", s." + other +
         ") FROM session s WHERE s.session_id = v.session_id)";
}

}  // namespace

bool was_set_back(const CaseReader& reader) {
  return reader.query("SELECT 1 FROM clock_epoch WHERE step_s < 0").next().has_value();
}

const char* const kClockPlaces = R"(WITH set_back (id, latest) AS MATERIALIZED (
  SELECT clock_epoch_id, min(first_time) OVER (PARTITION BY host_id ORDER BY clock_epoch_id
                                               ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
  FROM clock_epoch)
)";

std::string place_of(const std::string& time, const std::string& epoch) {
  return "coalesce((SELECT min(" + time + ", b.latest) || printf('%016d', b.id) FROM set_back b\n" +
         "  WHERE b.id = " + epoch + "), " + time + ") || " + time;
}

std::string place_of_session() {
  return place_of("coalesce(v.start_time, v.granted_time, v.end_time)",
                  epoch_of_session("start_epoch_id", "end_epoch_id"));
}

std::string place_of_end() {
  return place_of("v.end_time", epoch_of_session("end_epoch_id", "start_epoch_id"));
}

}  // namespace sojourn
