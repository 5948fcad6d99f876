// The one table that says which (provider, event id) means what, and which of its fields are kept
// where, when it happens beside others, and why a record of it may be in no session. Adding an
// event is one row here, one value of EventKind, and one example in testdata/events.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

#include "schema/event.h"

namespace sojourn {

// Members that need more than copying.
enum class Special : std::uint8_t {
  qualified_user,  // "DOM\name" into domain and user; a name without '\' is the user alone
  elevation,       // %%1842 yes, %%1843 no
  system_times,  // in hexadecimal a SYSTEMTIME of local time, then one of UTC: that into other_time
  extra,         // kept under its own name: see extra_fields.h
};

// "The value called `name` belongs in this member." Values are found by name, in
// EventData/Data[@Name], as EventData/Binary or as an element under UserData/*; a value no Field
// names is not kept.
struct Field {
  std::string_view name;
  std::variant<Special, Text Event::*, std::uint64_t Event::*, std::uint32_t Event::*,
               std::uint8_t Event::*, Timestamp Event::*, Guid Event::*>
      member;
};

inline bool is_extra(const Field& field) {
  const auto* special = std::get_if<Special>(&field.member);
  return special != nullptr && *special == Special::extra;
}

// Of the records that tell of a logon session: the reason that is another one where they name none.
inline constexpr std::string_view kNoAccessSession =
    "belongs to a logon session that is no access session";

// No row has more fields.
inline constexpr std::size_t kMostFields = 32;

struct EventSpec {
  std::string_view provider;
  std::uint32_t event_id;
  EventKind kind;
  std::string_view meaning;  // a few words for the analyst
  std::span<const Field> fields;
  // Of records of different channels that share a tick the one of lower rank comes first, as
  // observed. Three depend on a value besides: see correlator/records/order.cc.
  int causal_rank;
  std::string_view unmatched_reason;  // why a record is in no session of any kind
};

// All rows, in the order of EventKind.
std::span<const EventSpec> catalog();

// The row, or null when the catalog has none. Never by id alone: Application, too, logs a 4625.
// Provider names are compared without regard to ASCII case.
const EventSpec* find_spec(std::string_view provider, std::uint32_t event_id);

// Whether any provider has this id: the cheap test before a record is decoded.
bool any_spec_has(std::uint32_t event_id);

const EventSpec& spec_of(EventKind kind);

}  // namespace sojourn
