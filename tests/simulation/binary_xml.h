// Binary XML as event logs keep it. The shape of an event is a template, which a chunk defines
// once; each event then is an instance: a reference to its template and the values to put into it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "tests/simulation/binary_value.h"
#include "tests/simulation/chunk.h"

namespace sojourn::simulation {

// The place in a template where the instance's value of this index goes. Only an optional one may
// be given a null; an attribute is then absent.
struct Substitution {
  std::uint16_t index = 0;
  std::uint8_t type = binary_type::null;
  bool optional = false;
};

// A text of the template itself, or a value of the instance.
using Content = std::variant<std::string, Substitution>;

struct Attribute {
  std::string name;
  Content content;
};

struct Element {
  std::string name;
  std::vector<Attribute> attributes;
  std::vector<Element> children;
  std::optional<Content> content;  // after the children
  // The index of the value without which the element is absent.
  std::optional<std::uint16_t> depends_on = std::nullopt;
};

struct Instance {
  // Two instances with the same layout text have the same template.
  std::string layout;
  std::function<Element()> root;  // called only where the template has to be defined
  std::vector<BinaryValue> values;
  const Instance* nested = nullptr;  // one more value, the last: binary XML of its own
};

// The binary XML of one event, from its fragment header to its end.
void append_fragment(Chunk& chunk, const Instance& instance);

}  // namespace sojourn::simulation
