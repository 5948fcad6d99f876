// Two correlations of one host whose records differ in a known way, and how their sessions are
// compared: told without any index, because the records have other places in the two.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "correlator/correlate.h"
#include "tests/simulation/dice.h"

namespace sojourn::simulation {

// One host of a random scenario. What a test does with it follows from the seed.
struct Records {
  std::string where;  // told with what is wrong
  std::vector<Event> events;
  Strings& strings;
  Dice dice;
};

// Calls `check` for the hosts of every seed (tests/support/seeds.h), also of these that failed
// once.
using Check = std::function<void(Records&)>;
void for_each_host(const std::vector<std::uint64_t>& failed, const Check& check);
void for_each_host(const Check& check);

// Who got access or tried to, how and when.
std::string in_short(const Session& session, const Strings& strings);

// All that is known of a session and each record it cites; not the burst it belongs to, nor the
// sessions before it.
std::string in_full(const Session& session, const Correlation& all, const Strings& strings);

// A user's successful session at a desktop.
bool is_desktop_access(const Session& session);

// The lines in order, one for each session that `wanted` accepts.
using Wanted = std::function<bool(const Session&)>;
using Line = std::function<std::string(const Session&)>;
std::string lines(const Correlation& all, const Wanted& wanted, const Line& line);

// Adds `event` right after the record `after` of the same channel: what follows it in the channel
// gets the next number.
void insert_after(std::vector<Event>& events, std::uint64_t after, Event event);

}  // namespace sojourn::simulation
