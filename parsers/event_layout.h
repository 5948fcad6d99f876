// Where in a piece of binary XML the values are that make an Event.
//
// A template says it once for all records that use it; a record without template says it for
// itself. What nothing asks for (keywords, thread ids, …) is walked over and forgotten.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "parsers/byte_cursor.h"
#include "schema/catalog.h"
#include "schema/result.h"

namespace sojourn {

// The values of System that every event has, and those of its own data, which have names.
enum class Place : std::uint8_t {
  provider,
  event_id,
  version,
  time,
  record_id,
  channel,
  computer,
  activity,
  user_id,
  data,
};
inline constexpr std::size_t kPlaces = static_cast<std::size_t>(Place::data) + 1;

// The element that content stands in; what is of no interest is `other`, with all below it.
enum class Path : std::uint8_t {
  document,
  event,
  system,
  provider,
  time_created,
  correlation,
  security,
  event_data,
  user_data,
  user_content,  // the provider's own element under UserData
  leaf,          // whose text is a value
  other,
};

// A part of a value: text, or one of the record's substitutions.
struct Piece {
  static constexpr std::int32_t kText = -1;
  std::int32_t substitution = kText;
  std::string text;
};

struct Leaf {
  Place place = Place::data;
  std::vector<Piece> name;   // of data
  std::vector<Piece> value;  // its pieces in order
};

// A substitution where elements may stand: Windows puts the event's own data in by one.
struct Hole {
  Path path = Path::other;
  std::uint16_t substitution = 0;
};

struct EventLayout {
  static constexpr std::int16_t kNowhere = -1;

  std::vector<Leaf> leaves;
  std::vector<Hole> holes;
  std::array<std::int16_t, kPlaces> first_leaf;  // of each place
  // The substitution that makes up the whole of that leaf; kNowhere where there is more to it.
  std::array<std::int32_t, kPlaces> substitution;

  // Which field of the catalog each leaf is, for the last event that asked; kNowhere for none.
  const EventSpec* spec = nullptr;
  std::vector<std::int16_t> field_of_leaf;
};

// Reads binary XML from `begin`, which stands in an element of `path`, up to `end` or its end
// token. Templates give elements a dependency identifier and records without template do not;
// either is recognised where the other was expected. An Issue, whose offset counts from the chunk's
// beginning, for bytes that are no binary XML.
Result<EventLayout> read_layout(Bytes chunk, std::size_t begin, std::size_t end, Path path,
                                bool in_template);

}  // namespace sojourn
