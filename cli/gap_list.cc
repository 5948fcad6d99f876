#include "cli/gap_list.h"

#include "cli/wording.h"

namespace sojourn {
namespace {

std::string records_words(const NamedRow& gap) {
  const auto first = gap.whole("first_record"), last = gap.whole("last_record"),
             missing = gap.whole("missing");
  if (!missing) return "";
  std::string count = grouped(static_cast<std::uint64_t>(*missing));
  if (!first || !last) return count;
  return count + " of " + std::to_string(*first) + " to " + std::to_string(*last);
}

}  // namespace

ListPlan gap_list(const ListRequest& request) {
  const SessionFilter& filter = request.filter;
  const BoundQuery named = hosts_where(filter, request.reader, "g.host");
  // A log that a host would have and no file of the evidence is of has no place in time.
  BoundQuery query{
      "SELECT g.* FROM (SELECT * FROM v_gap\n"
      "UNION ALL SELECT h.name, c.channel, 'no_log', NULL, NULL, NULL, NULL, NULL\n"
      "FROM host h, (SELECT DISTINCT channel FROM session_channel) c\n"
      "WHERE NOT EXISTS (SELECT 1 FROM coverage o WHERE o.host_id = h.host_id AND\n"
      "  o.channel = c.channel)) g WHERE 1" +
          named.sql,
      named.parameters};
  if (filter.from) {
    query.sql += "\n  AND coalesce(g.before_time >= ?, 1)";
    query.parameters.emplace_back(format_time(*filter.from));
  }
  if (filter.to) {
    query.sql += "\n  AND coalesce(g.after_time <= ?, 1)";
    query.parameters.emplace_back(format_time(*filter.to));
  }
  const std::string order = request.newest_first ? " DESC" : "";
  query.sql += "\nORDER BY g.host" + order + ", g.after_time" + order + ", g.channel" + order +
               ", g.first_record" + order;
  return {.row = "gap",
          .query = query,
          .titles = {"host", "log", "why", "after", "before", "missing records"},
          .line = [&zone = request.zone](const NamedRow& gap) -> std::optional<std::vector<Cell>> {
            return std::vector<Cell>{short_host(gap.text("host")),
                                     short_channel(gap.text("channel")),
                                     gap.text("cause"),
                                     second_time(gap.text("after_time"), zone),
                                     second_time(gap.text("before_time"), zone),
                                     records_words(gap)};
          },
          .hidden = std::nullopt};
}

}  // namespace sojourn
