#include "cli/time_span.h"

namespace sojourn {
namespace {

constexpr Ticks kTick{1};

}  // namespace

std::optional<TimeSpan> parse_span(const std::string& text) {
  using namespace std::chrono_literals;
  if (const auto exact = parse_time(text)) {
    const bool has_fraction = text.find('.') != std::string::npos;
    return TimeSpan{*exact, has_fraction ? *exact : *exact + 1s - kTick};
  }
  const std::string bare = text.ends_with('Z') ? text.substr(0, text.size() - 1) : text;
  if (const auto minute = parse_time(bare + ":00"))
    return TimeSpan{*minute, *minute + 1min - kTick};
  if (const auto day = parse_time(text + "T00:00:00")) return TimeSpan{*day, *day + 24h - kTick};
  return std::nullopt;
}

}  // namespace sojourn
