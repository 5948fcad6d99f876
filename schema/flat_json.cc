#include "schema/flat_json.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace sojourn {
namespace {

using Json = nlohmann::ordered_json;

// Behind which nothing is wanted: each name repeats those of the objects around it.
constexpr std::size_t kDeepest = 8, kLongestName = 256;

// See schema/json.cc for why nothing is built as a document.
class Flattening : public nlohmann::json_sax<Json> {
 public:
  FlatJson take() { return std::move(flat_); }

  bool null() override { return true; }
  bool boolean(bool value) override { return add(value ? "true" : "false"); }
  bool number_integer(number_integer_t number) override { return add(std::to_string(number)); }
  bool number_unsigned(number_unsigned_t number) override { return add(std::to_string(number)); }
  bool number_float(number_float_t, const string_t& text) override { return add(text); }
  bool binary(binary_t&) override { return true; }
  bool string(string_t& text) override { return add(text); }
  bool key(string_t& name) override {
    if (arrays_ == 0) {
      path_.resize(ends_.back());
      if (!path_.empty() && path_.size() <= kLongestName) path_ += '.';
      if (path_.size() <= kLongestName) path_.append(name, 0, kLongestName + 1);
    }
    return true;
  }
  bool start_object(std::size_t) override {
    if (arrays_ == 0) ends_.push_back(path_.size());
    is_object_ = true;
    return true;
  }
  bool end_object() override {
    if (arrays_ == 0) ends_.pop_back();
    return true;
  }
  bool start_array(std::size_t) override {
    ++arrays_;
    return is_object_;
  }
  bool end_array() override {
    --arrays_;
    return true;
  }
  bool parse_error(std::size_t, const std::string&, const Json::exception&) override {
    return false;
  }

 private:
  bool add(const std::string& value) {
    if (arrays_ == 0 && is_object_ && ends_.size() <= kDeepest && path_.size() <= kLongestName) {
      flat_.names.push_back(path_);
      flat_.values.push_back(value);
    }
    return is_object_;
  }

  FlatJson flat_;
  std::string path_;
  std::vector<std::size_t> ends_;  // of the paths of the objects that are open
  std::size_t arrays_ = 0;
  bool is_object_ = false;
};

}  // namespace

std::optional<FlatJson> flat_json(std::string_view json) {
  Flattening flattening;
  if (!Json::sax_parse(json, &flattening)) return std::nullopt;
  return flattening.take();
}

}  // namespace sojourn
