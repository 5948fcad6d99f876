#include "cli/report/held_list.h"

namespace sojourn {
namespace {

constexpr std::size_t kMostRows = 5'000;

template <class Next>
void take_rows(HeldList& list, Next next) {
  while (auto row = next()) {
    if (list.rows.size() < kMostRows) {
      list.rows.push_back(std::move(*row));
    } else {
      ++list.left;
    }
  }
}

}  // namespace

HeldList held_rows(const CaseReader& reader, const BoundQuery& bound) {
  Query query = reader.query(bound.sql, bound.parameters);
  HeldList list{.columns = query.columns(), .rows = {}};
  take_rows(list, [&query] { return query.next(); });
  return list;
}

HeldList held_list(const ListPlan& plan, const CaseReader& reader, const std::string& first) {
  if (const auto* query = std::get_if<BoundQuery>(&plan.rows)) {
    if (first.empty()) return held_rows(reader, *query);
    return held_rows(reader,
                     {"SELECT * FROM (" + query->sql + ") ORDER BY " + first, query->parameters});
  }
  const RowStream& stream = std::get<RowStream>(plan.rows);
  HeldList list{.columns = stream.columns, .rows = {}};
  take_rows(list, stream.next);
  return list;
}

void each_row(const HeldList& list, const std::function<void(const NamedRow&)>& take) {
  for (const std::vector<Cell>& row : list.rows) take(NamedRow(list.columns, row));
}

}  // namespace sojourn
