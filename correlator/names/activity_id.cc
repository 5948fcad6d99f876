#include "correlator/names/activity_id.h"

namespace sojourn {

bool names_connection(std::string_view activity) {
  // "GLASS SESSION 0000" is the console of every host and boot; F46… the listener's housekeeping.
  return !activity.empty() && activity != "61A55000-55E5-1017-0000-000000000000" &&
         !activity.starts_with("F46");
}

}  // namespace sojourn
