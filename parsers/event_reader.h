// The seam between evidence and everything after it: what every reader of event logs offers.
//
// A reader yields the records that the catalog knows as Events, an Issue for each record or chunk
// it could not read, and nothing at the end. After an Issue it goes on with what can still be read.
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>

#include "schema/event.h"
#include "schema/result.h"

namespace sojourn {

// A larger record id is an Issue: a case, where ids are signed, could not hold it.
inline constexpr std::uint64_t kLargestRecord = std::numeric_limits<std::int64_t>::max();

template <class R>
concept EventReader = requires(R reader, const R constant) {
  { reader.next() } -> std::same_as<std::optional<Result<Event>>>;
  // Records seen so far, those outside the catalog included.
  { constant.records() } -> std::convertible_to<std::uint64_t>;
};

}  // namespace sojourn
