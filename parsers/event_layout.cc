#include "parsers/event_layout.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "parsers/utf16.h"

namespace sojourn {
namespace {

// Tokens of binary XML ([MS-EVEN6] 2.2.12). kMore set: attributes, or more of the same, follow.
constexpr std::uint8_t kMore = 0x40;
enum class Token : std::uint8_t {
  end = 0x00,
  open_element = 0x01,
  close_start = 0x02,
  close_empty = 0x03,
  end_element = 0x04,
  text = 0x05,
  attribute = 0x06,
  cdata = 0x07,
  character = 0x08,
  entity = 0x09,
  instruction = 0x0A,
  instruction_data = 0x0B,
  substitution = 0x0D,
  optional_substitution = 0x0E,
  fragment_header = 0x0F,
};

constexpr std::size_t kDeepest = 64;       // Windows' own events have six
constexpr std::size_t kChunkHeader = 512;  // names stand behind it

constexpr std::size_t at(Place place) { return static_cast<std::size_t>(place); }

Path child_of(Path parent, std::string_view name) {
  switch (parent) {
    case Path::document:
      return name == "Event" ? Path::event : Path::other;
    case Path::event:
      if (name == "System") return Path::system;
      if (name == "EventData") return Path::event_data;
      return name == "UserData" ? Path::user_data : Path::other;
    case Path::system:
      if (name == "Provider") return Path::provider;
      if (name == "TimeCreated") return Path::time_created;
      if (name == "Correlation") return Path::correlation;
      return name == "Security" ? Path::security : Path::leaf;
    case Path::event_data:
      return name == "Data" || name == "Binary" ? Path::leaf : Path::other;
    case Path::user_data:
      return Path::user_content;
    case Path::user_content:
      return Path::leaf;
    case Path::provider:
    case Path::time_created:
    case Path::correlation:
    case Path::security:
    case Path::leaf:
    case Path::other:
      return Path::other;
  }
  return Path::other;
}

std::optional<Place> place_of_element(std::string_view name) {
  if (name == "EventID") return Place::event_id;
  if (name == "Version") return Place::version;
  if (name == "EventRecordID") return Place::record_id;
  if (name == "Channel") return Place::channel;
  if (name == "Computer") return Place::computer;
  return std::nullopt;
}

std::optional<Place> place_of_attribute(Path path, std::string_view name) {
  if (path == Path::provider && name == "Name") return Place::provider;
  if (path == Path::time_created && name == "SystemTime") return Place::time;
  if (path == Path::correlation && name == "ActivityID") return Place::activity;
  if (path == Path::security && name == "UserID") return Place::user_id;
  return std::nullopt;
}

std::uint32_t character_of_entity(std::string_view name) {
  if (name == "amp") return '&';
  if (name == "lt") return '<';
  if (name == "gt") return '>';
  if (name == "quot") return '"';
  if (name == "apos") return '\'';
  return 0xFFFD;
}

class LayoutReader {
 public:
  LayoutReader(Bytes chunk, std::size_t begin, std::size_t end, Path path, bool in_template)
      : chunk_(chunk),
        cursor_(chunk.first(std::min(end, chunk.size())), begin),
        has_dependency_ids_(in_template) {
    open_.push_back({path, kNoLeaf});
    layout_.first_leaf.fill(EventLayout::kNowhere);
  }

  Result<EventLayout> read() {
    while (cursor_.left() > 0) {
      const std::size_t place = cursor_.at();
      const auto byte = cursor_.take<std::uint8_t>();
      const auto token = static_cast<Token>(byte & ~kMore);
      if (token == Token::end) break;
      if (!read_token(token, (byte & kMore) != 0) || cursor_.failed()) {
        return Issue{.what = "binary XML",
                     .wanted = "a token of binary XML and what belongs to it",
                     .found = "0x" + hex_byte(byte),
                     .offset = place};
      }
    }
    return std::move(layout_);
  }

 private:
  static constexpr std::size_t kNoLeaf = static_cast<std::size_t>(-1);
  struct Open {
    Path path;
    std::size_t leaf;
  };

  static std::string hex_byte(std::uint8_t byte) {
    constexpr char kDigits[] = "0123456789abcdef";
    return {kDigits[byte >> 4], kDigits[byte & 15]};
  }

  bool read_token(Token token, bool more) {
    switch (token) {
      case Token::open_element:
        return open_element(more);
      case Token::close_start:
        pieces_ = open_.back().leaf == kNoLeaf ? nullptr : &layout_.leaves[open_.back().leaf].value;
        in_content_ = true;
        return true;
      case Token::close_empty:
      case Token::end_element:
        return close_element();
      case Token::text:
        cursor_.skip(1);  // its type, always a string
        return add_text(cursor_.take<std::uint16_t>());
      case Token::cdata:
        return add_text(cursor_.take<std::uint16_t>());
      case Token::attribute:
        return attribute();
      case Token::character:
        append_code_point(text_piece(), cursor_.take<std::uint16_t>());
        return true;
      case Token::entity:
        if (const auto name = take_name()) {
          append_code_point(text_piece(), character_of_entity(*name));
          return true;
        }
        return false;
      case Token::instruction:
        return take_name().has_value();
      case Token::instruction_data:
        cursor_.skip(std::size_t{2} * cursor_.take<std::uint16_t>());
        return true;
      case Token::substitution:
      case Token::optional_substitution:
        return substitution();
      case Token::fragment_header:
        cursor_.skip(3);
        return true;
      case Token::end:
        return false;
    }
    return false;
  }

