#include "tests/support/case_of_records.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "correlator/correlate.h"
#include "engine/case/host_rows.h"
#include "engine/case/outbound_table.h"
#include "schema/schema_sql.h"
#include "tests/support/split_hosts.h"
#include "tests/support/timeline.h"

namespace sojourn::testing {

std::string rows(std::string_view text, std::string_view sql, bool reversed) {
  Strings strings;
  std::vector<Event> events = timeline(text, strings);
  std::map<Text, std::uint32_t> files;
  for (Event& event : events) {
    event.file =
        files.try_emplace(event.computer, static_cast<std::uint32_t>(files.size())).first->second;
  }
  if (reversed) std::ranges::reverse(events);
  std::string found;
  for (const std::string& row : CaseOfEvents(std::move(events), strings).rows(sql))
    found += row + '\n';
  return found;
}

CaseOfEvents::CaseOfEvents(std::vector<Event> events, Strings& strings,
                           const std::filesystem::path& file)
    : database_(file) {
  database_.execute(kSchemaSql);
  HostRows host_rows(database_);
  for (Host& host : split_hosts(std::move(events), strings)) {
    const Correlation found = correlate(std::move(host.events), strings, {});
    host_rows.write(host, found, strings, hashes_of_sessions(found, strings));
  }
  host_rows.finish();
  write_outbound(database_);
}

std::vector<std::string> CaseOfEvents::rows(std::string_view sql) const {
  std::vector<std::string> found;
  Statement select(database_, sql);
  while (select.step()) found.emplace_back(select.text(0));
  return found;
}

}  // namespace sojourn::testing
