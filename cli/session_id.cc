#include "cli/session_id.h"

#include <stdexcept>

#include "cli/escape.h"
#include "cli/named_row.h"

namespace sojourn {
namespace {

std::string all_digits_or_nothing(const std::string& id) {
  return id.find_first_not_of("0123456789") == std::string::npos && id.size() < 19 ? id : "";
}

}  // namespace

std::string uid_named(const std::string& id, const CaseReader& reader) {
  Query query = reader.query(
      "SELECT uid FROM session WHERE session_id = CAST(nullif(?, '') AS INTEGER) OR uid = ?",
      {all_digits_or_nothing(id), id});
  const auto cells = query.next();
  if (!cells) {
    throw std::runtime_error("the case has no session " + escape(id) +
                             " (sojourn sessions --all lists all that it has)");
  }
  return NamedRow(query.columns(), *cells).text("uid");
}

}  // namespace sojourn
