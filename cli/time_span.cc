#include "cli/time_span.h"

#include <cstddef>
#include <string_view>

namespace sojourn {
namespace {

constexpr Ticks kTick{1};

// Where "Z" or an offset begins; the end where there is none.
std::size_t offset_place(const std::string& text) {
  if (text.ends_with('Z')) return text.size() - 1;
  constexpr std::string_view kUtc = " UTC";
  if (text.ends_with(kUtc)) return text.size() - kUtc.size();
  constexpr std::size_t kOffset = std::string_view("+02:00").size();
  if (text.size() < kOffset) return text.size();
  const std::size_t place = text.size() - kOffset;
  return (text[place] == '+' || text[place] == '-') && text[place + 3] == ':' ? place : text.size();
}

}  // namespace

std::optional<TimeSpan> parse_span(const std::string& text, const Zone& zone) {
  using namespace std::chrono_literals;
  const std::size_t place = offset_place(text);
  const std::string bare = text.substr(0, place), offset = text.substr(place);
  const auto instant = [&](Timestamp clock) {
    return offset.empty() ? zone.instant(clock) : clock;
  };
  if (const auto exact = parse_time(text)) {
    const bool has_fraction = text.find('.') != std::string::npos;
    const Timestamp first = instant(*exact);
    return TimeSpan{first, has_fraction ? first : first + 1s - kTick};
  }
  if (const auto minute = parse_time(bare + ":00" + offset))
    return TimeSpan{instant(*minute), instant(*minute) + 1min - kTick};
  // Where clocks are changed a day has 23 or 25 hours.
  if (const auto day = parse_time(bare + "T00:00:00" + offset))
    return TimeSpan{instant(*day), instant(*day + 24h) - kTick};
  return std::nullopt;
}

}  // namespace sojourn
