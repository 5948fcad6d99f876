#include "engine/event_spill.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "schema/event_members.h"

namespace sojourn {
namespace {

constexpr std::uint64_t kInMemory = std::uint64_t{4} << 20;

// What is written is read by the same process, and by nobody else.
static_assert(std::is_trivially_copyable_v<Event>);

std::tuple<std::uint32_t, Text> log_of(const Event& event) { return {event.file, event.computer}; }

void append(std::vector<std::uint8_t>& buffer, const void* bytes, std::size_t size) {
  const auto* first = static_cast<const std::uint8_t*>(bytes);
  buffer.insert(buffer.end(), first, first + size);
}

}  // namespace

EventSpill::EventSpill(const std::filesystem::path& folder, Strings& names)
    : names_(names), file_(folder, 0) {}

void EventSpill::add(std::span<const Event> events, const Strings& strings) {
  if (events.empty()) return;
  placed_.assign(strings.size(), Text::none);
  std::vector<Event> own(events.begin(), events.end());
  const auto is_other = [](const Event& a, const Event& b) { return log_of(a) != log_of(b); };
  if (std::ranges::adjacent_find(own, is_other) == own.end()) return add_piece(own, strings);
  std::ranges::stable_sort(own, {}, log_of);
  for (auto first = own.begin(); first != own.end();) {
    const auto last =
        std::find_if(first, own.end(), [&](const Event& event) { return is_other(event, *first); });
    std::vector<Event> piece(first, last);
    add_piece(piece, strings);
    first = last;
  }
}

void EventSpill::add_piece(std::vector<Event>& events, const Strings& strings) {
  const LogName log{events.front().file, names_.intern(strings[events.front().computer])};
  used_.clear();
  for (Event& event : events) {
    for_each_text(event, [&](Text& text) {
      if (text == Text::none) return;
      Text& placed = placed_[static_cast<std::size_t>(text)];
      if (placed == Text::none) {
        used_.push_back(text);
        placed = static_cast<Text>(used_.size());
      }
      text = placed;
    });
  }
  buffer_.clear();
  append(buffer_, events.data(), events.size() * sizeof(Event));
  for (const Text text : used_) {
    const auto size = static_cast<std::uint32_t>(strings[text].size());
    append(buffer_, &size, sizeof size);
  }
  for (const Text text : used_) {
    append(buffer_, strings[text].data(), strings[text].size());
    placed_[static_cast<std::size_t>(text)] = Text::none;  // for the next piece
  }
  Piece piece{.events = static_cast<std::uint32_t>(events.size()),
              .texts = static_cast<std::uint32_t>(used_.size()),
              .bytes = {},
              .at = file_.size(),
              .size = buffer_.size()};
  if (in_memory_ + buffer_.size() <= kInMemory) {
    in_memory_ += buffer_.size();
    piece.bytes = buffer_;
  } else {
    file_.add(buffer_);
  }
  pieces_[log].push_back(std::move(piece));
}

void EventSpill::visit(const std::set<LogName>& logs, const StretchVisitor& visitor) const {
  std::vector<std::uint8_t> of_file;
  std::vector<Event> events;
  for (const LogName& log : logs) {
    const auto pieces = pieces_.find(log);
    if (pieces == pieces_.end()) continue;
    for (const Piece& piece : pieces->second) {
      if (piece.bytes.empty()) {
        of_file.resize(piece.size);
        file_.read(piece.at, of_file);
      }
      const std::vector<std::uint8_t>& bytes = piece.bytes.empty() ? of_file : piece.bytes;
      events.resize(piece.events);
      std::memcpy(events.data(), bytes.data(), events.size() * sizeof(Event));
      const std::uint8_t* length = bytes.data() + events.size() * sizeof(Event);
      const char* text =
          reinterpret_cast<const char*>(length) + piece.texts * sizeof(std::uint32_t);
      // They are different texts, so they get the numbers that they have in the piece.
      Strings strings;
      for (std::uint32_t i = 0; i < piece.texts; ++i, length += sizeof(std::uint32_t)) {
        std::uint32_t size = 0;
        std::memcpy(&size, length, sizeof size);
        strings.intern({text, size});
        text += size;
      }
      visitor(log, events, strings);
    }
  }
}

}  // namespace sojourn
