// What ties logs to each other: what one machine does, several of its logs tell of.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "correlator/hosts/machine_logs.h"
#include "schema/event.h"
#include "schema/strings.h"

namespace sojourn {

// How two logs of one machine show it, from the surest down.
enum class Tie : std::uint8_t {
  identical,  // one record in both, or one RDP connection, or one start of LSASS
  start,      // both saw Windows start
  logon,      // both saw somebody come or go
};
inline constexpr std::array kTies{Tie::identical, Tie::start, Tie::logon};

// Two logs with the same mark are tied.
struct Mark {
  Tie tie{};
  Text text = Text::none;
  std::uint64_t number = 0;
  Timestamp time;
  std::size_t log = 0;

  auto key() const { return std::tuple{tie, text, number, time}; }
  auto operator<=>(const Mark&) const = default;
};

class NamesakeMarks {
 public:
  // REQUIRES: both outlive this.
  NamesakeMarks(const MachineLogs& logs, Strings& strings);

  // The marks that the record leaves in its log.
  void add(const Event& event);
  // In order, each once.
  std::vector<Mark> take();

 private:
  void add_activity(const Event& event);
  void put(Tie tie, Text text, std::uint64_t number, Timestamp time);
  void put_near(Tie tie, Text text, Timestamp time, Ticks reach);
  Text folded(Text user);

  const MachineLogs& logs_;
  Strings& strings_;
  const Text security_;
  std::set<std::pair<Text, std::uint64_t>> beginnings_;
  std::map<Text, Text> folded_;
  std::vector<Mark> marks_;
  std::size_t log_ = 0;
};

}  // namespace sojourn
