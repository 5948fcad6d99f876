// Sessions that were found beside those that were true, in terms that survive damage: who, what
// kind of access, from where, and between which times. Field by field is for whole logs
// (simulation_test.cc).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "correlator/correlate.h"
#include "tests/simulation/host.h"

namespace sojourn::simulation {

// What a session is to an analyst. `tried` is a connection with good credentials and no desktop.
enum class Story : std::uint8_t { local, remote, network, failure, secondary, tried };
inline constexpr std::size_t kStories = 6;

struct Access {
  Story story = Story::local;
  bool success = true;
  std::string user;       // lower case; empty where no record says
  std::string sid;        // empty where no record says
  std::string source;     // empty at the console and where no record says
  Timestamp first, last;  // an open end lasts as long as the boot
  bool ended = true;      // whether `last` is its end
  std::string text;       // for messages
};

std::vector<Access> true_access(const Host& host);
// Of accounts of class user only, as the truth has no others.
std::vector<Access> found_access(const Correlation& found, const Strings& strings);

// By all that both know.
bool same_user(const Access& one, const Access& other);
bool overlap(const Access& one, const Access& other);

// Whether a connection that only announced a user may be the one on which his passwords failed
// later, at the logon screen.
bool may_have_led_to(const Access& found, const Access& truth);
// Whether `found` may be what `truth` left in damaged logs.
bool could_be(const Access& found, const Access& truth);

// A text per claim that is false: a user or an address that was not there, a success that nobody
// had.
std::vector<std::string> false_claims_of(const std::vector<Access>& truth,
                                         const std::vector<Access>& found);

// For each of `truth` the index of the found access that it is, each found one at most once;
// kNoSession where there is none.
std::vector<std::size_t> pair_up(const std::vector<Access>& truth,
                                 const std::vector<Access>& found);

}  // namespace sojourn::simulation
