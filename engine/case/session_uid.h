// session.uid: what a session is called however much evidence is added to the case.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "correlator/correlate.h"
#include "schema/strings.h"

namespace sojourn {

class SessionUids {
 public:
  // Made from the record that begins the session or, without one, ends it; each is given once. The
  // record's time counts to the microsecond, for some exports cut it there. The texts of `found`
  // are of `strings`.
  std::string next(const Correlation& found, const Session& session, const Strings& strings);

 private:
  std::unordered_set<std::uint64_t> given_;
  std::unordered_map<std::uint64_t, int> sessions_of_record_;  // where several stand on one
};

}  // namespace sojourn
