#include "correlator/names/activity_id.h"

namespace sojourn {

bool names_connection(std::string_view activity) {
  // "GLASS SESSION 0000" is the console of every host and boot; F46…0000 the listener's
  // housekeeping. A connection by VMBus has any random GUID.
  const bool of_listener = activity.starts_with("F46") && activity.ends_with("0000");
  return !activity.empty() && activity != "61A55000-55E5-1017-0000-000000000000" && !of_listener;
}

}  // namespace sojourn
