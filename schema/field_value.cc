#include "schema/field_value.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

namespace sojourn {
namespace {

constexpr std::string_view kNoValue[] = {"-", "{00000000-0000-0000-0000-000000000000}", "S-1-0-0",
                                         "0.0.0.0", "::"};

// What set_field reports when `text` is not what the field holds.
Issue unexpected(const Field& field, std::string_view wanted, std::string_view text) {
  return Issue{
      .what = std::string(field.name), .wanted = std::string(wanted), .found = std::string(text)};
}

template <class Number>
std::optional<Issue> set_number(Number& member, const Field& field, std::string_view text) {
  const auto number = parse_number(text);
  if (!number || *number > std::numeric_limits<Number>::max()) {
    return unexpected(field, "a number of " + std::to_string(8 * sizeof(Number)) + " bits", text);
  }
  member = static_cast<Number>(*number);
  return std::nullopt;
}

void set_qualified_user(Event& event, std::string_view text, Strings& strings) {
  const auto backslash = text.find('\\');
  if (backslash != std::string_view::npos) {
    event.domain = strings.intern(meaningful(text.substr(0, backslash)));
    text.remove_prefix(backslash + 1);
  }
  event.user = strings.intern(meaningful(text));
}

// The message-table ids that Windows writes for Yes and No.
Elevation elevation(std::string_view text) {
  if (text == "%%1842") return Elevation::yes;
  if (text == "%%1843") return Elevation::no;
  return Elevation::unsaid;
}

}  // namespace

std::string_view meaningful(std::string_view text) {
  constexpr std::string_view kBlank{" \t\r\n\0", 5};
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  text = text.substr(first, text.find_last_not_of(kBlank) - first + 1);
  for (std::string_view none : kNoValue) {
    if (text == none) return {};
  }
  return text;
}

std::string canonical_guid(std::string_view text) {
  text = meaningful(text);
  if (text.size() >= 2 && text.front() == '{' && text.back() == '}') {
    text = text.substr(1, text.size() - 2);
  }
  std::string guid(text);
  std::ranges::transform(guid, guid.begin(), [](char c) {
    return c >= 'a' && c <= 'f' ? static_cast<char>(c - ('a' - 'A')) : c;
  });
  return guid;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  int base = 10;
  if (text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
    base = 16;
    text.remove_prefix(2);
  }
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

namespace {

// 6008's data. Older Windows, and other programs that say the same, have none.
std::optional<Timestamp> utc_of_system_times(std::string_view hex) {
  if (hex.size() < 64) return std::nullopt;
  std::string text;  // of year, month, day of the week, day, hour, minute, second, millisecond
  for (std::size_t i = 32; i < 64; i += 4) {
    const auto word =
        parse_number("0x" + std::string(hex.substr(i + 2, 2)) + std::string(hex.substr(i, 2)));
    if (!word) return std::nullopt;
    if (i == 40) continue;
    const std::string number = std::to_string(*word);
    const std::size_t width = i == 32 ? 4 : i == 60 ? 3 : 2;
    text += std::string(width - std::min(width, number.size()), '0') + number;
    text += std::string_view("--?T::.Z")[(i - 32) / 4];
  }
  const auto time = parse_time(text);
  return time ? std::optional(*time) : std::nullopt;
}

}  // namespace

std::optional<Issue> set_field(Event& event, const Field& field, std::string_view text,
                               Strings& strings) {
  text = meaningful(text);
  if (text.empty()) return std::nullopt;
  if (const auto* member = std::get_if<Text Event::*>(&field.member)) {
    event.*(*member) = strings.intern(text);
    return std::nullopt;
  }
  if (const auto* member = std::get_if<std::uint64_t Event::*>(&field.member)) {
    return set_number(event.*(*member), field, text);
  }
  if (const auto* member = std::get_if<std::uint32_t Event::*>(&field.member)) {
    return set_number(event.*(*member), field, text);
  }
  if (const auto* member = std::get_if<std::uint8_t Event::*>(&field.member)) {
    return set_number(event.*(*member), field, text);
  }
  if (const auto* member = std::get_if<Timestamp Event::*>(&field.member)) {
    const auto time = parse_time(text);
    // Windows 7 and older log 4616's times as localised text: not a fault of the record, and of no
    // use.
    if (time) event.*(*member) = *time;
    return std::nullopt;
  }
  if (const auto* member = std::get_if<Guid Event::*>(&field.member)) {
    const auto guid = parse_guid(text);
    if (!guid) return unexpected(field, "a GUID", text);
    event.*(*member) = *guid;
    return std::nullopt;
  }
  switch (std::get<Special>(field.member)) {
    case Special::qualified_user:
      set_qualified_user(event, text, strings);
      break;
    case Special::elevation:
      event.elevated = elevation(text);
      break;
    case Special::system_times:
      if (const auto time = utc_of_system_times(text)) event.other_time = *time;
      break;
    case Special::extra:
      break;
  }
  return std::nullopt;
}

}  // namespace sojourn
