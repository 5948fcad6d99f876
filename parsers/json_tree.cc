#include "parsers/json_tree.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace sojourn {

using Json = nlohmann::json;

// Takes a document as it is parsed.
class JsonTree::Builder : public nlohmann::json_sax<Json> {
 public:
  explicit Builder(std::vector<Value>& values) : values_(values) {}

  // Why the text was not taken; empty where it was.
  const std::string& wanted() const { return wanted_; }
  const std::string& found() const { return found_; }

  bool null() override { return add(Kind::null, {}); }
  bool boolean(bool value) override { return add(Kind::text, value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override {
    return add(Kind::number, std::to_string(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return add(Kind::number, std::to_string(value));
  }
  bool number_float(number_float_t, const string_t& text) override {
    return add(Kind::number, text);
  }
  bool string(string_t& text) override { return add(Kind::text, std::move(text)); }
  bool binary(binary_t&) override { return false; }  // which text cannot hold
  bool key(string_t& name) override {
    name_ = std::move(name);
    return true;
  }
  bool start_object(std::size_t) override { return begin(Kind::object); }
  bool start_array(std::size_t) override { return begin(Kind::array); }
  bool end_object() override { return end(); }
  bool end_array() override { return end(); }
  // The library's own words repeat the text.
  bool parse_error(std::size_t at, const std::string&, const Json::exception& error) override {
    constexpr int kOutOfRange = 406;
    const bool is_number = error.id == kOutOfRange;
    return refuse(is_number ? "numbers of at most 64 bits" : "JSON",
                  (is_number ? "a larger one at byte " : "other text at byte ") +
                      std::to_string(at) + " of it");
  }

 private:
  struct Open {
    JsonPlace place, last;  // its last value so far
  };

  bool refuse(std::string wanted, std::string found) {
    wanted_ = std::move(wanted);
    found_ = std::move(found);
    return false;
  }

  bool add(Kind kind, std::string text) {
    if (values_.size() == kMostValues) {
      return refuse("at most " + std::to_string(kMostValues) + " values", "more");
    }
    if (const std::size_t nul = text.find('\0'); nul != std::string::npos) text.resize(nul);
    const auto place = static_cast<JsonPlace>(values_.size());
    values_.push_back({.kind = kind, .name = std::exchange(name_, {}), .text = std::move(text)});
    if (open_.empty()) return true;
    Open& around = open_.back();
    JsonPlace& link = around.last == JsonPlace::none
                          ? values_[static_cast<std::size_t>(around.place)].first
                          : values_[static_cast<std::size_t>(around.last)].next;
    link = around.last = place;
    return true;
  }

  bool begin(Kind kind) {
    if (open_.size() == kDeepest) {
      return refuse("values in at most " + std::to_string(kDeepest) + " others", "more");
    }
    if (!add(kind, {})) return false;
    open_.push_back({static_cast<JsonPlace>(values_.size() - 1), JsonPlace::none});
    return true;
  }

  bool end() {
    open_.pop_back();
    return true;
  }

  std::vector<Value>& values_;
  std::vector<Open> open_;
  std::string name_;
  std::string wanted_, found_;
};

Result<JsonTree> JsonTree::parse(std::string_view json) {
  JsonTree tree;
  Builder builder(tree.values_);
  if (Json::sax_parse(json, &builder)) return tree;
  return Issue{.what = "record", .wanted = builder.wanted(), .found = builder.found()};
}

JsonPlace JsonTree::first(JsonPlace of) const {
  return of == JsonPlace::none ? of : values_[static_cast<std::size_t>(of)].first;
}

JsonPlace JsonTree::next(JsonPlace sibling) const {
  return sibling == JsonPlace::none ? sibling : values_[static_cast<std::size_t>(sibling)].next;
}

JsonPlace JsonTree::child(JsonPlace of, std::string_view name) const {
  if (kind(of) != Kind::object) return JsonPlace::none;
  JsonPlace at = first(of);
  while (at != JsonPlace::none && values_[static_cast<std::size_t>(at)].name != name) at = next(at);
  return at;
}

const std::string* JsonTree::text(JsonPlace at) const {
  const bool has_text = kind(at) == Kind::text || kind(at) == Kind::number;
  return has_text ? &values_[static_cast<std::size_t>(at)].text : nullptr;
}

}  // namespace sojourn
