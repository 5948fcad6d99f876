#include "cli/host_summary.h"

#include "cli/named_row.h"
#include "cli/rows.h"
#include "cli/terminal.h"
#include "cli/wording.h"

namespace sojourn {
namespace {

constexpr std::int64_t kHostsShown = 20;

constexpr const char* kHosts = R"(
SELECT v.*, coalesce(b.guessed, 0) AS guessed
FROM v_host v
LEFT JOIN (SELECT host, count(*) AS guessed FROM v_failure_burst WHERE followed_by_session_id IS NOT NULL GROUP BY host) b
  USING (host)
ORDER BY guessed > 0 DESC, v.external_sources > 0 DESC, v.host)";

// "no System; 1 cleared".
std::string lack_of(const NamedRow& host) {
  std::string lack;
  std::string missing = host.text("missing_logs");
  while (!missing.empty()) {
    const std::size_t end = std::min(missing.find(", "), missing.size());
    lack += (lack.empty() ? "no " : ", ") + short_channel(missing.substr(0, end));
    missing.erase(0, end + 2);
  }
  if (const auto cleared = host.whole("cleared").value_or(0); cleared > 0)
    lack += (lack.empty() ? "" : "; ") + std::to_string(cleared) + " cleared";
  return lack;
}

}  // namespace

void write_host_summary(const CaseReader& reader, std::ostream& out) {
  Rows rows(
      Format::table,
      {"host", "from", "to", "people", "sessions", "failures", "external", "guessed", "lacks"}, out,
      terminal_width());
  std::int64_t hosts = 0;
  for (Query query = reader.query(kHosts); const auto cells = query.next();) {
    if (++hosts > kHostsShown) continue;
    const NamedRow host(query.columns(), *cells);
    const auto number = [&](const char* column) { return Cell(host.whole(column).value_or(0)); };
    const auto day = [&](const char* column) {
      return Cell(day_time(host.text(column), Zone::utc()));
    };
    rows.add({short_host(host.text("host")), day("first_time"), day("last_time"), number("people"),
              number("sessions"), number("failures"), number("external_sources"), number("guessed"),
              text_cell(lack_of(host))});
  }
  rows.finish();
  if (hosts > kHostsShown)
    out << grouped(static_cast<std::uint64_t>(hosts - kHostsShown)) << " more: sojourn hosts\n";
}

}  // namespace sojourn
