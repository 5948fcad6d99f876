#include "schema/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

// Takes a document as it is parsed: a value of Json that holds others allocates in its destructor,
// which ends the program where memory is short.
class Members : public nlohmann::json_sax<Json> {
 public:
  std::vector<std::pair<std::string, std::string>> take() { return std::move(members_); }

  bool null() override { return end(); }
  bool boolean(bool) override { return end(); }
  bool number_integer(number_integer_t) override { return end(); }
  bool number_unsigned(number_unsigned_t) override { return end(); }
  bool number_float(number_float_t, const string_t&) override { return end(); }
  bool binary(binary_t&) override { return end(); }
  bool string(string_t& text) override {
    if (depth_ == 1 && !is_over_) add(text);
    return true;
  }
  bool key(string_t& name) override {
    if (depth_ == 1) name_ = name;
    return true;
  }
  bool start_object(std::size_t) override { return depth_++ == 0 || end(); }
  bool end_object() override {
    --depth_;
    return true;
  }
  bool start_array(std::size_t) override {
    ++depth_;
    return end();
  }
  bool end_array() override {
    --depth_;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const Json::exception&) override {
    return false;
  }

 private:
  // Of what is no text; nothing behind it is wanted, but it has to be JSON.
  bool end() {
    is_over_ = true;
    return true;
  }
  // Of a name that comes twice the last value counts.
  void add(const std::string& text) {
    const auto known =
        std::ranges::find(members_, name_, &std::pair<std::string, std::string>::first);
    if (known == members_.end()) {
      members_.emplace_back(name_, text);
    } else {
      known->second = text;
    }
  }

  std::size_t depth_ = 0;
  bool is_over_ = false;
  std::string name_;
  std::vector<std::pair<std::string, std::string>> members_;
};

}  // namespace

std::string json_string(std::string_view text) {
  // Nearly all texts are plain and need no library to be quoted.
  const bool is_plain = std::ranges::all_of(
      text, [](char c) { return c >= ' ' && c < 0x7F && c != '"' && c != '\\'; });
  if (is_plain) return '"' + std::string(text) + '"';
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

void append_valid_utf8(std::string& out, std::string_view text) {
  const bool is_ascii =
      std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (is_ascii) {
    out += text;
  } else {
    out += Json::parse(json_string(text)).get_ref<const std::string&>();
  }
}

std::vector<std::pair<std::string, std::string>> json_members(std::string_view json) {
  Members members;
  if (!Json::sax_parse(json, &members)) return {};
  return members.take();
}

}  // namespace sojourn
