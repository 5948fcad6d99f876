#include "tests/simulation/json_export.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <utility>

#include "schema/json.h"
#include "tests/simulation/binary_value.h"

namespace sojourn::simulation {
namespace {

// Its members, already as JSON.
class Object {
 public:
  Object& add(std::string_view name, const std::string& json) {
    text_ += (text_.empty() ? "" : ",") + json_string(name) + ':' + json;
    return *this;
  }
  Object& add_text(std::string_view name, std::string_view text) {
    return add(name, json_string(text));
  }
  // Nothing where there is no text.
  Object& add_any(std::string_view name, std::string_view text) {
    return text.empty() ? *this : add_text(name, text);
  }
  std::string json() const { return '{' + text_ + '}'; }

 private:
  std::string text_;
};

// As velociraptor computes it, with as much as a double holds of a FILETIME.
double unix_time(Timestamp time) {
  constexpr double kTicksTo1970 = 116'444'736e9;
  return (static_cast<double>(filetime_of(time)) - kTicksTo1970) / 10'000'000;
}

std::string shortest(double number) {
  std::array<char, 64> text;
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed).ptr;
  return {text.data(), end};
}

// "2026-03-02T08:00:00.123456Z" where the form has six digits.
std::string time_text(Timestamp time, std::size_t digits) {
  const std::string text = format_time(time);
  return text.substr(0, text.size() - 1 - (7 - digits)) + 'Z';
}

std::string value_json(const NamedValue& value, JsonForm form) {
  if (form == JsonForm::winlogbeat || form == JsonForm::evtx_ecmd) return json_string(value.value);
  if (value.value.empty()) return value.type == ValueType::string ? "\"\"" : "null";
  const auto number = [&] { return std::to_string(std::stoull(value.value, nullptr, 0)); };
  switch (value.type) {
    case ValueType::uint32:
      return number();
    case ValueType::hex32:
    case ValueType::hex64:
    case ValueType::pointer:
      return form == JsonForm::velociraptor ? number() : json_string(value.value);
    case ValueType::filetime: {
      const Timestamp time = parse_time(value.value).value();
      return form == JsonForm::velociraptor ? shortest(unix_time(time))
                                            : json_string(time_text(time, 6));
    }
    case ValueType::string:
    case ValueType::guid:
    case ValueType::sid:
      break;
  }
  return json_string(value.value);
}

std::string values_json(const LogRecord& record, JsonForm form) {
  Object values;
  for (const NamedValue& value : record.values) {
    if (!value.name.empty()) values.add(value.name, value_json(value, form));
  }
  return values.json();
}

// An element that has attributes and no text.
void add_element(Object& system, std::string_view name, const Object& attributes, JsonForm form) {
  const std::string element(name);
  if (form == JsonForm::evtx_dump) {
    system.add(element, Object().add("#attributes", attributes.json()).json());
  } else if (form == JsonForm::separate_attributes) {
    system.add(element + "_attributes", attributes.json());
  } else {
    system.add(element, attributes.json());
  }
}

std::string system_json(const LogRecord& record, JsonForm form) {
  const bool is_velociraptor = form == JsonForm::velociraptor;
  const std::string event_id = std::to_string(record.event_id);
  Object system;
  add_element(system, "Provider",
              Object().add_text("Name", record.provider).add_any("Guid", record.provider_guid),
              form);
  if (is_velociraptor) {
    system.add("EventID", Object().add("Value", event_id).json());
  } else if (form == JsonForm::evtx_dump && record.provider_guid.empty()) {
    system.add("EventID", R"({"#attributes":{"Qualifiers":32768},"#text":)" + event_id + '}');
  } else {
    system.add("EventID", event_id);
  }
  system.add("Version", std::to_string(record.version)).add("Level", "0");
  add_element(system, "TimeCreated",
              is_velociraptor ? Object().add("SystemTime", shortest(unix_time(record.time)))
                              : Object().add_text("SystemTime", time_text(record.time, 6)),
              form);
  system.add("EventRecordID", std::to_string(record.record_id));
  if (record.activity.empty()) {
    system.add("Correlation", is_velociraptor ? "{}" : "null");
  } else {
    add_element(system, "Correlation", Object().add_text("ActivityID", record.activity), form);
  }
  system.add_text("Channel", record.channel).add_text("Computer", record.computer);
  add_element(system, "Security", Object().add_any("UserID", record.user_id), form);
  return system.json();
}

std::string system_form(const LogRecord& record, JsonForm form) {
  Object event;
  if (form == JsonForm::evtx_dump) {
    event.add("#attributes",
              R"({"xmlns":"http://schemas.microsoft.com/win/2004/08/events/event"})");
  }
  event.add("System", system_json(record, form));
  const std::string values = values_json(record, form);
  if (record.user_data.empty()) {
    event.add("EventData", record.values.empty() ? "null" : values);
  } else {
    event.add("UserData", Object().add(record.user_data, values).json());
  }
  if (form == JsonForm::velociraptor) {
    return event.add_text("Message", "A message.\n").json();
  }
  return Object().add("Event", event.json()).json();
}

std::string winlogbeat(const LogRecord& record) {
  Object winlog;
  winlog.add_any("activity_id", record.activity)
      .add_text("channel", record.channel)
      .add_text("computer_name", record.computer)
      .add_text("event_id", std::to_string(record.event_id))
      .add_any("provider_guid", record.provider_guid)
      .add_text("provider_name", record.provider)
      .add("record_id", std::to_string(record.record_id))
      .add("user", Object().add_any("identifier", record.user_id).json())
      .add("version", std::to_string(record.version));
  if (record.user_data.empty()) {
    winlog.add("event_data", values_json(record, JsonForm::winlogbeat));
  } else {
    winlog.add("user_data", values_json(record, JsonForm::winlogbeat));
  }
  return Object()
      .add_text("@timestamp", time_text(record.time, 3))
      .add("event", Object().add_text("code", std::to_string(record.event_id)).json())
      .add("winlog", winlog.json())
      .json();
}

std::string evtx_ecmd(const LogRecord& record) {
  std::string data;
  for (const NamedValue& value : record.values) {
    data += (data.empty() ? "" : ",") +
            Object().add_text("@Name", value.name).add_text("#text", value.value).json();
  }
  const std::string payload =
      record.user_data.empty()
          ? R"({"EventData":{"Data":[)" + data + "]}}"
          : Object()
                .add(
                    "UserData",
                    Object().add(record.user_data, values_json(record, JsonForm::evtx_ecmd)).json())
                .json();
  return Object()
      .add("ChunkNumber", "0")
      .add_text("Computer", record.computer)
      .add_text("Payload", payload)
      .add_any("UserId", record.user_id)
      .add_text("Channel", record.channel)
      .add_text("Provider", record.provider)
      .add("EventId", std::to_string(record.event_id))
      .add_text("EventRecordId", std::to_string(record.record_id))
      .add("HiddenRecord", "false")
      .add_text("TimeCreated", time_text(record.time, 7).substr(0, 27) + "+00:00")
      .json();
}

}  // namespace

std::string json_event(const LogRecord& record, JsonForm form) {
  if (form == JsonForm::winlogbeat) return winlogbeat(record);
  return form == JsonForm::evtx_ecmd ? evtx_ecmd(record) : system_form(record, form);
}

std::string json_log(const std::vector<LogRecord>& records, JsonForm form) {
  std::string log;
  for (const LogRecord& record : records) log += json_event(record, form) + '\n';
  return log;
}

Timestamp held_time(Timestamp time, JsonForm form) {
  switch (form) {
    case JsonForm::evtx_dump:
    case JsonForm::separate_attributes:
      return cut_to_six_digits(time);
    case JsonForm::winlogbeat:
      return std::chrono::floor<std::chrono::milliseconds>(time);
    case JsonForm::velociraptor: {
      const std::string seconds = shortest(unix_time(time));
      const std::size_t point = std::min(seconds.find('.'), seconds.size());
      std::string ticks = seconds.substr(std::min(point + 1, seconds.size()));
      ticks.resize(7, '0');
      return Timestamp(std::chrono::seconds(std::stoll(seconds.substr(0, point))) +
                       Ticks(std::stoll(ticks)));
    }
    case JsonForm::evtx_ecmd:
      break;
  }
  return time;
}

LogRecord held(LogRecord record, JsonForm form) {
  record.time = held_time(record.time, form);
  if (form == JsonForm::winlogbeat || form == JsonForm::evtx_ecmd) return record;
  for (NamedValue& value : record.values) {
    if (value.type != ValueType::filetime || value.value.empty()) continue;
    value.value = format_time(held_time(parse_time(value.value).value(), form));
  }
  return record;
}

}  // namespace sojourn::simulation
