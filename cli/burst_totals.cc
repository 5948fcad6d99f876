#include "cli/burst_totals.h"

#include "cli/named_row.h"

namespace sojourn {

BurstsOfCase::BurstsOfCase(const SessionFilter& filter, const CaseReader& reader)
    : reader_(reader), query_(sessions_where(filter, reader)) {
  query_.sql =
      "SELECT count(*) AS attempts, count(DISTINCT coalesce(account_id, 0)) AS accounts, "
      "max(end_time) AS last_time FROM session WHERE session_id IN (SELECT session_id FROM "
      "v_session v WHERE v.outcome = 'failure'" +
      query_.sql + " AND v.burst_id = ?)";
}

BurstTotals BurstsOfCase::operator()(std::int64_t burst_id) const {
  std::vector<Cell> parameters = query_.parameters;
  parameters.emplace_back(burst_id);
  Query query = reader_.query(query_.sql, parameters);
  const auto cells = query.next();
  if (!cells) return {};
  const NamedRow row(query.columns(), *cells);
  return {static_cast<std::uint64_t>(row.whole("attempts").value_or(0)),
          static_cast<std::uint64_t>(row.whole("accounts").value_or(0)), row.text("last_time")};
}

}  // namespace sojourn
