// The fields of a record that are worth keeping and have no member of Event: a plain list of names
// and values, in the order of the catalog. It is one text, so that Strings keeps equal lists once:
// each name and each value is ended by a NUL.
#pragma once

#include <string>
#include <string_view>

namespace sojourn {

class ExtraFields {
 public:
  // Nothing is added where Windows means "nothing" (see meaningful()). Of the value counts what is
  // before its first NUL; bytes that are no UTF-8 become U+FFFD, and times have seven digits, as
  // everywhere in a case. REQUIRES: `name` holds no NUL.
  void add(std::string_view name, std::string_view value);

  // What Event::extra names; empty where nothing was added.
  const std::string& list() const { return list_; }

 private:
  std::string list_;
};

// The value of that name; empty where the list has none. It lives as long as the list.
struct FieldName {
  std::string_view text;
};
std::string_view extra_field(std::string_view list, FieldName name);

// The list as one JSON object, and back; empty for an empty list. What is no list or no JSON object
// of texts ends where it ceases to be one.
std::string extra_fields_json(std::string_view list);
std::string extra_fields_of_json(std::string_view json);

}  // namespace sojourn
