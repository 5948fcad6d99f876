// Points in time as Windows keeps them: 100-nanosecond ticks, UTC. Never local time, never rounded.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <ratio>
#include <string>
#include <string_view>

namespace sojourn {

using Ticks = std::chrono::duration<std::int64_t, std::ratio<1, 10'000'000>>;
using Timestamp = std::chrono::sys_time<Ticks>;

// From a FILETIME, the count of ticks since 1601-01-01. Nothing outside the years 1601 to 9999,
// which no clock of Windows shows and the text form below cannot hold.
std::optional<Timestamp> from_filetime(std::uint64_t filetime);

// Reads "2020-09-19T03:21:48.891Z" with 0 to 9 digits of fraction ('T' or a blank between date and
// time; behind it 'Z', " UTC", an offset like "+02:00", or nothing, which means UTC). Digits beyond
// the tick are dropped. Nothing for any other text or a date that does not exist.
std::optional<Timestamp> parse_time(std::string_view text);

// "2020-09-19T03:21:48.8910000Z": always seven digits, so that the order of texts is the order of
// times.
std::string format_time(Timestamp time);

// As some exports write it: to the microsecond, never rounded up.
inline Timestamp cut_to_six_digits(Timestamp time) {
  return std::chrono::floor<std::chrono::microseconds>(time);
}

}  // namespace sojourn
