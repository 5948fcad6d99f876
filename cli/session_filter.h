// Which sessions a listing shows, turned into one query on v_session. Everything a person typed is
// bound, nothing is pasted into the SQL.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/network.h"
#include "engine/case/case_reader.h"
#include "schema/time.h"

namespace sojourn {

struct SessionFilter {
  // In all of these `*` stands for any characters and `?` for one; several are alternatives.
  std::vector<std::string> hosts;  // names, with or without their domain
  std::vector<std::string> users;  // accounts in any spelling: a name, DOMAIN\name, a UPN or a SID
  std::vector<Network> networks;
  std::vector<std::string> scopes;
  std::optional<Timestamp> from, to;
  std::vector<std::string> kinds;
  std::vector<std::string> outcomes;
  std::optional<std::int64_t> burst;
  std::optional<std::int64_t> since_run;  // what this run, or a later one, added something to
  bool all = false;                       // machine accounts, services and the like, too
};

struct BoundQuery {
  std::string sql;
  std::vector<Cell> parameters;
};

// Text and parameters of both.
void append(BoundQuery& query, const BoundQuery& more);

// A time as a case has it, for a parameter or a row; nothing for none.
Cell time_cell(const std::optional<Timestamp>& time);

// What a list leaves out, and how it is shown: "with --all: of machines".
struct HiddenRows {
  BoundQuery count;
  std::string row;  // what one is: "session"
  std::string how;
};

// Throws std::runtime_error, one line that says what there is, for a host, an account, a burst or a
// run that the case does not have.
void check_names(const SessionFilter& filter, const CaseReader& reader);

// Conditions on a row of v_session that is called v, each behind an AND. `reader` tells which
// hosts, accounts and addresses of the case are meant.
BoundQuery sessions_where(const SessionFilter& filter, const CaseReader& reader);
// How what a filter hides unless it says `all` is shown.
inline constexpr const char* kWithAll =
    "with --all: of machines, services and Windows' own accounts";
// Conditions on a row of v_failure_burst that is called b and is of authentication.
BoundQuery authentication_bursts_where(const SessionFilter& filter, const CaseReader& reader);
// The condition on hosts alone, on a column with their names.
BoundQuery hosts_where(const SessionFilter& filter, const CaseReader& reader,
                       const std::string& column);
// The same on a row of the table `session` that is called v.
BoundQuery table_where(const SessionFilter& filter, const CaseReader& reader);
// Of either row, what keeps SQLite from looking at sessions that are not near [from, to]; nothing
// where there is no such time. For queries whose rows are sorted anyway.
BoundQuery near_where(const SessionFilter& filter);

// "FROM … v WHERE …": rows that each stand for v.sessions sessions from v.first_time to
// v.last_time, and have the columns of `session` that are in `account_source`, too. They are of
// that table wherever it can tell what the filter asks.
BoundQuery counted_sessions(const SessionFilter& filter, const CaseReader& reader);
// A query of all rows of `account_source` of the classes of account that the filter shows, and of
// each whether the filter shows sessions of that account from that source: is_shown.
BoundQuery counted_rows(const SessionFilter& filter, const CaseReader& reader);
// The same as counted_sessions for what the filter hides unless it says `all`.
BoundQuery counted_others(const SessionFilter& filter, const CaseReader& reader);

struct SessionOrder {
  std::vector<std::string> columns;  // of v_session
  bool newest_first = false;
};

// The sessions that lie at least in part within [from, to], in order of time. SQLite holds a few
// thousand of the rows that have a start at most.
BoundQuery sessions_query(const SessionFilter& filter, const CaseReader& reader,
                          const SessionOrder& order);
// The sessions that the filter hides; none where it says `all`.
std::vector<HiddenRows> hidden_sessions(const SessionFilter& filter, const CaseReader& reader);

// A list as one parameter: json_each() makes rows of it again.
std::string json_list(const std::vector<std::string>& texts);
std::string json_list(const std::vector<std::int64_t>& numbers);

// All columns of v_session.
std::vector<std::string> session_columns(const CaseReader& reader);

}  // namespace sojourn