  // An element: [dependency identifier] size, name, [size of attributes].
  bool open_element(bool has_attributes) {
    const std::size_t start = cursor_.at();
    auto name = element_name(start, has_dependency_ids_);
    if (!name) {
      name = element_name(start, !has_dependency_ids_);
      if (!name) return false;
      has_dependency_ids_ = !has_dependency_ids_;
    }
    if (has_attributes) cursor_.skip(4);
    if (open_.size() >= kDeepest) return false;

    Open element{child_of(open_.back().path, *name), kNoLeaf};
    if (element.path == Path::leaf) {
      if (open_.back().path == Path::system) {
        if (const auto place = place_of_element(*name)) element.leaf = add_leaf(*place);
      } else {
        element.leaf = add_leaf(Place::data);
        if (open_.back().path == Path::user_content || *name == "Binary") {
          layout_.leaves.back().name.push_back({Piece::kText, std::move(*name)});
        } else {
          is_named_by_attribute_ = true;
        }
      }
    }
    open_.push_back(element);
    pieces_ = nullptr;
    in_content_ = false;
    return true;
  }

  std::optional<std::string> element_name(std::size_t start, bool has_dependency_id) {
    cursor_.seek(start);
    cursor_.skip(has_dependency_id ? 6 : 4);
    return take_name();
  }

  bool close_element() {
    if (open_.size() == 1) return false;
    open_.pop_back();
    pieces_ = open_.back().leaf == kNoLeaf ? nullptr : &layout_.leaves[open_.back().leaf].value;
    in_content_ = true;
    return true;
  }

  bool attribute() {
    const auto name = take_name();
    if (!name || in_content_ || open_.size() == 1) return false;
    const Open& element = open_.back();
    pieces_ = nullptr;
    if (const auto place = place_of_attribute(element.path, *name)) {
      pieces_ = &layout_.leaves[add_leaf(*place)].value;
    } else if (element.path == Path::leaf && element.leaf != kNoLeaf && *name == "Name" &&
               layout_.leaves[element.leaf].place == Place::data && is_named_by_attribute_) {
      pieces_ = &layout_.leaves[element.leaf].name;
    }
    return true;
  }

  bool substitution() {
    const auto index = cursor_.take<std::uint16_t>();
    cursor_.skip(1);  // its type, which the record states too
    if (pieces_ != nullptr) {
      pieces_->push_back({index, {}});
    } else if (in_content_ || open_.size() == 1) {
      layout_.holes.push_back({open_.back().path, index});
    }
    return true;
  }

  bool add_text(std::uint16_t characters) {
    const Bytes utf16 = cursor_.take_bytes(std::size_t{2} * characters);
    if (pieces_ != nullptr) append_utf8(text_piece(), utf16);
    return true;
  }

  std::string& text_piece() {
    if (pieces_ == nullptr) {
      unwanted_.clear();
      return unwanted_;
    }
    if (pieces_->empty() || pieces_->back().substitution != Piece::kText) pieces_->push_back({});
    return pieces_->back().text;
  }

  std::size_t add_leaf(Place place) {
    auto& first = layout_.first_leaf[at(place)];
    if (first == EventLayout::kNowhere) first = static_cast<std::int16_t>(layout_.leaves.size());
    layout_.leaves.push_back({place, {}, {}});
    is_named_by_attribute_ = false;
    return layout_.leaves.size() - 1;
  }

  // The name whose offset stands here: next name of its bucket, hash, length, text, NUL. It follows
  // at once where it is used for the first time in its chunk.
  std::optional<std::string> take_name() {
    const auto offset = cursor_.take<std::uint32_t>();
    const bool follows = offset == cursor_.at();
    if (cursor_.failed() || offset < kChunkHeader || offset > cursor_.at()) return std::nullopt;
    ByteCursor name(chunk_, offset);
    name.skip(4);
    const auto hash = name.take<std::uint16_t>();
    const auto length = name.take<std::uint16_t>();
    const Bytes utf16 = name.take_bytes(std::size_t{2} * length);
    if (name.take<std::uint16_t>() != 0 || name.failed() || hash_of(utf16) != hash) {
      return std::nullopt;
    }
    if (follows) cursor_.seek(name.at());
    std::string text;
    append_utf8(text, utf16);
    return text;
  }

  static std::uint16_t hash_of(Bytes utf16) {
    std::uint32_t hash = 0;
    for (std::size_t i = 0; i + 1 < utf16.size(); i += 2) {
      hash = hash * 65599 + (utf16[i] | static_cast<std::uint32_t>(utf16[i + 1]) << 8);
    }
    return static_cast<std::uint16_t>(hash);
  }

  Bytes chunk_;
  ByteCursor cursor_;
  bool has_dependency_ids_;
  EventLayout layout_;
  std::vector<Open> open_;
  std::vector<Piece>* pieces_ = nullptr;  // where text and substitutions go now; null: nobody asks
  bool in_content_ = false;               // behind the start tag of the innermost element
  bool is_named_by_attribute_ = false;
  std::string unwanted_;
};

void note_substitutions(EventLayout& layout) {
  layout.substitution.fill(EventLayout::kNowhere);
  for (std::size_t place = 0; place < kPlaces; ++place) {
    const auto leaf = layout.first_leaf[place];
    if (leaf == EventLayout::kNowhere) continue;
    const auto& pieces = layout.leaves[static_cast<std::size_t>(leaf)].value;
    if (pieces.size() == 1 && pieces.front().substitution != Piece::kText)
      layout.substitution[place] = pieces.front().substitution;
  }
}

}  // namespace

Result<EventLayout> read_layout(Bytes chunk, std::size_t begin, std::size_t end, Path path,
                                bool in_template) {
  auto layout = LayoutReader(chunk, begin, end, path, in_template).read();
  if (layout) note_substitutions(layout.value());
  return layout;
}

}  // namespace sojourn
