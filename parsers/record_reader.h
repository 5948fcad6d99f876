// Makes Events of the records of a chunk, decoding no more of them than the Event needs.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "parsers/event_layout.h"
#include "parsers/evtx_chunk.h"
#include "parsers/evtx_value.h"
#include "parsers/left_out.h"
#include "parsers/recent_texts.h"
#include "schema/event.h"
#include "schema/field_value.h"
#include "schema/record_range.h"
#include "schema/result.h"
#include "schema/strings.h"

namespace sojourn {

class RecordReader {
 public:
  // `strings` must outlive this.
  explicit RecordReader(Strings& strings) : strings_(strings) {}

  // Names and templates belong to one chunk: called before the first record of each.
  // The bytes must live until the next call.
  void begin_chunk(Bytes chunk);

  // Nothing when the catalog does not know the event, or it is left out. Values that could not be
  // read are added to `field_issues`; the event is good without them. Offsets count from the
  // chunk's beginning.
  std::optional<Result<Event>> read(const RecordFrame& frame, std::vector<Issue>& field_issues);

  // Where the record that was read last stands, whatever event it is; nothing where it does not
  // say. Its frame has another number than the record in a log that was exported.
  const std::optional<RecordPlace>& place() const { return place_; }

  LeftOut& left_out() { return left_out_; }  // before its values are looked at

 private:
  // A template, or a record's own XML, with the values of one record.
  struct Instance {
    EventLayout* layout;
    std::size_t first_value, value_count;
  };
  struct Source {
    const Instance* instance = nullptr;
    const Leaf* leaf = nullptr;
  };

  std::optional<Issue> add_fragment(std::size_t begin, std::size_t end, Path path);
  std::optional<Issue> add_template_instance(ByteCursor& cursor, Path path);
  std::optional<Issue> fill_holes(std::size_t first_instance);
  Result<EventLayout*> layout_of_template(std::uint32_t definition, Path path, std::size_t at);

  Source find(Place place) const;
  const EvtxValue* single_value(const Source& source) const;
  std::string_view text_of(const Source& source);
  void append_pieces(std::string& out, const Instance& instance, const std::vector<Piece>& pieces);
  std::optional<std::uint64_t> number_of(const Source& source);
  std::optional<Timestamp> time_of(const Source& source);
  Text interned(const Source& source);
  Text activity_of(const Source& source);

  std::optional<RecordPlace> read_place();
  std::optional<RecordPlace> read_usual_place();
  Bytes bytes_in(const Instance& instance, Place place, ValueType type) const;
  std::optional<Issue> read_system(Event& event);
  void map_fields(const Instance& instance, const EventSpec& spec);
  void read_fields(Event& event, const EventSpec& spec, std::vector<Issue>& field_issues);
  std::optional<Issue> read_field(Event& event, const Field& field, const Source& source);

  Strings& strings_;
  LeftOut left_out_;
  RecentTexts recent_;
  Bytes chunk_;
  std::unordered_map<std::uint64_t, std::unique_ptr<EventLayout>> templates_;  // of the chunk
  // Of the record in hand:
  std::deque<EventLayout> own_layouts_;
  std::deque<Instance> instances_;
  std::vector<EvtxValue> values_;
  std::optional<RecordPlace> place_;
  std::vector<std::uint8_t> channel_bytes_;  // of the record before it, and what they mean
  Text channel_ = Text::none;
  std::string text_;
};

}  // namespace sojourn
