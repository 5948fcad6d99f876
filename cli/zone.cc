#include "cli/zone.h"

#include <date/tz.h>

#include <iomanip>
#include <sstream>
#include <stdexcept>

namespace sojourn {

std::optional<Zone> Zone::find(std::string_view name) {
  if (name == "UTC") return utc();
  try {
    return Zone{date::locate_zone(name)};
  } catch (const std::runtime_error&) {  // how the library says that it knows no such zone
    return std::nullopt;
  }
}

Zone::Local Zone::local(Timestamp time) const {
  if (zone_ == nullptr) return {time, "Z"};
  // Local mean times of the 19th century have seconds, which the written offset has not.
  const auto offset = date::floor<std::chrono::minutes>(zone_->get_info(time).offset);
  const date::hh_mm_ss distance{offset};
  std::ostringstream text;
  text << (distance.is_negative() ? '-' : '+') << std::setfill('0') << std::setw(2)
       << distance.hours().count() << ':' << std::setw(2) << distance.minutes().count();
  return {time + offset, text.str()};
}

Timestamp Zone::instant(Timestamp clock) const {
  if (zone_ == nullptr) return clock;
  const date::local_time<Ticks> wall{clock.time_since_epoch()};
  return zone_->to_sys(wall, date::choose::earliest);
}

std::string Zone::exact(Timestamp time) const {
  const Local there = local(time);
  std::string text = format_time(there.clock);
  text.pop_back();  // the Z
  return text + there.offset;
}

std::size_t Zone::hour(Timestamp time) const {
  const Timestamp clock = local(time).clock;
  return static_cast<std::size_t>((clock - date::floor<date::days>(clock)) / std::chrono::hours{1});
}

std::string Zone::brief(Timestamp time) const {
  const Local there = local(time);
  std::string text = format_time(there.clock).substr(0, 19);
  text[10] = ' ';
  return text + there.offset;
}

}  // namespace sojourn
