#include "cli/case_names.h"

#include <stdexcept>
#include <variant>

namespace sojourn {
namespace {

// For LIKE with '!' before what means itself: its own signs are no wildcards here.
std::string like(const std::string& name) {
  std::string pattern;
  for (const char c : name) {
    if (c == '*' || c == '?') {
      pattern += c == '*' ? '%' : '_';
    } else {
      if (c == '%' || c == '_' || c == '!') pattern += '!';
      pattern += c;
    }
  }
  return pattern;
}

// Behind a blank is the number that tells machines of one name apart.
constexpr const char* kHosts =
    "SELECT name FROM host WHERE name LIKE ?1 ESCAPE '!' OR\n"
    "  substr(name, 1, instr(name || ' ', ' ') - 1) LIKE ?1 ESCAPE '!' OR\n"
    "  substr(name, 1, instr(replace(name, ' ', '.') || '.', '.') - 1) LIKE ?1 ESCAPE '!'";
constexpr const char* kAccounts =
    "SELECT account_id FROM account_name WHERE name LIKE ?1 ESCAPE '!' OR\n"
    "  domain || '\\' || name LIKE ?1 ESCAPE '!'\n"
    "UNION SELECT account_id FROM account WHERE sid LIKE ?1 ESCAPE '!'";

template <class T>
std::vector<T> found(const char* sql, const std::vector<std::string>& names,
                     const CaseReader& reader) {
  std::vector<T> all;
  for (const std::string& name : names) {
    for (Query query = reader.query_with(sql, like(name)); const auto row = query.next();) {
      if (const auto* value = std::get_if<T>(&row->front())) all.push_back(*value);
    }
  }
  return all;
}

struct Kind {
  const char* what;
  const char* all;  // a query that names them
};

[[noreturn]] void say_what_there_is(const std::string& name, const Kind& kind,
                                    const CaseReader& reader) {
  constexpr int kNamed = 10;
  std::string named;
  int count = 0;
  for (Query query = reader.query(kind.all); const auto row = query.next(); ++count) {
    const auto* text = std::get_if<std::string>(&row->front());
    if (text != nullptr && count < kNamed) named += (named.empty() ? "" : ", ") + *text;
  }
  if (count > kNamed) named += " and " + std::to_string(count - kNamed) + " more";
  throw std::runtime_error("the case has no " + std::string(kind.what) + " \"" + name +
                           "\"; it has " + (named.empty() ? "none" : named));
}

}  // namespace

std::vector<std::string> hosts_named(const std::vector<std::string>& names,
                                     const CaseReader& reader) {
  return found<std::string>(kHosts, names, reader);
}

std::vector<std::int64_t> accounts_named(const std::vector<std::string>& names,
                                         const CaseReader& reader) {
  return found<std::int64_t>(kAccounts, names, reader);
}

void require_host(const std::string& name, const CaseReader& reader) {
  if (!hosts_named({name}, reader).empty()) return;
  say_what_there_is(name, {.what = "host", .all = "SELECT name FROM host ORDER BY host_id"},
                    reader);
}

void require_burst(std::int64_t burst_id, const CaseReader& reader) {
  if (reader.query("SELECT 1 FROM burst WHERE burst_id = ?", {burst_id}).next()) return;
  say_what_there_is(
      std::to_string(burst_id),
      {.what = "burst",
       .all = "SELECT CAST(burst_id AS TEXT) FROM burst ORDER BY attempts DESC, burst_id"},
      reader);
}

void require_run(std::int64_t run_id, const CaseReader& reader) {
  if (reader.query("SELECT 1 FROM run WHERE run_id = ?", {run_id}).next()) return;
  say_what_there_is(std::to_string(run_id),
                    {.what = "run",
                     .all = "SELECT run_id || coalesce(' of ' || substr(started, 1, 10), '') FROM "
                            "run ORDER BY run_id DESC"},
                    reader);
}

void require_account(const std::string& name, const CaseReader& reader) {
  if (!accounts_named({name}, reader).empty()) return;
  // Those with the most sessions first.
  say_what_there_is(
      name,
      {.what = "account",
       .all = "SELECT coalesce(domain || '\\' || name, name, sid) FROM account LEFT JOIN session "
              "USING (account_id) WHERE class = 'user' GROUP BY account_id ORDER BY "
              "count(session_id) DESC, account_id"},
      reader);
}

}  // namespace sojourn
