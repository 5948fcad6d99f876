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
// `Special::extra` is not for this function: see ExtraFields.
std::optional<Issue> set_field(Event& event, const Field& field, std::string_view text,
                               Strings& strings);

}  // namespace sojourn
