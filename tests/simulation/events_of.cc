#include "tests/simulation/events_of.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <variant>

#include "schema/catalog.h"
#include "schema/extra_fields.h"
#include "schema/field_value.h"

namespace sojourn::simulation {
namespace {

// System/Security/@UserID has a name like a value's.
const std::string* value_of(const LogRecord& record, std::string_view name) {
  if (name == "Security/@UserID") return &record.user_id;
  const auto found = std::ranges::find(record.values, name, &NamedValue::name);
  return found == record.values.end() ? nullptr : &found->value;
}

std::string without_braces(std::string_view guid) {
  std::string text;
  for (const char c : guid) {
    if (c == '{' || c == '}') continue;
    text += c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  }
  return text;
}

Event event_of(const LogRecord& record, const EventSpec& spec, Strings& strings) {
  Event event;
  event.kind = spec.kind;
  event.time = record.time;
  event.record = record.record_id;
  event.version = record.version;
  event.channel = strings.intern(record.channel);
  event.computer = strings.intern(record.computer);
  event.activity = strings.intern(without_braces(record.activity));
  ExtraFields extra;
  for (const Field& field : spec.fields) {
    const std::string* value = value_of(record, field.name);
    if (value == nullptr) continue;
    if (is_extra(field)) {
      extra.add(field.name, *value);
    } else if (set_field(event, field, *value, strings)) {
      throw std::logic_error("simulated " + std::to_string(record.event_id) + ": " +
                             std::string(field.name) + " cannot be " + *value);
    }
  }
  event.extra = strings.intern(extra.list());
  return event;
}

}  // namespace

std::vector<Event> events_of(const std::vector<Host>& hosts, Strings& strings) {
  std::vector<Event> all;
  std::uint32_t first_file = 0;
  for (const Host& host : hosts) {
    for (Event& event : events_of(host, strings)) {
      event.file += first_file;
      all.push_back(event);
    }
    first_file += static_cast<std::uint32_t>(host.channels().size());
  }
  return all;
}

std::vector<Event> events_of(const Host& host, Strings& strings) {
  std::vector<Event> events;
  std::uint32_t file = 0;
  for (const auto& [channel, records] : host.channels()) {
    for (const LogRecord& record : records) {
      const EventSpec* spec = find_spec(record.provider, record.event_id);
      if (spec == nullptr) continue;
      events.push_back(event_of(record, *spec, strings));
      events.back().file = file;
    }
    ++file;
  }
  return events;
}

}  // namespace sojourn::simulation
