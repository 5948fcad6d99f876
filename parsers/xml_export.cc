#include "parsers/xml_export.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

#include "parsers/event_reader.h"
#include "parsers/event_xml.h"
#include "parsers/exported_event.h"
#include "schema/field_value.h"

namespace sojourn {

static_assert(EventReader<XmlExportReader>);

namespace {

// More than any record's XML: a record ends within its chunk of 64 KiB, and a byte of UTF-16
// becomes at most six characters of XML.
constexpr std::size_t kLongestElement = std::size_t{1} << 20;
constexpr std::size_t kLongestMark = std::string_view("<![CDATA[").size();

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// "<Event>" and "<Event xmlns=…" begin with the tag "<Event", "<EventID>" does not.
bool begins_with_tag(std::string_view text, std::string_view tag) {
  if (!text.starts_with(tag) || text.size() == tag.size()) return false;
  const char behind = text[tag.size()];
  return is_blank(behind) || behind == '>' || behind == '/';
}

// What may stand where markup is no markup, and with what it ends. Empty for anything else.
struct Opaque {
  std::string_view begin, end;
};
constexpr Opaque kOpaque[] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}};

Opaque opaque_at(std::string_view text) {
  for (const Opaque& opaque : kOpaque) {
    if (text.starts_with(opaque.begin)) return opaque;
  }
  return {};
}

void skip_blanks(std::string_view& text) {
  const auto blank_end = std::find_if_not(text.begin(), text.end(), is_blank);
  text.remove_prefix(static_cast<std::size_t>(blank_end - text.begin()));
}

// evtx_dump begins each event with a line "Record 1".
void skip_record_line(std::string_view& text) {
  constexpr std::string_view kRecord = "Record ";
  if (!text.starts_with(kRecord)) return;
  const std::size_t end = text.find_first_not_of("0123456789", kRecord.size());
  if (end == kRecord.size() || end == std::string_view::npos || !is_blank(text[end])) return;
  text.remove_prefix(end);
}

// Leaves `text` at its next element; false where only blanks and the like are left, the browser's
// "- " among them.
bool skip_to_element(std::string_view& text) {
  for (;;) {
    skip_blanks(text);
    if (text.size() > 1 && text.front() == '-' && is_blank(text[1])) {
      text.remove_prefix(1);
      continue;
    }
    const Opaque opaque = opaque_at(text);
    if (opaque.begin.empty()) return text.starts_with('<');
    const std::size_t end = text.find(opaque.end, opaque.begin.size());
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end + opaque.end.size());
  }
}

// wevtutil /e: lets its user name the root, so a root of any name will do where an element of
// Windows' own namespace follows.
bool begins_with_events(std::string_view text) {
  skip_blanks(text);
  skip_record_line(text);
  if (!skip_to_element(text)) return false;
  if (begins_with_tag(text, "<Event") || begins_with_tag(text, "<Events")) return true;
  const std::size_t root_end = text.find('>');
  if (root_end == std::string_view::npos) return false;
  text.remove_prefix(root_end + 1);
  if (!skip_to_element(text) || !begins_with_tag(text, "<Event")) return false;
  return text.substr(0, text.find('>')).find("schemas.microsoft.com/win/2004/08/events/event") !=
         std::string_view::npos;
}

// The record id in text that need not be XML.
std::optional<std::uint64_t> record_in(std::string_view text) {
  constexpr std::string_view tag = "<EventRecordID>";
  const std::size_t begin = text.find(tag);
  if (begin == std::string_view::npos) return std::nullopt;
  text.remove_prefix(begin + tag.size());
  const std::size_t end = text.find('<');
  if (end == std::string_view::npos) return std::nullopt;
  const auto number = parse_number(meaningful(text.substr(0, end)));
  const bool fits = number && *number <= std::numeric_limits<std::int64_t>::max();
  return fits ? number : std::nullopt;
}

}  // namespace

bool begins_xml_export(Bytes head) { return begins_with_events(head_as_utf8(head)); }

XmlExportReader::XmlExportReader(ByteSource source, Strings& strings)
    : strings_(strings), window_(std::move(source)) {
  window_.read_on(0);
  if (!window_.source().failure().empty() || begins_with_events(window_.text())) return;
  ready_.push_back(Issue{.what = "file", .wanted = "events as XML", .found = "something else"});
  is_done_ = true;
}

std::optional<Result<Event>> XmlExportReader::next() {
  while (ready_.empty() && !is_done_) is_done_ = !step();
  if (ready_.empty()) return std::nullopt;
  Result<Event> result = std::move(ready_.front());
  ready_.pop_front();
  return result;
}

