#include "tests/simulation/damage.h"

#include <algorithm>
#include <map>
#include <utility>

#include "tests/simulation/dice.h"
#include "tests/simulation/provider.h"

namespace sojourn::simulation {
namespace {

void drop_channel(std::vector<Event>& events, std::string_view channel, const Strings& strings) {
  std::erase_if(events, [&](const Event& event) { return strings[event.channel] == channel; });
}

// The record ids between which a channel is left. By number and not by time: the clock may have
// been set back.
struct Remainder {
  std::uint64_t first = 0, last = 0;
};

// A channel loses up to two thirds.
void cut(std::vector<Event>& events, bool at_front, Dice& dice, const Strings& strings) {
  std::map<std::string_view, Remainder> channels;  // in the order of names, so that the dice agree
  for (const Event& event : events) {
    const auto [entry, is_new] =
        channels.try_emplace(strings[event.channel], Remainder{event.record, event.record});
    entry->second.first = std::min(entry->second.first, event.record);
    entry->second.last = std::max(entry->second.last, event.record);
  }
  for (auto& [channel, rest] : channels) {
    const std::uint64_t lost = (rest.last - rest.first + 1) * dice.between(0, 66) / 100;
    if (at_front) {
      rest.first += lost;
    } else {
      rest.last -= lost;
    }
  }
  std::erase_if(events, [&](const Event& event) {
    const Remainder& rest = channels.at(strings[event.channel]);
    return event.record < rest.first || event.record > rest.last;
  });
}

// Every other record, under the number of a file that is not among the others.
void duplicate(std::vector<Event>& events, Dice& dice) {
  const std::size_t size = events.size();
  for (std::size_t i = 0; i < size; ++i) {
    if (!dice.one_in(2)) continue;
    Event copy = events[i];
    copy.file += 1'000;
    events.push_back(copy);
  }
}

void shuffle(std::vector<Event>& events, Dice& dice) {
  for (std::size_t i = events.size(); i > 1; --i)
    std::swap(events[i - 1], events[dice.between(0, i - 1)]);
}

}  // namespace

std::string_view name_of(Damage damage) {
  switch (damage) {
    using enum Damage;
    case none:
      return "none";
    case without_security:
      return "no Security";
    case without_system:
      return "no System";
    case without_lsm:
      return "no LocalSessionManager";
    case without_rcm:
      return "no RemoteConnectionManager";
    case without_rcm_admin:
      return "no RemoteConnectionManager/Admin";
    case without_rdp_core:
      return "no RdpCoreTS";
    case without_profiles:
      return "no User Profile Service";
    case thinned:
      return "30 % of records lost";
    case front_cut:
      return "front cut";
    case back_cut:
      return "back cut";
    case duplicated:
      return "duplicated";
    case shuffled:
      return "shuffled";
  }
  return "unknown";
}

bool is_harmless(Damage damage) {
  return damage == Damage::none || damage == Damage::duplicated || damage == Damage::shuffled;
}

std::vector<Event> damaged(std::vector<Event> events, Damage damage, std::uint64_t seed,
                           const Strings& strings) {
  Dice dice(seed);
  switch (damage) {
    using enum Damage;
    case none:
      break;
    case without_security:
      drop_channel(events, kSecurityChannel, strings);
      break;
    case without_system:
      drop_channel(events, kSystemChannel, strings);
      break;
    case without_lsm:
      drop_channel(events, kLsmChannel, strings);
      break;
    case without_rcm:
      drop_channel(events, kRcmChannel, strings);
      break;
    case without_rcm_admin:
      drop_channel(events, kRcmAdminChannel, strings);
      break;
    case without_rdp_core:
      drop_channel(events, kRdpCoreChannel, strings);
      break;
    case without_profiles:
      drop_channel(events, kProfileChannel, strings);
      break;
    case thinned:
      std::erase_if(events, [&](const Event&) { return dice.between(1, 10) <= 3; });
      break;
    case front_cut:
      cut(events, true, dice, strings);
      break;
    case back_cut:
      cut(events, false, dice, strings);
      break;
    case duplicated:
      duplicate(events, dice);
      break;
    case shuffled:
      shuffle(events, dice);
      break;
  }
  return events;
}

}  // namespace sojourn::simulation
