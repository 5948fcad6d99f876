#include "cli/evidence_list.h"

#include "cli/wording.h"

namespace sojourn {

ListPlan evidence_list(const ListRequest& request) {
  const SessionFilter& filter = request.filter;
  BoundQuery query{
      "SELECT v.*, r.started AS read_time,\n"
      "       (SELECT count(*) FROM evidence_copy c WHERE c.evidence_id = v.evidence_id) AS "
      "copies\n"
      "FROM evidence v JOIN run r USING (run_id)\n"
      "WHERE 1",
      {}};
  if (!filter.hosts.empty()) {
    const BoundQuery named = hosts_where(filter, request.reader, "h.name");
    query.sql +=
        "\n  AND v.evidence_id IN (SELECT e.evidence_id FROM event e JOIN host h USING (host_id)\n"
        "    WHERE 1" +
        named.sql + ")";
    query.parameters = named.parameters;
  }
  if (filter.from || filter.to) {
    query.sql += "\n  AND coalesce(v.last_time >= ?, 1) AND coalesce(v.first_time <= ?, 1)";
    for (const auto& time : {filter.from, filter.to}) query.parameters.push_back(time_cell(time));
  }
  query.sql += std::string("\nORDER BY v.path") + (request.newest_first ? " DESC" : "");
  return {.row = "file",
          .rows = query,
          .titles = {"file", "bytes", "records", "events", "unread", "first", "last", "sha256"},
          .line = [&zone = request.zone, narrow = request.narrow](
                      const NamedRow& file) -> std::optional<std::vector<Cell>> {
            const auto number = [&](const char* column) {
              return Cell(file.whole(column).value_or(0));
            };
            return std::vector<Cell>{file.text("path"),
                                     number("size"),
                                     number("records"),
                                     number("events"),
                                     number("issues"),
                                     coarse_time(file.text("first_time"), zone, narrow),
                                     coarse_time(file.text("last_time"), zone, narrow),
                                     file.text("sha256")};
          },
          .hidden = {}};
}

}  // namespace sojourn
