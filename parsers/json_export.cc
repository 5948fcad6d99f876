#include "parsers/json_export.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "parsers/event_json.h"
#include "parsers/event_reader.h"
#include "parsers/exported_event.h"
#include "parsers/well_formed.h"

namespace sojourn {

static_assert(EventReader<JsonExportReader>);

namespace {

// More than any record's JSON, with the message that some tools add: a record ends within its chunk
// of 64 KiB, and a byte of UTF-16 becomes at most six characters.
constexpr std::size_t kLongestEvent = std::size_t{1} << 20;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// What RFC 7464 puts before each text.
constexpr char kRecordSeparator = '\x1E';

// What may stand between events.
bool is_between(char c) { return is_blank(c) || c == ',' || c == '[' || c == kRecordSeparator; }

// evtx_dump's "Record 1".
bool is_record_line(std::string_view line) {
  constexpr std::string_view kRecord = "Record ";
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  return line.starts_with(kRecord) && line.size() > kRecord.size() &&
         line.find_first_not_of("0123456789", kRecord.size()) == std::string_view::npos;
}

bool begins_with_events(std::string_view text) {
  const auto skip_blanks = [&text] {
    const auto end =
        std::ranges::find_if_not(text, [](char c) { return is_blank(c) || c == kRecordSeparator; });
    text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
  };
  skip_blanks();
  if (const std::size_t line = text.find('\n');
      line != std::string_view::npos && is_record_line(text.substr(0, line))) {
    text.remove_prefix(line);
    skip_blanks();
  }
  return (text.starts_with('{') || text.starts_with('[')) && names_event_json(text);
}

}  // namespace

bool begins_json_export(Bytes head) { return begins_with_events(head_as_utf8(head)); }

JsonExportReader::JsonExportReader(ByteSource source, Strings& strings)
    : strings_(strings), window_(std::move(source)) {
  window_.read_on(0);
  if (!window_.source().failure().empty() || begins_with_events(window_.text())) return;
  ready_.push_back(Issue{.what = "file", .wanted = "events as JSON", .found = "something else"});
  is_done_ = true;
}

std::optional<Result<Event>> JsonExportReader::next() {
  while (ready_.empty() && !is_done_) {
    if (skip_to_event()) {
      read_event();
    } else {
      finish();
    }
  }
  if (ready_.empty()) return std::nullopt;
  Result<Event> result = std::move(ready_.front());
  ready_.pop_front();
  return result;
}

void JsonExportReader::finish() {
  is_done_ = true;
  if (window_.issue()) ready_.push_back(*window_.issue());
  if (arrays_ == 0 || window_.issue()) return;
  ready_.push_back(
      Issue{.what = "file", .wanted = "the end of the array", .found = "the end of the file"});
}

// Reads more of the file, and lets go of the text that nothing will ask for again.
bool JsonExportReader::read_on() {
  if (is_kept_ && window_.text().size() - begin_ > kLongestEvent) is_kept_ = false;
  const std::size_t keep = is_kept_ ? begin_ : at_;
  begin_ = 0;
  at_ -= keep;
  return window_.read_on(keep);
}

bool JsonExportReader::has_more() {
  return at_ < window_.text().size() || (read_on() && at_ < window_.text().size());
}

// Of a character outside of texts.
void JsonExportReader::step_over(char c) {
  ++at_;
  if (c == '\n') {
    is_line_new_ = true;
    column_ = 0;
  } else if (is_between(c)) {
    ++column_;
  } else {
    is_line_new_ = false;
  }
}

// False at the end of the file.
bool JsonExportReader::skip_to_event() {
  while (has_more()) {
    const char c = window_.text()[at_];
    if (c == '{') return true;
    if (c == '[') ++arrays_;
    if (c == ']' && arrays_ > 0) {
      --arrays_;
      step_over(c);
    } else if (is_between(c)) {
      step_over(c);
    } else {
      skip_other();
    }
  }
  return false;
}

// What is no event, up to the next '{' or the end of the line.
void JsonExportReader::skip_other() {
  constexpr std::size_t kShown = 40;
  const std::uint64_t offset = window_.offset_of(at_);
  std::string other;
  while (has_more() && window_.text()[at_] != '{' && window_.text()[at_] != '\n') {
    const char c = window_.text()[at_];
    if (other.size() < kShown) other += c;
    step_over(c);
  }
  if (other == kByteOrderMark) {  // of a file that was appended to another
    is_line_new_ = true;
    return;
  }
  if (is_record_line(other)) return;
  ready_.push_back(Issue{.what = "record",
                         .wanted = "an event as JSON",
                         .found = "other text: " + as_utf8(other),
                         .offset = offset});
}

// Up to a line that may begin an event: where an event is broken, nobody knows where it ends.
void JsonExportReader::skip_lost() {
  while (has_more()) {
    const char c = window_.text()[at_];
    if (c == '{' && is_line_new_ && column_ <= indent_) return;
    step_over(c);
  }
}

// Goes to where the event ends that begins here.
void JsonExportReader::read_event() {
  begin_ = at_;
  offset_ = window_.offset_of(at_);
  is_kept_ = true;
  ++records_;
  indent_ = is_line_new_ ? column_ : 0;
  std::size_t depth = 0;
  bool is_text = false, is_escaped = false;
  while (has_more()) {
    const char c = window_.text()[at_];
    if (is_text) {
      if (c == '\n') {
        give_up("the end of a text", "the end of its line");
        return skip_lost();
      }
      ++at_;
      if (is_escaped) {
        is_escaped = false;
      } else if (c == '\\') {
        is_escaped = true;
      } else if (c == '"') {
        is_text = false;
      }
      continue;
    }
    if (c == '{' && depth > 0 && is_line_new_ && column_ <= indent_) {
      return give_up("the end of an event", "the next one");
    }
    step_over(c);
    if (c == '"') {
      is_text = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return close_event();
    }
  }
  give_up("the end of an event", "the end of the file");
}

void JsonExportReader::give_up(std::string wanted, std::string found) {
  add_issue(Issue{.what = "record", .wanted = std::move(wanted), .found = std::move(found)});
  is_kept_ = false;
}

void JsonExportReader::add_issue(Issue issue) {
  issue.offset = offset_;
  ready_.push_back(std::move(issue));
}

void JsonExportReader::close_event() {
  if (!is_kept_ || at_ - begin_ > kLongestEvent) {
    return give_up("an event of at most " + std::to_string(kLongestEvent) + " bytes", "more");
  }
  std::optional<RecordPlace> place;
  auto read = read_event_json(window_.text().substr(begin_, at_ - begin_), strings_, place);
  take_exported(std::move(read), place, left_out_, ranges_, ready_,
                [this](Issue issue) { add_issue(std::move(issue)); });
  is_kept_ = false;
}

}  // namespace sojourn
