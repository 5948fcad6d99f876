#include "parsers/record_reader.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "parsers/event_reader.h"
#include "schema/extra_fields.h"

namespace sojourn {
namespace {

constexpr std::uint8_t kFragmentHeader = 0x0F;
constexpr std::uint8_t kTemplateInstance = 0x0C;
constexpr std::size_t kTemplateHeader = 24;  // next of its bucket, GUID, size of what follows
constexpr std::size_t kMostInstances = 16;   // Windows' own records have two

Issue wrong(std::string what, std::string wanted, std::string found, std::size_t offset) {
  return Issue{.what = std::move(what),
               .wanted = std::move(wanted),
               .found = std::move(found),
               .offset = offset};
}

bool is_xml(const EvtxValue& value) {
  return value.type == static_cast<std::uint8_t>(ValueType::binary_xml);
}

}  // namespace

void RecordReader::begin_chunk(Bytes chunk) {
  chunk_ = chunk;
  templates_.clear();
}

std::optional<Result<Event>> RecordReader::read(const RecordFrame& frame,
                                                std::vector<Issue>& field_issues) {
  own_layouts_.clear();
  instances_.clear();
  values_.clear();
  place_.reset();
  if (auto issue = add_fragment(frame.begin, frame.end, Path::document)) return *std::move(issue);

  // Nearly always the outer template has the event id, and the event's own data need not be looked
  // at to know that nobody wants them.
  auto event_id = number_of(find(Place::event_id));
  const bool is_whole = !event_id.has_value();
  if (is_whole) {
    if (auto issue = fill_holes(0)) return *std::move(issue);
    event_id = number_of(find(Place::event_id));
  }
  if (!event_id) return wrong("record", "an event id", "none", frame.begin);
  place_ = read_place();
  if (*event_id > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  if (!any_spec_has(static_cast<std::uint32_t>(*event_id))) return std::nullopt;
  const EventSpec* spec =
      find_spec(text_of(find(Place::provider)), static_cast<std::uint32_t>(*event_id));
  if (spec == nullptr || left_out_.takes(spec->kind)) return std::nullopt;
  if (!is_whole) {
    if (auto issue = fill_holes(0)) return *std::move(issue);
  }

  Event event;
  event.kind = spec->kind;
  if (auto issue = read_system(event)) {
    issue->offset = frame.begin;
    return *std::move(issue);
  }
  read_fields(event, *spec, field_issues);
  return event;
}

// A fragment: a header, then a template instance or elements.
std::optional<Issue> RecordReader::add_fragment(std::size_t begin, std::size_t end, Path path) {
  if (instances_.size() >= kMostInstances) {
    return wrong("record", "at most 16 templates in each other", "more", begin);
  }
  ByteCursor cursor(chunk_.first(end), begin);
  auto token = cursor.take<std::uint8_t>();
  if (token == kFragmentHeader) {
    cursor.skip(3);
    begin = cursor.at();
    token = cursor.take<std::uint8_t>();
  }
  if (token == kTemplateInstance) return add_template_instance(cursor, path);
  auto layout = read_layout(chunk_, begin, end, path, false);
  if (!layout) return layout.issue();
  own_layouts_.push_back(std::move(layout.value()));
  instances_.push_back({&own_layouts_.back(), values_.size(), 0});
  return std::nullopt;
}

// A template instance: the template's offset, the template itself where it is used for the first
// time in its chunk, then how many values there are, size and type of each, and the values.
std::optional<Issue> RecordReader::add_template_instance(ByteCursor& cursor, Path path) {
  const std::size_t start = cursor.at();
  cursor.skip(5);
  const auto definition = cursor.take<std::uint32_t>();
  if (definition == cursor.at()) {
    ByteCursor header(chunk_, definition);
    header.skip(kTemplateHeader - 4);
    const auto size = header.take<std::uint32_t>();
    cursor.skip(kTemplateHeader);
    cursor.skip(size);
  }
  const auto count = cursor.take<std::uint32_t>();
  const std::size_t first_value = values_.size();
  if (cursor.failed() || count > cursor.left() / 4) {
    return wrong("template instance", "a template and its values", "fewer bytes", start);
  }
  std::size_t offset = cursor.at() + std::size_t{4} * count;
  for (std::uint32_t i = 0; i < count; ++i) {
    const auto size = cursor.take<std::uint16_t>();
    const auto type = cursor.take<std::uint8_t>();
    cursor.skip(1);
    values_.push_back({type, static_cast<std::uint32_t>(offset), size});
    offset += size;
  }
  if (offset > cursor.at() + cursor.left()) {
    return wrong("template instance", "values within their record", "values that reach beyond",
                 start);
  }
  const auto layout = layout_of_template(definition, path, start);
  if (!layout) return layout.issue();
  instances_.push_back({layout.value(), first_value, count});
  return std::nullopt;
}

Result<EventLayout*> RecordReader::layout_of_template(std::uint32_t definition, Path path,
                                                      std::size_t at) {
  const std::uint64_t key = std::uint64_t{definition} << 8 | static_cast<std::uint8_t>(path);
  if (const auto known = templates_.find(key); known != templates_.end())
    return known->second.get();
  ByteCursor header(chunk_, definition);
  header.skip(kTemplateHeader - 4);
  const auto size = header.take<std::uint32_t>();
  if (header.failed() || size > header.left()) {
    return wrong("template", "a template within the chunk", "one at " + std::to_string(definition),
                 at);
  }
  auto layout = read_layout(chunk_, header.at(), header.at() + size, path, true);
  if (!layout) return layout.issue();
  auto& place = templates_[key];
  place = std::make_unique<EventLayout>(std::move(layout.value()));
  return place.get();
}

// Adds the fragments that stand in values of the instances from `first_instance` on, and in theirs.
std::optional<Issue> RecordReader::fill_holes(std::size_t first_instance) {
  for (std::size_t i = first_instance; i < instances_.size(); ++i) {
    for (const Hole& hole : instances_[i].layout->holes) {
      if (hole.substitution >= instances_[i].value_count) continue;
      const EvtxValue value = values_[instances_[i].first_value + hole.substitution];
      if (!is_xml(value) || value.size == 0) continue;
      if (auto issue = add_fragment(value.offset, value.offset + value.size, hole.path))
        return issue;
    }
  }
  return std::nullopt;
}

RecordReader::Source RecordReader::find(Place place) const {
  for (const Instance& instance : instances_) {
    const auto leaf = instance.layout->first_leaf[static_cast<std::size_t>(place)];
    if (leaf != EventLayout::kNowhere) {
      return {&instance, &instance.layout->leaves[static_cast<std::size_t>(leaf)]};
    }
  }
  return {};
}

// The value that makes up the whole leaf; null when it has more parts, or text.
const EvtxValue* RecordReader::single_value(const Source& source) const {
  if (source.leaf == nullptr || source.leaf->value.size() != 1) return nullptr;
  const std::int32_t index = source.leaf->value.front().substitution;
  if (index == Piece::kText || static_cast<std::size_t>(index) >= source.instance->value_count) {
    return nullptr;
  }
  return &values_[source.instance->first_value + static_cast<std::size_t>(index)];
}

void RecordReader::append_pieces(std::string& out, const Instance& instance,
                                 const std::vector<Piece>& pieces) {
  for (const Piece& piece : pieces) {
    if (piece.substitution == Piece::kText) {
      out += piece.text;
    } else if (static_cast<std::size_t>(piece.substitution) < instance.value_count) {
      append_text(out, chunk_,
                  values_[instance.first_value + static_cast<std::size_t>(piece.substitution)]);
    }
  }
}

std::string_view RecordReader::text_of(const Source& source) {
  text_.clear();
  if (source.leaf != nullptr) append_pieces(text_, *source.instance, source.leaf->value);
  return text_;
}

std::optional<std::uint64_t> RecordReader::number_of(const Source& source) {
  if (const EvtxValue* value = single_value(source)) {
    if (const auto number = whole_number(chunk_, *value)) return number;
  }
  return parse_number(meaningful(text_of(source)));
}

std::optional<Timestamp> RecordReader::time_of(const Source& source) {
  const EvtxValue* value = single_value(source);
  if (value != nullptr && value->type == static_cast<std::uint8_t>(ValueType::filetime)) {
    ByteCursor cursor(chunk_, value->offset);
    return from_filetime(cursor.take<std::uint64_t>());
  }
  return parse_time(text_of(source));
}

Text RecordReader::interned(const Source& source) {
  const auto make = [&] { return strings_.intern(meaningful(text_of(source))); };
  const EvtxValue* value = single_value(source);
  return value == nullptr ? make() : recent_.find_or(value->type, bytes_of(chunk_, *value), make);
}

Text RecordReader::activity_of(const Source& source) {
  const auto make = [&] { return strings_.intern(canonical_guid(text_of(source))); };
  const EvtxValue* value = single_value(source);
  // Without braces it is another text than the same bytes elsewhere: a type of its own, which no
  // value has.
  constexpr std::uint8_t kActivity = 0x7F;
  const bool is_guid =
      value != nullptr && value->type == static_cast<std::uint8_t>(ValueType::guid);
  return is_guid ? recent_.find_or(kActivity, bytes_of(chunk_, *value), make) : make();
}

// The bytes of a value that the outer template takes from one substitution of this type; none
// otherwise.
Bytes RecordReader::bytes_in(const Instance& instance, Place place, ValueType type) const {
  const std::int32_t index = instance.layout->substitution[static_cast<std::size_t>(place)];
  if (index < 0 || static_cast<std::size_t>(index) >= instance.value_count) return {};
  const EvtxValue& value = values_[instance.first_value + static_cast<std::size_t>(index)];
  return value.type == static_cast<std::uint8_t>(type) ? bytes_of(chunk_, value) : Bytes{};
}

// As nearly every record has it. Every record of a log is asked for its place, so this must cost
// next to nothing (measured: a tenth of the reading of a log without logons, done the other way).
std::optional<RecordPlace> RecordReader::read_usual_place() {
  const Instance& outer = instances_.front();
  const Bytes record = bytes_in(outer, Place::record_id, ValueType::uint64);
  const Bytes time = bytes_in(outer, Place::time, ValueType::filetime);
  const Bytes channel = bytes_in(outer, Place::channel, ValueType::string);
  if (record.size() != 8 || time.size() != 8 || channel.empty()) return std::nullopt;
  const auto number = ByteCursor(record).take<std::uint64_t>();
  const auto created = from_filetime(ByteCursor(time).take<std::uint64_t>());
  if (number > kLargestRecord || !created) return std::nullopt;
  if (!std::ranges::equal(channel, channel_bytes_)) {
    channel_ = interned(find(Place::channel));
    channel_bytes_.assign(channel.begin(), channel.end());
  }
  return RecordPlace{channel_, number, *created};
}

std::optional<RecordPlace> RecordReader::read_place() {
  if (auto usual = read_usual_place()) return usual;
  const auto record = number_of(find(Place::record_id));
  if (!record || *record > kLargestRecord) return std::nullopt;
  const auto time = time_of(find(Place::time));
  if (!time) return std::nullopt;
  return RecordPlace{interned(find(Place::channel)), *record, *time};
}

// What System says of every record. An Issue when it lacks what no record can do without.
std::optional<Issue> RecordReader::read_system(Event& event) {
  if (!place_) place_ = read_place();
  if (!place_) {
    const auto record = number_of(find(Place::record_id));
    const std::string found(text_of(find(Place::record_id)));
    if (!record || *record > kLargestRecord)
      return wrong("EventRecordID", "a number below 2^63", found, 0);
    return wrong("TimeCreated", "a time", std::string(text_of(find(Place::time))), 0);
  }
  event.record = place_->record;
  event.time = place_->time;
  event.channel = place_->channel;
  const auto version = number_of(find(Place::version));
  event.version = version && *version <= 0xFF ? static_cast<std::uint8_t>(*version) : 0;
  event.computer = interned(find(Place::computer));
  event.activity = activity_of(find(Place::activity));
  return std::nullopt;
}

// Templates belong to one event id, so this is done once a template.
void RecordReader::map_fields(const Instance& instance, const EventSpec& spec) {
  EventLayout& layout = *instance.layout;
  if (layout.spec == &spec) return;
  layout.spec = &spec;
  layout.field_of_leaf.assign(layout.leaves.size(), EventLayout::kNowhere);
  std::string name;
  for (std::size_t i = 0; i < layout.leaves.size(); ++i) {
    const Leaf& leaf = layout.leaves[i];
    if (leaf.place == Place::data) {
      name.clear();
      append_pieces(name, instance, leaf.name);
      for (const Piece& piece : leaf.name) {
        if (piece.substitution != Piece::kText)
          layout.spec = nullptr;  // another record's may differ
      }
    } else if (leaf.place == Place::user_id) {
      name = "Security/@UserID";
    } else {
      continue;
    }
    for (std::size_t field = 0; field < spec.fields.size(); ++field) {
      if (spec.fields[field].name == name) {
        layout.field_of_leaf[i] = static_cast<std::int16_t>(field);
        break;
      }
    }
  }
}

void RecordReader::read_fields(Event& event, const EventSpec& spec,
                               std::vector<Issue>& field_issues) {
  std::array<Source, kMostFields> sources{};
  for (const Instance& instance : instances_) {
    map_fields(instance, spec);
    for (std::size_t i = 0; i < instance.layout->leaves.size(); ++i) {
      const auto field = instance.layout->field_of_leaf[i];
      if (field == EventLayout::kNowhere) continue;
      Source& source = sources[static_cast<std::size_t>(field)];
      if (source.leaf == nullptr) source = {&instance, &instance.layout->leaves[i]};
    }
  }
  ExtraFields extra;
  for (std::size_t i = 0; i < spec.fields.size(); ++i) {
    if (sources[i].leaf == nullptr) continue;
    const Field& field = spec.fields[i];
    if (is_extra(field)) {
      extra.add(field.name, text_of(sources[i]));
    } else if (auto issue = read_field(event, field, sources[i])) {
      issue->record = event.record;
      field_issues.push_back(*std::move(issue));
    }
  }
  event.extra = strings_.intern(extra.list());
}

// Numbers and GUIDs are taken as they are stored; everything else, and what does not fit, by its
// text.
std::optional<Issue> RecordReader::read_field(Event& event, const Field& field,
                                              const Source& source) {
  if (const auto* member = std::get_if<Text Event::*>(&field.member)) {
    event.*(*member) = interned(source);
    return std::nullopt;
  }
  const auto set = [](auto& member, std::uint64_t number) {
    using Number = std::remove_reference_t<decltype(member)>;
    if (number > std::numeric_limits<Number>::max()) return false;
    member = static_cast<Number>(number);
    return true;
  };
  if (const auto* value = single_value(source)) {
    if (const auto* member = std::get_if<Guid Event::*>(&field.member)) {
      if (const auto guid = guid_of(chunk_, *value)) {
        event.*(*member) = *guid;
        return std::nullopt;
      }
    }
    if (const auto number = whole_number(chunk_, *value)) {
      const auto* wide = std::get_if<std::uint64_t Event::*>(&field.member);
      const auto* middle = std::get_if<std::uint32_t Event::*>(&field.member);
      const auto* narrow = std::get_if<std::uint8_t Event::*>(&field.member);
      if ((wide != nullptr && set(event.*(*wide), *number)) ||
          (middle != nullptr && set(event.*(*middle), *number)) ||
          (narrow != nullptr && set(event.*(*narrow), *number))) {
        return std::nullopt;
      }
    }
  }
  return set_field(event, field, text_of(source), strings_);
}

}  // namespace sojourn
