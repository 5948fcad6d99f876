#include "engine/case_rows.h"

#include "engine/case/host_rows.h"
#include "engine/run_custody.h"

namespace sojourn {

void write_case_rows(const Database& next, const CaseParts& parts, const CorrelateOptions& options,
                     std::size_t threads) {
  write_evidence(next, parts.files);
  HostRows hosts(next);
  parts.records.correlate_hosts(options, threads, [&](CorrelatedHost&& host) {
    hosts.write(host.host, host.found, *host.strings, host.hashes);
  });
  hosts.finish();
  parts.runs.back().ended = time_of_run();
  write_runs(next, parts.runs);
}

}  // namespace sojourn
