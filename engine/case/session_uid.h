// session.uid: what a session is called however much evidence is added to the case.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "correlator/correlate.h"
#include "schema/strings.h"

namespace sojourn {

// Of each session, in their order, the hash of what names the record that begins it or, without
// one, ends it. The record's time counts to the microsecond, for some exports cut it there. The
// texts of `found` are of `strings`.
std::vector<std::uint64_t> hashes_of_sessions(const Correlation& found, const Strings& strings);

class SessionUids {
 public:
  // Made of the session's hash; each is given once.
  std::string next(std::uint64_t hash, const Correlation& found, const Session& session,
                   const Strings& strings);

 private:
  std::unordered_set<std::uint64_t> given_;
  std::unordered_map<std::uint64_t, int> sessions_of_record_;  // where several stand on one
};

}  // namespace sojourn
