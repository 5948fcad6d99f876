#include "cli/evidence_list.h"

#include <utility>

#include "cli/wording.h"

namespace sojourn {

namespace {

bool leaves_any_out(const CaseReader& reader) {
  return reader.query("SELECT 1 FROM evidence WHERE left_out + tickets_left_out > 0 LIMIT 1", {})
      .next()
      .has_value();
}

}  // namespace

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
  // Of records that were not asked for a table tells where there are some.
  const bool tells_left_out = leaves_any_out(request.reader);
  std::vector<std::string> titles = {"file",   "bytes", "records", "events", "left out",
                                     "unread", "first", "last",    "sha256"};
  if (!tells_left_out) std::erase(titles, "left out");
  return {
      .row = "file",
      .rows = query,
      .titles = titles,
      .line = [&zone = request.zone, narrow = request.narrow,
               tells_left_out](const NamedRow& file) -> std::optional<std::vector<Cell>> {
        const auto number = [&](const char* column) {
          return Cell(file.whole(column).value_or(0));
        };
        std::vector<Cell> line = {file.text("path"), number("size"), number("records"),
                                  number("events")};
        if (tells_left_out) {
          line.emplace_back(file.whole("left_out").value_or(0) +
                            file.whole("tickets_left_out").value_or(0));
        }
        for (Cell cell :
             {number("issues"), Cell(coarse_time(file.text("first_time"), zone, narrow)),
              Cell(coarse_time(file.text("last_time"), zone, narrow)), Cell(file.text("sha256"))}) {
          line.push_back(std::move(cell));
        }
        return line;
      },
      .hidden = {}};
}

}  // namespace sojourn
