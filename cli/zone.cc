#include "cli/zone.h"

#include <date/tz.h>

#include <iomanip>
#include <sstream>
#include <stdexcept>

namespace sojourn {

namespace {

// "+03:00", "-05:30".
std::optional<std::chrono::minutes> offset_named(std::string_view name) {
  const auto number = [&](std::size_t at) { return (name[at] - '0') * 10 + (name[at + 1] - '0'); };
  if (name.size() != 6 || (name[0] != '+' && name[0] != '-') || name[3] != ':') return std::nullopt;
  for (const std::size_t at : {1U, 2U, 4U, 5U}) {
    if (name[at] < '0' || name[at] > '9') return std::nullopt;
  }
  if (number(1) > 23 || number(4) > 59) return std::nullopt;
  const std::chrono::minutes distance =
      std::chrono::hours{number(1)} + std::chrono::minutes{number(4)};
  return name[0] == '-' ? -distance : distance;
}

}  // namespace

std::optional<Zone> Zone::find(std::string_view name) {
  if (name == "UTC") return utc();
  if (const auto offset = offset_named(name)) return Zone{nullptr, *offset};
  try {
    return Zone{date::locate_zone(name), {}};
  } catch (const std::runtime_error&) {  // how the library says that it knows no such zone
    return std::nullopt;
  }
}

bool Zone::names_are_known() {
  try {
    return !date::get_tzdb().zones.empty();
  } catch (const std::runtime_error&) {  // how the library says that there is no database
    return false;
  }
}

std::chrono::minutes Zone::offset_at(Timestamp time) const {
  // Local mean times of the 19th century have seconds, which the written offset has not.
  return zone_ == nullptr ? offset_
                          : date::floor<std::chrono::minutes>(zone_->get_info(time).offset);
}

Zone::Local Zone::local(Timestamp time) const {
  if (is_utc()) return {time, "Z"};
  const std::chrono::minutes offset = offset_at(time);
  const date::hh_mm_ss distance{offset};
  std::ostringstream text;
  text << (distance.is_negative() ? '-' : '+') << std::setfill('0') << std::setw(2)
       << distance.hours().count() << ':' << std::setw(2) << distance.minutes().count();
  return {time + offset, text.str()};
}

Timestamp Zone::instant(Timestamp clock) const {
  if (zone_ == nullptr) return clock - offset_;
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
