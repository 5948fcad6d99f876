#include "correlator/findings/unmatched.h"

#include "schema/catalog.h"

namespace sojourn {

std::string_view reason_unmatched(const Event& event) {
  const std::string_view reason = spec_of(event.kind).unmatched_reason;
  return reason == kNoAccessSession && event.logon_id == 0 ? "names no LogonId" : reason;
}

}  // namespace sojourn
