#include "cli/activity_time.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sojourn {
namespace {

constexpr std::string_view kDigits = "0123456789";

// Ticks since 1970 of a whole number with so many digits; the largest that is a date of the years
// until 2286.
std::optional<Timestamp> since_1970(std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  if (digits.size() <= 10) return Timestamp(std::chrono::seconds{number});
  if (digits.size() <= 13) return Timestamp(std::chrono::milliseconds{number});
  if (digits.size() <= 16) return Timestamp(std::chrono::microseconds{number});
  return Timestamp(Ticks{number / 100});
}

// "1600485708", "1600485708.891".
std::optional<TimeSpan> number_time(std::string_view text) {
  const std::size_t dot = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, dot);
  // Fewer digits are a year, or a count of something.
  if (whole.size() < 9 || whole.find_first_not_of(kDigits) != std::string_view::npos)
    return std::nullopt;
  auto time = since_1970(whole);
  if (!time) return std::nullopt;
  if (dot == text.size()) {
    const bool has_seconds = whole.size() <= 10;
    return TimeSpan{*time, has_seconds ? *time + std::chrono::seconds{1} - Ticks{1} : *time};
  }
  std::string fraction(text.substr(dot + 1, 7));
  if (fraction.find_first_not_of(kDigits) != std::string::npos || whole.size() > 10)
    return std::nullopt;
  fraction.resize(7, '0');
  *time += Ticks{std::stoll(fraction)};
  return TimeSpan{*time, *time};
}

// "2020-09-19 03:21:48 +0200" as "2020-09-19 03:21:48+02:00".
std::string with_plain_offset(std::string text) {
  const std::size_t sign = text.find_last_of("+-");
  constexpr std::size_t kBehindDate = 11;
  if (sign == std::string::npos || sign < kBehindDate) return text;
  const std::string_view digits = std::string_view(text).substr(sign + 1);
  if (digits.size() == 4 && digits.find_first_not_of(kDigits) == std::string_view::npos)
    text.insert(sign + 3, ":");
  if (text[sign - 1] == ' ') text.erase(sign - 1, 1);
  return text;
}

bool names_zone(std::string_view text) {
  constexpr std::size_t kBehindDate = 10;
  return text.size() > kBehindDate &&
         text.substr(kBehindDate).find_first_of("Z+-U") != std::string_view::npos;
}

}  // namespace

ActivityTime activity_time(const std::string& text, const std::optional<Zone>& zone) {
  if (const auto number = number_time(text)) return {number, false};
  const std::string plain = with_plain_offset(text);
  const auto span = parse_span(plain, zone.value_or(Zone::utc()));
  return {span, span.has_value() && !zone && !names_zone(plain)};
}

ActivityTime l2t_time(const L2tColumns& columns) {
  const auto& [date, time, name] = columns;
  const auto zone = Zone::find(name);
  if (!zone || date.size() != 10 || date[2] != '/' || date[5] != '/') return {};
  const std::string day = date.substr(6) + '-' + date.substr(0, 2) + '-' + date.substr(3, 2);
  return {parse_span(day + 'T' + time, *zone), false};
}

}  // namespace sojourn
