#include "parsers/event_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "parsers/json_tree.h"
#include "parsers/well_formed.h"
#include "schema/time.h"

namespace sojourn {
namespace {

Issue lacks(std::string_view wanted, std::string_view found) {
  return Issue{.what = "record", .wanted = std::string(wanted), .found = std::string(found)};
}

// Seconds since 1970, "1549462715.946133", as a time; nothing for what is none.
std::optional<std::string> time_of_seconds(std::string_view number) {
  constexpr std::size_t kDigits = 7;  // of a fraction, down to the tick
  const std::string_view whole = number.substr(0, number.find('.'));
  std::string fraction(number.substr(std::min(whole.size() + 1, number.size())));
  fraction.resize(kDigits, '0');
  std::int64_t seconds = 0, ticks = 0;
  const auto read = [](std::string_view text, std::int64_t& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && value >= 0;
  };
  constexpr std::int64_t kLast = 253'402'300'799;  // 9999-12-31T23:59:59
  if (!read(whole, seconds) || !read(fraction, ticks) || seconds > kLast) return std::nullopt;
  return format_time(Timestamp(std::chrono::seconds(seconds) + Ticks(ticks)));
}

// One object, and where in it things are.
class EventJson {
 public:
  explicit EventJson(JsonTree tree) : tree_(std::move(tree)) {}

  // What it says of itself; an Issue where it is in no form that is known.
  Result<RecordText> record() {
    JsonPlace event = JsonPlace::root;
    for (const char* around : {"_source", "Event"}) {
      if (const JsonPlace inner = tree_.child(event, around); inner != JsonPlace::none)
        event = inner;
    }
    if (const auto system = tree_.child(event, "System"); system != JsonPlace::none) {
      data_ = {tree_.child(event, "EventData")};
      user_data_ = tree_.child(event, "UserData");
      return of_system(system);
    }
    if (const auto winlog = tree_.child(event, "winlog"); winlog != JsonPlace::none) {
      data_ = {tree_.child(winlog, "event_data"), tree_.child(winlog, "user_data")};
      return of_winlog(event, winlog);
    }
    if (tree_.child(event, "EventRecordId") != JsonPlace::none) return of_evtx_ecmd(event);
    return lacks("an event in a form that is known", "another object");
  }

  // Whether JSON within it was mended.
  bool is_mended() const { return is_mended_; }

  // The text of the value that the field names.
  std::optional<std::string_view> find(const Field& field) {
    if (payload_) return payload_->find(field);
    for (const JsonPlace data : data_) {
      if (const auto value = value_in(data, field.name); value != JsonPlace::none) {
        return text_for(field, value);
      }
    }
    for (auto content = tree_.first(user_data_); content != JsonPlace::none;
         content = tree_.next(content)) {
      if (const auto value = tree_.child(content, field.name); value != JsonPlace::none) {
        return text_for(field, value);
      }
    }
    return std::nullopt;
  }

 private:
  struct Attribute {
    std::string element, name;
  };

  // Of System, as evtx_dump and Velociraptor have it.
  RecordText of_system(JsonPlace system) {
    return {.provider = attribute(system, {"Provider", "Name"}),
            .event_id = text_in(system, "EventID"),
            .version = text_in(system, "Version"),
            .record = text_in(system, "EventRecordID"),
            .time = time_text(attribute_place(system, {"TimeCreated", "SystemTime"})),
            .channel = text_in(system, "Channel"),
            .computer = text_in(system, "Computer"),
            .activity = attribute(system, {"Correlation", "ActivityID"}),
            .user_id = attribute(system, {"Security", "UserID"})};
  }

  RecordText of_winlog(JsonPlace event, JsonPlace winlog) {
    const JsonPlace exact = tree_.child(winlog, "time_created");
    return {.provider = text_in(winlog, "provider_name"),
            .event_id = text_in(winlog, "event_id"),
            .version = text_in(winlog, "version"),
            .record = text_in(winlog, "record_id"),
            .time = time_text(exact != JsonPlace::none ? exact : tree_.child(event, "@timestamp")),
            .channel = text_in(winlog, "channel"),
            .computer = text_in(winlog, "computer_name"),
            .activity = text_in(winlog, "activity_id"),
            .user_id = text_in(tree_.child(winlog, "user"), "identifier")};
  }

  // The event's own data are JSON in a text.
  Result<RecordText> of_evtx_ecmd(JsonPlace event) {
    if (const std::string* json = tree_.text(tree_.child(event, "Payload"));
        json && !json->empty()) {
      const std::optional<std::string> mended = mended_json(*json);
      is_mended_ = mended.has_value();
      auto payload = JsonTree::parse(mended ? *mended : *json);
      if (!payload) return lacks("JSON in its Payload", payload.issue().found);
      payload_ = std::make_unique<EventJson>(std::move(payload.value()));
      payload_->data_ = {payload_->tree_.child(JsonPlace::root, "EventData")};
      payload_->user_data_ = payload_->tree_.child(JsonPlace::root, "UserData");
    }
    return RecordText{.provider = text_in(event, "Provider"),
                      .event_id = text_in(event, "EventId"),
                      .version = {},
                      .record = text_in(event, "EventRecordId"),
                      .time = time_text(tree_.child(event, "TimeCreated")),
                      .channel = text_in(event, "Channel"),
                      .computer = text_in(event, "Computer"),
                      .activity = {},
                      .user_id = text_in(event, "UserId")};
  }

