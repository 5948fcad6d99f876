// Reads event logs that tools wrote as JSON: `evtx_dump -o jsonl` and `-o json`, Velociraptor's
// parse_evtx(), Winlogbeat, EvtxECmd (see event_json.h). One object per line, one after another
// over several lines, or all in one array; in UTF-8 or UTF-16.
//
// Memory does not grow with the file: the text of one event and a block of the file are held at a
// time.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "parsers/byte_source.h"
#include "parsers/left_out.h"
#include "parsers/record_ranges.h"
#include "parsers/text_window.h"
#include "schema/event.h"
#include "schema/result.h"
#include "schema/strings.h"

namespace sojourn {

// Whether a file that begins so has events as JSON, in a form that is known.
bool begins_json_export(Bytes head);

// An EventReader (see event_reader.h). What cannot be read of an event is told right behind it;
// every Issue about an event has the place where its '{' begins.
//
// A line that begins with '{', no further from the left than the line with which an event began,
// begins another: an event that is cut off or broken costs none but itself.
class JsonExportReader {
 public:
  // Reads a file, by its path, or bytes in memory. Does not fail: what is no such export yields one
  // Issue, `what` being "file".
  // `strings` must outlive this. A thread may use a reader and its `strings` that no other
  // uses at the time.
  JsonExportReader(ByteSource source, Strings& strings);

  std::optional<Result<Event>> next();
  std::uint64_t records() const { return records_; }  // objects
  RecordRanges& ranges() { return ranges_; }          // of the records read so far
  LeftOut& left_out() { return left_out_; }
  const ByteSource& source() const { return window_.source(); }

 private:
  bool read_on();
  bool has_more();
  void step_over(char c);
  bool skip_to_event();
  void skip_other();
  void skip_lost();
  void read_event();
  void close_event();
  void give_up(std::string wanted, std::string found);
  void add_issue(Issue issue);
  void finish();

  Strings& strings_;
  TextWindow window_;
  std::size_t at_ = 0;     // in the window's text, behind what has been looked at
  std::size_t begin_ = 0;  // of the last event, as long as its text is kept
  bool is_kept_ = false;
  bool is_done_ = false;
  std::uint64_t offset_ = 0;  // of the last event in the file
  std::uint64_t records_ = 0;
  std::size_t arrays_ = 0;   // that are open around the events
  bool is_line_new_ = true;  // of the line nothing but blanks and the like was met
  std::size_t column_ = 0;   // so many of them
  std::size_t indent_ = 0;   // of the line with which the last event began
  RecordRanges ranges_;
  LeftOut left_out_;
  std::deque<Result<Event>> ready_;
};

}  // namespace sojourn
