#include "tests/simulation/binary_xml.h"

namespace sojourn::simulation {
namespace {

namespace token {
constexpr std::uint8_t end_of_stream = 0x00;
constexpr std::uint8_t open_start_element = 0x01;
constexpr std::uint8_t close_start_element = 0x02;
constexpr std::uint8_t close_empty_element = 0x03;
constexpr std::uint8_t end_element = 0x04;
constexpr std::uint8_t value = 0x05;
constexpr std::uint8_t attribute = 0x06;
constexpr std::uint8_t template_instance = 0x0c;
constexpr std::uint8_t normal_substitution = 0x0d;
constexpr std::uint8_t optional_substitution = 0x0e;
constexpr std::uint8_t fragment_header = 0x0f;
constexpr std::uint8_t more = 0x40;  // attributes follow the element, or a further attribute
}  // namespace token

// Leaves room for the size of what is appended until it goes out of scope.
class SizeField {
 public:
  explicit SizeField(Chunk& chunk) : chunk_(chunk), at_(chunk.end()) {
    chunk.append(std::uint32_t{0});
  }
  ~SizeField() { chunk_.put(at_, chunk_.end() - at_ - 4); }
  SizeField(const SizeField&) = delete;
  SizeField& operator=(const SizeField&) = delete;

 private:
  Chunk& chunk_;
  std::uint32_t at_;
};

void append_fragment_header(Chunk& chunk) {
  chunk.append(token::fragment_header);
  chunk.append(std::uint8_t{1});  // version 1.1
  chunk.append(std::uint8_t{1});
  chunk.append(std::uint8_t{0});
}

void append_content(Chunk& chunk, const Content& content) {
  if (const auto* const text = std::get_if<std::string>(&content)) {
    const std::string units = string_value(*text).bytes;
    chunk.append(token::value);
    chunk.append(binary_type::string);
    chunk.append(static_cast<std::uint16_t>(units.size() / 2));
    chunk.append(units);
    return;
  }
  const auto& place = std::get<Substitution>(content);
  chunk.append(place.optional ? token::optional_substitution : token::normal_substitution);
  chunk.append(place.index);
  chunk.append(place.type);
}

void append_attributes(Chunk& chunk, const std::vector<Attribute>& attributes) {
  const SizeField size(chunk);
  for (const Attribute& attribute : attributes) {
    const bool last = &attribute == &attributes.back();
    chunk.append(static_cast<std::uint8_t>(token::attribute | (last ? 0 : token::more)));
    chunk.append_name(attribute.name);
    append_content(chunk, attribute.content);
  }
}

void append_element(Chunk& chunk, const Element& element) {
  constexpr std::uint16_t nothing = 0xffff;
  const bool plain = element.attributes.empty();
  chunk.append(static_cast<std::uint8_t>(token::open_start_element | (plain ? 0 : token::more)));
  chunk.append(element.depends_on.value_or(nothing));
  const SizeField size(chunk);
  chunk.append_name(element.name);
  if (!plain) append_attributes(chunk, element.attributes);
  if (!element.content && element.children.empty()) {
    chunk.append(token::close_empty_element);
    return;
  }
  chunk.append(token::close_start_element);
  for (const Element& child : element.children) append_element(chunk, child);
  if (element.content) append_content(chunk, *element.content);
  chunk.append(token::end_element);
}

std::uint64_t hash_of(std::string_view text, std::uint64_t start) {
  std::uint64_t hash = start;  // FNV-1a
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

// Windows makes one up for every template; here the same layout always has the same.
std::string guid_of(const std::string& layout) {
  std::string bytes;
  append(bytes, hash_of(layout, 0xcbf29ce484222325u));
  append(bytes, hash_of(layout, 0x9ae16a3b2f90404fu));
  return bytes;
}

void define_template(Chunk& chunk, const Instance& instance, std::uint32_t id,
                     const std::string& guid) {
  chunk.append(chunk.note_template(instance.layout, id));
  chunk.append(guid);
  const SizeField size(chunk);
  append_fragment_header(chunk);
  append_element(chunk, instance.root());
  chunk.append(token::end_of_stream);
}

void append_values(Chunk& chunk, const Instance& instance) {
  const std::size_t count = instance.values.size() + (instance.nested == nullptr ? 0 : 1);
  chunk.append(static_cast<std::uint32_t>(count));
  const auto describe = [&chunk](std::size_t size, std::uint8_t type) {
    chunk.append(static_cast<std::uint16_t>(size));
    chunk.append(type);
    chunk.append(std::uint8_t{0});
  };
  for (const BinaryValue& value : instance.values) describe(value.bytes.size(), value.type);
  const std::uint32_t nested_size_at = chunk.end();
  if (instance.nested != nullptr) describe(0, binary_type::binary_xml);
  for (const BinaryValue& value : instance.values) chunk.append(value.bytes);
  if (instance.nested == nullptr) return;
  const std::uint32_t begin = chunk.end();
  append_fragment(chunk, *instance.nested);
  chunk.put(nested_size_at, static_cast<std::uint16_t>(chunk.end() - begin));
}

}  // namespace

void append_fragment(Chunk& chunk, const Instance& instance) {
  const std::string guid = guid_of(instance.layout);
  const auto id = static_cast<std::uint32_t>(hash_of(instance.layout, 0xcbf29ce484222325u));

  append_fragment_header(chunk);
  chunk.append(token::template_instance);
  chunk.append(std::uint8_t{1});
  chunk.append(id);  // the first four bytes of the GUID
  if (const std::optional<std::uint32_t> known = chunk.template_at(instance.layout)) {
    chunk.append(*known);
  } else {
    chunk.append(chunk.end() + 4);
    define_template(chunk, instance, id, guid);
  }
  append_values(chunk, instance);
  chunk.append(token::end_of_stream);
}

}  // namespace sojourn::simulation
