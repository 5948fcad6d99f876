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

// In any epoch of the host's clock that the gap has a part of.
constexpr const char* kWithin =
    "\n  AND (g.after_epoch_id IS NULL OR EXISTS (SELECT 1 FROM clock_epoch c\n"
    "  WHERE c.clock_epoch_id BETWEEN g.after_epoch_id AND\n"
    "    coalesce(g.before_epoch_id, g.after_epoch_id)\n"
    "  AND coalesce(iif(c.clock_epoch_id < g.before_epoch_id, c.last_time, g.before_time) >= ?, "
    "1)\n"
    "  AND coalesce(iif(c.clock_epoch_id > g.after_epoch_id, c.first_time, g.after_time) <= ?, "
    "1)))";

// "!" marks times that are not comparable: the clock was set between them.
std::string marked_time(const NamedRow& gap, const char* column, const Zone& zone) {
  const std::string time = second_time(gap.text(column), zone);
  const auto before = gap.whole("before_epoch_id");
  const bool is_marked = before && before != gap.whole("after_epoch_id");
  return is_marked && !time.empty() ? "!" + time : time;
}

}  // namespace

ListPlan gap_list(const ListRequest& request) {
  const SessionFilter& filter = request.filter;
  const BoundQuery named = hosts_where(filter, request.reader, "g.host");
  // A log that a host would have and no file of the evidence is of has no place in time.
  BoundQuery query{
      "SELECT g.* FROM (SELECT * FROM v_gap\n"
      "UNION ALL SELECT h.name, c.channel, 'no_log', NULL, NULL, NULL, NULL, NULL, NULL, NULL\n"
      "FROM host h, (SELECT DISTINCT channel FROM session_channel) c\n"
      "WHERE NOT EXISTS (SELECT 1 FROM coverage o WHERE o.host_id = h.host_id AND\n"
      "  o.channel = c.channel)) g WHERE 1" +
          named.sql,
      named.parameters};
  if (filter.from || filter.to) {
    query.sql += kWithin;
    for (const auto& time : {filter.from, filter.to}) query.parameters.push_back(time_cell(time));
  }
  const std::string order = request.newest_first ? " DESC" : "";
  query.sql += "\nORDER BY g.host" + order + ", g.after_epoch_id" + order + ", g.after_time" +
               order + ", g.channel" + order + ", g.first_record" + order;
  return {.row = "gap",
          .rows = query,
          .titles = {"host", "log", "why", "after", "before", "missing records"},
          .line = [&zone = request.zone](const NamedRow& gap) -> std::optional<std::vector<Cell>> {
            return std::vector<Cell>{short_host(gap.text("host")),
                                     short_channel(gap.text("channel")),
                                     gap.text("cause"),
                                     marked_time(gap, "after_time", zone),
                                     marked_time(gap, "before_time", zone),
                                     records_words(gap)};
          },
          .hidden = {}};
}

}  // namespace sojourn
