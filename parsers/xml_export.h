// Reads event logs that were exported as XML: `wevtutil qe LOG /f:xml`, with a root of its own
// (/e:Events) or without, and Event Viewer's "Save as XML"; what evtx_dump writes, with a line
// "Record 1" before each event; and what was copied from a browser that puts "- " before what can
// be folded. In UTF-8, UTF-16 or the code page that the file declares.
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

// Whether a file that begins so has events as XML: its first element is <Event>, <Events>, or a
// root of another name around <Event> in the namespace of Windows' events.
bool begins_xml_export(Bytes head);

// An EventReader (see event_reader.h). What cannot be read of an event is told right behind it;
// every Issue about an event has the place where its <Event> begins.
class XmlExportReader {
 public:
  // Reads a file, by its path, or bytes in memory. Does not fail: what is no such export yields one
  // Issue, `what` being "file".
  // `strings` must outlive this. A thread may use a reader and its `strings` that no other
  // uses at the time.
  XmlExportReader(ByteSource source, Strings& strings);

  std::optional<Result<Event>> next();
  std::uint64_t records() const { return records_; }  // <Event> elements
  RecordRanges& ranges() { return ranges_; }          // of the records read so far
  LeftOut& left_out() { return left_out_; }
  const ByteSource& source() const { return window_.source(); }

 private:
  enum class Tag : std::uint8_t { begin, empty, end, none, cut };

  bool read_on();
  bool skip_past(std::string_view mark);
  Tag next_tag();
  Tag skip_start_tag();
  bool step();
  void open_element();
  void close_element();
  void give_up(std::string wanted, std::string found);
  void add_issue(Issue issue);

  Strings& strings_;
  TextWindow window_;
  std::size_t at_ = 0;     // in the window's text, behind what has been looked at
  std::size_t begin_ = 0;  // of the last <Event>, as long as its text is kept
  bool is_open_ = false;   // an <Event> has begun and its end is still to come
  bool is_kept_ = false;
  bool is_done_ = false;
  std::uint64_t offset_ = 0;  // of the last <Event> in the file
  std::uint64_t records_ = 0;
  RecordRanges ranges_;
  LeftOut left_out_;
  std::deque<Result<Event>> ready_;
};

}  // namespace sojourn
