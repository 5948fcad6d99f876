#include "cli/case_summary.h"

#include <variant>

#include "cli/escape.h"
#include "cli/host_summary.h"
#include "cli/wording.h"
#include "engine/case/case_reader.h"

namespace sojourn {
namespace {

// "30 success, 9 failure": the sessions of people, as `sojourn sessions` lists them.
std::string outcomes(const CaseReader& reader) {
  Query query = reader.query(
      "SELECT count(*), outcome FROM v_session WHERE account_class = 'user' GROUP BY outcome ORDER "
      "BY outcome");
  std::string all;
  while (const auto cells = query.next()) {
    const auto number = static_cast<std::uint64_t>(std::get<std::int64_t>(cells->at(0)));
    all += (all.empty() ? "" : ", ") + grouped(number) + ' ' + std::get<std::string>(cells->at(1));
  }
  return all.empty() ? "none" : all;
}

}  // namespace

std::string counted(std::uint64_t number, const std::string& one) {
  return grouped(number) + ' ' + one + (number == 1 ? "" : "s");
}

void write_case_summary(const std::filesystem::path& case_file, std::ostream& out) {
  const CaseReader reader(case_file);
  out << "sessions of people in " << escape(case_file.string()) << ": " << outcomes(reader) << '\n';
  write_host_summary(reader, out);
}

}  // namespace sojourn
