// What happens to logs before somebody reads them: a channel was never collected, records are
// lost, the oldest are overwritten, the newest not yet written, files are copied and read in any
// order. Pure: the same events, damage and seed give the same rest.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "schema/event.h"
#include "schema/strings.h"

namespace sojourn::simulation {

enum class Damage : std::uint8_t {
  none,
  without_security,
  without_system,
  without_lsm,
  without_rcm,
  without_rcm_admin,
  without_rdp_core,
  without_profiles,
  thinned,     // 30 % of the records are gone, at random
  front_cut,   // each channel begins at a place of its own
  back_cut,    // each channel ends at a place of its own
  duplicated,  // records stand in another file once more
  shuffled,    // read in another order
};
inline constexpr std::array kDamages{Damage::none,
                                     Damage::without_security,
                                     Damage::without_system,
                                     Damage::without_lsm,
                                     Damage::without_rcm,
                                     Damage::without_rcm_admin,
                                     Damage::without_rdp_core,
                                     Damage::without_profiles,
                                     Damage::thinned,
                                     Damage::front_cut,
                                     Damage::back_cut,
                                     Damage::duplicated,
                                     Damage::shuffled};

// A few words for a table.
std::string_view name_of(Damage damage);

// Whether every record is still there.
bool is_harmless(Damage damage);

// What is left of one host's events. REQUIRES: every Text of `events` is of `strings`.
std::vector<Event> damaged(std::vector<Event> events, Damage damage, std::uint64_t seed,
                           const Strings& strings);

}  // namespace sojourn::simulation
