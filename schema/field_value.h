// How a value of an event is read: the one place that decides what counts as "no value", and the
// numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "schema/catalog.h"
#include "schema/event.h"
#include "schema/result.h"
#include "schema/strings.h"

namespace sojourn {

// Without leading and trailing blanks and NULs, and empty where Windows means "nothing": "-", the
// null GUID, S-1-0-0, 0.0.0.0 and "::". A zero LogonId is no value too: set_field leaves the member
// at 0.
std::string_view meaningful(std::string_view text);

// "{f4205bac-…}", in any case and with or without braces, as upper case without; empty where it is
// no value.
std::string canonical_guid(std::string_view text);

// Decimal, or hexadecimal behind 0x in any case ("0x3e7", "0X00000000000003E7"). Nothing for other
// text or what does not fit.
std::optional<std::uint64_t> parse_number(std::string_view text);

// Puts the value into the member that `field` names. An Issue (without offset and record) when a
// number or time was wanted and something else was found; the event is otherwise unchanged.
// `Special::rest` is not for this function: see RestFields.
std::optional<Issue> set_field(Event& event, const Field& field, std::string_view text,
                               Strings& strings);

// Collects the fields without a member and renders them as one JSON object, in the catalog's order.
// Times are written as everywhere in a case, with seven digits.
class RestFields {
 public:
  void add(std::string_view name, std::string_view text);
  // "" when nothing was added.
  std::string json() const;

 private:
  std::string members_;
};

// The text of one of those fields, "" where `rest` has none of that name.
std::string value_in_rest(std::string_view rest, std::string_view name);

// `text` as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
std::string json_string(std::string_view text);

}  // namespace sojourn
