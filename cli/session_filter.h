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
  std::string host;  // a name, with or without its domain
  std::string user;  // any spelling of an account: a name, DOMAIN\name, a UPN or its SID
  std::optional<Network> ip;
  std::optional<Timestamp> from, to;
  std::vector<std::string> kinds;
  std::vector<std::string> outcomes;
  bool all = false;  // machine accounts, services and the like, too
  std::optional<std::uint32_t> limit;
};

struct BoundQuery {
  std::string sql;
  std::vector<Cell> parameters;
};

// Throws std::runtime_error, one line that says what there is, for a host or an account that the
// case does not have.
void check_names(const SessionFilter& filter, const CaseReader& reader);

// The conditions of the filter on a row of v_session, each behind an AND. `reader` tells which
// addresses of the case the network holds.
BoundQuery sessions_where(const SessionFilter& filter, const CaseReader& reader);

// These columns of v_session, of the sessions that lie at least in part within [from, to], in order
// of time. SQLite holds none of the rows that have a start.
BoundQuery sessions_query(const SessionFilter& filter, const CaseReader& reader,
                          const std::vector<std::string>& columns);

// All columns of v_session.
std::vector<std::string> session_columns(const CaseReader& reader);

}  // namespace sojourn
