// Which seeds the property tests run.
//
// The fixed ones are 1, 2, 3 …: few of them every day, many with SOJOURN_LONG. A long run adds a
// fresh one, which it prints; one that fails becomes a story or a fixed seed, so that what gates a
// change is always the same. SOJOURN_SEED=n runs n alone.
#pragma once

#include <cstdint>
#include <vector>

namespace sojourn::testing {

// Whether the slow tests run, too (SOJOURN_LONG).
bool is_long_run();

// `failed` are seeds beyond the few that showed a fault once: every day, too.
std::vector<std::uint64_t> seeds(std::uint64_t few, std::uint64_t many,
                                 const std::vector<std::uint64_t>& failed = {});

}  // namespace sojourn::testing
