#include "parsers/isolated_reader.h"

#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <limits>
#include <type_traits>

#include "parsers/event_reader.h"
#include "parsers/libevtx_reader.h"
#include "schema/event_members.h"

namespace sojourn {

static_assert(EventReader<IsolatedReader>);
static_assert(std::is_trivially_copyable_v<Event>, "an Event crosses the pipe as its bytes");

namespace {

// What stands in the pipe: a byte that names the frame, then
//   text    size, bytes          the child's next new text; sent before the event that has it
//   event   records so far, the Event with the child's text numbers
//   issue   records so far, offset, record, then three texts as size and bytes
//   finish  records so far       the whole file was read
enum class Frame : char { text = 'T', event = 'E', issue = 'I', finish = 'F' };

// No text of a record is longer than its chunk, 32 Ki UTF-16 units.
constexpr std::uint32_t kLongestText = 1 << 20;
constexpr std::uint64_t kNoPlace = ~std::uint64_t{0};

template <class T>
T from_bytes(const std::string& bytes, std::size_t at = 0) {
  T value{};
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

// The child's end of the pipe.
class Sender {
 public:
  Sender(int pipe, const Strings& strings) : pipe_(pipe), strings_(strings) {}

  void send(const Result<Event>& result, std::uint64_t records) {
    if (result) {
      for (; sent_ < strings_.size(); ++sent_) {
        pipe_.put(Frame::text);
        pipe_.put_text(strings_[static_cast<Text>(sent_)], kLongestText);
      }
      pipe_.put(Frame::event);
      pipe_.put(records);
      pipe_.put(result.value());
    } else {
      const Issue& issue = result.issue();
      pipe_.put(Frame::issue);
      pipe_.put(records);
      pipe_.put(issue.offset.value_or(kNoPlace));
      pipe_.put(issue.record.value_or(kNoPlace));
      for (const std::string* text : {&issue.what, &issue.wanted, &issue.found}) {
        pipe_.put_text(*text, kLongestText);
      }
    }
    pipe_.flush_if_full();
  }

  void finish(std::uint64_t records) {
    pipe_.put(Frame::finish);
    pipe_.put(records);
    pipe_.flush();
  }

 private:
  PipeWriter pipe_;
  const Strings& strings_;
  std::size_t sent_ = 1;  // Text::none needs no telling
};

// Where the file could not be opened, the reader says so of its path.
void read_in_child(const std::filesystem::path& path, int pipe) {
  Strings strings;
  LibevtxReader reader(path, strings);
  Sender sender(pipe, strings);
  while (const auto result = reader.next()) sender.send(*result, reader.records());
  sender.finish(reader.records());
}

// Whether these bytes are an Event that a reader could have made.
bool is_event(const std::string& bytes, std::size_t at) {
  const auto event = from_bytes<Event>(bytes, at);
  const auto first = *from_filetime(0), last = *parse_time("9999-12-31T23:59:59.9999999Z");
  const auto in_range = [&](Timestamp time) { return first <= time && time <= last; };
  return static_cast<std::size_t>(event.kind) < kEventKinds && event.elevated <= Elevation::yes &&
         in_range(event.time) && in_range(event.other_time) && event.record <= kLargestRecord;
}

}  // namespace

IsolatedReader::IsolatedReader(const std::filesystem::path& path, Strings& strings,
                               const ReadLimits& limits)
    : strings_(strings),
      child_([&] {
        const FileDescriptor file = open_evidence(path);
        // A root without /proc knows a file only by its name.
        const bool is_known = file.is_open() && access("/proc/self/fd", X_OK) == 0;
        const std::filesystem::path there = is_known ? kConfinedPath : path;
        return ConfinedChild(file.number(), limits, [&](int pipe) { read_in_child(there, pipe); });
      }()),
      texts_{Text::none} {}

bool IsolatedReader::take_text() {
  const auto text = child_.take_text(kLongestText);
  if (!text) return false;
  texts_.push_back(strings_.intern(*text));
  return true;
}

std::optional<Result<Event>> IsolatedReader::take_event() {
  const auto bytes = child_.take(sizeof(std::uint64_t) + sizeof(Event));
  if (!bytes || !is_event(*bytes, sizeof(std::uint64_t))) return std::nullopt;
  auto event = from_bytes<Event>(*bytes, sizeof(std::uint64_t));
  const auto take_over = [&](Text& text) {
    const auto number = static_cast<std::size_t>(text);
    if (number >= texts_.size()) return false;
    text = texts_[number];
    return true;
  };
  for (const auto& [name, member] : kTextMembers) {
    if (!take_over(event.*member)) return std::nullopt;
  }
  if (!take_over(event.extra)) return std::nullopt;
  records_ = from_bytes<std::uint64_t>(*bytes);
  return event;
}

std::optional<Result<Event>> IsolatedReader::take_issue() {
  const auto places = child_.take(3 * sizeof(std::uint64_t));
  if (!places) return std::nullopt;
  Issue issue;
  const auto offset = from_bytes<std::uint64_t>(*places, 8);
  const auto record = from_bytes<std::uint64_t>(*places, 16);
  if (offset != kNoPlace) issue.offset = offset;
  if (record != kNoPlace) issue.record = record;
  for (std::string* text : {&issue.what, &issue.wanted, &issue.found}) {
    auto bytes = child_.take_text(kLongestText);
    if (!bytes) return std::nullopt;
    *text = std::move(*bytes);
  }
  records_ = from_bytes<std::uint64_t>(*places);
  return issue;
}

std::optional<Result<Event>> IsolatedReader::end(std::string found) {
  ended_ = true;
  return Issue{.what = "file",
               .wanted = "the whole file, read within the limits of memory and time",
               .found = std::move(found) + " after " + std::to_string(records_) + " records"};
}

std::optional<Result<Event>> IsolatedReader::next() {
  while (!ended_) {
    const auto frame = child_.take_value<Frame>();
    if (!frame) return end(child_.ending());
    std::optional<Result<Event>> result;
    switch (*frame) {
      case Frame::text:
        if (take_text()) continue;
        break;
      case Frame::event:
        result = take_event();
        break;
      case Frame::issue:
        result = take_issue();
        break;
      case Frame::finish:
        if (const auto records = child_.take_value<std::uint64_t>()) {
          records_ = *records;
          ended_ = true;
          continue;
        }
        break;
    }
    return result ? std::move(result) : end(child_.nonsense());
  }
  return std::nullopt;
}

}  // namespace sojourn