// Reads more of the file, and lets go of the text that nothing will ask for again.
bool XmlExportReader::read_on() {
  if (is_kept_ && window_.text().size() - begin_ > kLongestElement) is_kept_ = false;
  const std::size_t keep = is_kept_ ? begin_ : at_;
  begin_ = 0;
  at_ -= keep;
  return window_.read_on(keep);
}

// To the end of the file where there is no such mark.
bool XmlExportReader::skip_past(std::string_view mark) {
  for (;;) {
    const std::string_view text = window_.text();
    const std::size_t found = text.find(mark, at_);
    if (found != std::string_view::npos) {
      at_ = found + mark.size();
      return true;
    }
    at_ = std::max(at_, text.size() - std::min(text.size(), mark.size() - 1));
    if (!read_on()) {
      at_ = window_.text().size();
      return false;
    }
  }
}

// Moves behind the next tag of an <Event>, past comments and the like that may look like one.
XmlExportReader::Tag XmlExportReader::next_tag() {
  while (skip_past("<")) {
    --at_;
    while (window_.text().size() - at_ < kLongestMark && read_on()) {
    }
    const std::string_view text = window_.text().substr(at_);
    if (const Opaque opaque = opaque_at(text); !opaque.begin.empty()) {
      at_ += opaque.begin.size();
      if (!skip_past(opaque.end)) return Tag::cut;
    } else if (begins_with_tag(text, "<Event")) {
      if (is_open_) give_up("</Event>", "the next <Event>");
      open_element();
      return skip_start_tag();
    } else if (begins_with_tag(text, "</Event")) {
      return skip_past(">") ? Tag::end : Tag::cut;
    } else if (text.size() < kLongestMark && text.find('>') == std::string_view::npos) {
      return Tag::cut;
    } else {
      ++at_;
    }
  }
  return Tag::none;
}

// A '>' in an attribute does not end the tag. A '<' cannot be in one: the tag is broken there.
XmlExportReader::Tag XmlExportReader::skip_start_tag() {
  at_ += std::string_view("<Event").size();
  char quote = '\0', before = '\0';
  for (;; ++at_) {
    if (at_ == window_.text().size() && !read_on()) return Tag::cut;
    const char c = window_.text()[at_];
    if (c == '<') return Tag::begin;
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      ++at_;
      return before == '/' ? Tag::empty : Tag::begin;
    }
    before = c;
  }
}

// Goes to the next tag. False at the end of the file.
bool XmlExportReader::step() {
  switch (next_tag()) {
    case Tag::begin:
      return true;
    case Tag::empty:
      close_element();
      return true;
    case Tag::end:
      if (is_open_) {
        close_element();
      } else {
        ready_.push_back(Issue{.what = "record",
                               .wanted = "<Event> before </Event>",
                               .found = "none",
                               .offset = window_.offset_of(at_)});
      }
      return true;
    case Tag::cut:
      if (!is_open_) {
        ready_.push_back(
            Issue{.what = "file", .wanted = "the end of a tag", .found = "the end of the file"});
      }
      [[fallthrough]];
    case Tag::none:
      if (is_open_) give_up("</Event>", "the end of the file");
      if (window_.issue()) ready_.push_back(*window_.issue());
      return false;
  }
  return false;
}

void XmlExportReader::open_element() {
  begin_ = at_;
  offset_ = window_.offset_of(at_);
  is_open_ = is_kept_ = true;
  ++records_;
}

// Windows nests no <Event> in another, so one that begins inside another shows that the end of that
// is lost.
void XmlExportReader::give_up(std::string wanted, std::string found) {
  add_issue(Issue{.what = "record", .wanted = std::move(wanted), .found = std::move(found)});
  is_open_ = is_kept_ = false;
}

void XmlExportReader::add_issue(Issue issue) {
  if (is_kept_ && !issue.record) {
    issue.record = record_in(window_.text().substr(begin_, at_ - begin_));
  }
  issue.offset = offset_;
  ready_.push_back(std::move(issue));
}

void XmlExportReader::close_element() {
  if (!is_kept_ || at_ - begin_ > kLongestElement) {
    return give_up("an <Event> of at most " + std::to_string(kLongestElement) + " bytes", "more");
  }
  std::optional<RecordPlace> place;
  auto read = read_event_xml(window_.text().substr(begin_, at_ - begin_), strings_, place);
  take_exported(std::move(read), place, left_out_, ranges_, ready_,
                [this](Issue issue) { add_issue(std::move(issue)); });
  is_open_ = is_kept_ = false;
}

}  // namespace sojourn
