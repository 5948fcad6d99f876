// A JSON object as one line, member by member. What has no value is left out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sojourn {

class JsonLine {
 public:
  // A word of the form's own: no text of evidence can be meant for one.
  struct Name {
    Name(const char* word) : text(word) {}  // NOLINT: implicit on purpose
    std::string_view text;
  };

  // Texts of evidence are cut at 32,000 bytes: indexes refuse terms of more than 32,766.
  void text(Name name, std::string_view value);
  void texts(Name name, const std::vector<std::string>& values);
  void number(Name name, std::optional<std::int64_t> value);
  void yes_or_no(Name name, bool value);
  // The members that follow are of an object in this one, until end(). Only where one follows.
  void begin(Name name);
  void end();

  // The line with its end; the next one begins. REQUIRES: each begin() has its end().
  std::string take();

 private:
  void put_name(Name name);

  std::string line_ = "{";
  bool is_first_ = true;
};

}  // namespace sojourn
