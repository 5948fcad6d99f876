#include "schema/time.h"

#include <date/date.h>

#include <sstream>

namespace sojourn {
namespace {

constexpr Timestamp kEpoch1601 = date::sys_days{date::year{1601} / 1 / 1};
constexpr Timestamp kEnd9999 = date::sys_days{date::year{10000} / 1 / 1};

// The number in `text` if it is `width` digits and nothing else.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t width) {
  if (text.size() < at + width) return std::nullopt;
  int number = 0;
  for (char c : text.substr(at, width)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

// Takes "Z", " UTC" or "+02:00" off the end and says how far ahead of UTC that is. Nothing for an
// offset that no zone has.
std::optional<std::chrono::minutes> take_zone(std::string_view& text) {
  constexpr std::size_t kOffset = std::string_view("+02:00").size();
  for (const std::string_view utc : {"Z", " UTC"}) {
    if (!text.ends_with(utc)) continue;
    text.remove_suffix(utc.size());
    return std::chrono::minutes{0};
  }
  if (text.size() < 19 + kOffset) return std::chrono::minutes{0};
  const std::string_view offset = text.substr(text.size() - kOffset);
  if ((offset[0] != '+' && offset[0] != '-') || offset[3] != ':') return std::chrono::minutes{0};
  const auto hours = digits(offset, 1, 2), minutes = digits(offset, 4, 2);
  if (!hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
  text.remove_suffix(kOffset);
  const std::chrono::minutes ahead = std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
  return offset[0] == '+' ? ahead : -ahead;
}

}  // namespace

std::optional<Timestamp> from_filetime(std::uint64_t filetime) {
  const auto last = static_cast<std::uint64_t>((kEnd9999 - kEpoch1601).count());
  if (filetime >= last) return std::nullopt;
  return kEpoch1601 + Ticks{static_cast<std::int64_t>(filetime)};
}

std::optional<Timestamp> parse_time(std::string_view text) {
  const auto ahead = take_zone(text);
  if (!ahead) return std::nullopt;
  const auto year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  const auto hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  if (text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != ' ')) return std::nullopt;
  if (text[13] != ':' || text[16] != ':') return std::nullopt;

  const date::year_month_day day_of_year{date::year{*year},
                                         date::month{static_cast<unsigned>(*month)},
                                         date::day{static_cast<unsigned>(*day)}};
  if (!day_of_year.ok() || *year < 1601 || *hour > 23 || *minute > 59 || *second > 59)
    return std::nullopt;

  std::int64_t fraction = 0;
  if (text.size() > 19) {
    const std::string_view tail = text.substr(20);
    if (text[19] != '.' || tail.empty() || tail.size() > 9) return std::nullopt;
    std::int64_t scale = 1'000'000;
    for (char c : tail) {
      if (c < '0' || c > '9') return std::nullopt;
      fraction += (c - '0') * scale;
      scale /= 10;
    }
  }
  const Timestamp time = date::sys_days{day_of_year} + std::chrono::hours{*hour} +
                         std::chrono::minutes{*minute} + std::chrono::seconds{*second} +
                         Ticks{fraction} - *ahead;
  if (time < kEpoch1601 || time >= kEnd9999) return std::nullopt;
  return time;
}

// By hand: a million sessions have four million times, and printf took a tenth of writing them.
std::string format_time(Timestamp time) {
  const auto day = date::floor<date::days>(time);
  const date::year_month_day date{day};
  const date::hh_mm_ss clock{time - day};
  std::string text = "0000-00-00T00:00:00.0000000Z";
  const auto put = [&](std::size_t end, auto number) {
    for (std::size_t at = end; number > 0; number /= 10) {
      text[--at] = static_cast<char>('0' + number % 10);
    }
  };
  put(4, int{date.year()});
  put(7, unsigned{date.month()});
  put(10, unsigned{date.day()});
  put(13, clock.hours().count());
  put(16, clock.minutes().count());
  put(19, clock.seconds().count());
  put(27, clock.subseconds().count());
  return text;
}

}  // namespace sojourn