  // An element with attributes is an object that has its text under a name of its own; one that
  // comes several times is an array, of which the first counts.
  std::string_view text(JsonPlace at) const {
    if (tree_.is_array(at)) at = tree_.first(at);
    if (const std::string* text = tree_.text(at)) return *text;
    for (const char* name : {"#text", "Value", "value"}) {
      JsonPlace inner = tree_.child(at, name);
      if (tree_.is_array(inner)) inner = tree_.first(inner);
      if (const std::string* text = tree_.text(inner)) return *text;
    }
    return {};
  }

  std::string_view text_in(JsonPlace of, std::string_view name) const {
    return text(tree_.child(of, name));
  }

  JsonPlace attribute_place(JsonPlace of, const Attribute& wanted) const {
    const auto& [element, name] = wanted;
    const JsonPlace inner = tree_.child(of, element);
    for (const JsonPlace holder :
         {tree_.child(inner, "#attributes"), tree_.child(of, element + "_attributes"), inner}) {
      for (const std::string& spelling : {name, "@" + name}) {
        if (const auto at = tree_.child(holder, spelling); at != JsonPlace::none) return at;
      }
    }
    return JsonPlace::none;
  }

  std::string_view attribute(JsonPlace of, const Attribute& wanted) const {
    return text(attribute_place(of, wanted));
  }

  // In an EventData, by its own name or that of a Data.
  JsonPlace value_in(JsonPlace data, std::string_view name) const {
    if (const auto value = tree_.child(data, name); value != JsonPlace::none) return value;
    const JsonPlace list = tree_.child(data, "Data");
    if (!tree_.is_array(list)) return is_called(list, name) ? list : JsonPlace::none;
    JsonPlace at = tree_.first(list);
    while (at != JsonPlace::none && !is_called(at, name)) at = tree_.next(at);
    return at;
  }

  bool is_called(JsonPlace data, std::string_view name) const {
    for (const JsonPlace holder : {data, tree_.child(data, "#attributes")}) {
      for (const char* spelling : {"@Name", "Name"}) {
        const std::string* text = tree_.text(tree_.child(holder, spelling));
        if (text != nullptr && *text == name) return true;
      }
    }
    return false;
  }

  // What stays until the next call.
  std::string_view time_text(JsonPlace at) {
    if (!tree_.is_number(at)) return text(at);
    if (auto time = time_of_seconds(text(at))) {
      time_ = *std::move(time);
      return time_;
    }
    return text(at);
  }

  // Velociraptor writes the times among an event's data as it does that of the record.
  std::string_view text_for(const Field& field, JsonPlace value) {
    const bool is_time =
        std::holds_alternative<Timestamp Event::*>(field.member) || field.name == "NewTime";
    return is_time ? time_text(value) : text(value);
  }

  JsonTree tree_;
  std::array<JsonPlace, 2> data_{JsonPlace::none, JsonPlace::none};
  JsonPlace user_data_ = JsonPlace::none;
  std::unique_ptr<EventJson> payload_;  // of EvtxECmd
  bool is_mended_ = false;
  std::string time_;
};

struct Names {
  std::array<std::string_view, 3> names;
};
constexpr Names kForms[] = {
    {{"\"System\"", "\"EventRecordID\"", "\"TimeCreated"}},
    {{"\"winlog\"", "\"record_id\"", "\"provider_name\""}},
    {{"\"EventRecordId\"", "\"Payload\"", "\"TimeCreated\""}},
};

}  // namespace

bool names_event_json(std::string_view text) {
  return std::ranges::any_of(kForms, [&](const Names& form) {
    return std::ranges::all_of(form.names, [&](std::string_view name) {
      return text.find(name) != std::string_view::npos;
    });
  });
}

std::optional<Result<TextEvent>> read_event_json(std::string_view json, Strings& strings,
                                                 std::optional<RecordPlace>& place) {
  place.reset();
  const std::optional<std::string> mended = mended_json(json);
  auto tree = JsonTree::parse(mended ? *mended : json);
  if (!tree) return tree.issue();
  EventJson event(std::move(tree.value()));
  const auto record = event.record();
  if (!record) return record.issue();
  const std::string time(record.value().time);  // which the values of fields are read over
  RecordText text = record.value();
  text.time = time;
  auto read = read_record_text(
      text, [&event](const Field& field) { return event.find(field); }, strings, place);
  const bool is_odd = mended || event.is_mended();
  if (is_odd && read && *read) read->value().field_issues.push_back(odd_text(read->value().event));
  return read;
}

}  // namespace sojourn
