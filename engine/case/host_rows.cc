#include "engine/case/host_rows.h"

#include "correlator/findings/unmatched.h"
#include "engine/case/account_source_table.h"
#include "engine/case/boot_table.h"
#include "engine/case/burst_table.h"
#include "engine/case/clock_epoch_table.h"
#include "engine/case/coverage_table.h"
#include "engine/case/evidence_table.h"
#include "engine/case/local_session_table.h"
#include "engine/case/logon_session_table.h"
#include "engine/case/range_table.h"
#include "engine/case/source_table.h"
#include "schema/rules.h"

namespace sojourn {
namespace {

std::vector<Text> known_names(const Host& host) {
  std::vector<Text> names;
  for (const HostName& known : host.names) {
    if (known.name != Text::none) names.push_back(known.name);
  }
  return names;
}

}  // namespace

HostRows::HostRows(const Database& database)
    : database_(database),
      hosts_(database),
      texts_(database),
      events_(database, texts_),
      sessions_(database, accounts_) {}

void HostRows::write(const Host& host, const Correlation& found, const Strings& strings,
                     const std::vector<std::uint64_t>& hashes) {
  ++ids_.host;
  hosts_.write(ids_.host, host, strings);
  accounts_.begin_host(known_names(host), strings);
  texts_.begin_host(strings);
  write_boots(database_, ids_, found, strings);
  write_coverage(database_, ids_, found, strings);
  write_ranges(database_, ids_.host, host.ranges, strings);
  write_ranges(database_, ids_.host, host.unplaced_ranges, strings);
  write_clock_epochs(database_, ids_, found);
  for (EventRef i = 0; i < found.events.size(); ++i) {
    events_.write({.event = ids_.last_event + i + 1,
                   .host = ids_.host,
                   .boot = ids_.last_boot + found.boot_of(i).place() + 1,
                   .clock_epoch = ids_.last_clock_epoch + found.clock_epochs.of(i).place() + 1,
                   .evidence = evidence_id_of(found.events[i].file)},
                  found.events[i], strings,
                  found.used[i] ? std::string_view{} : reason_unmatched(found.events[i]));
    accounts_.note(found.events[i]);
  }
  write_sources(database_, ids_, found);
  write_logon_sessions(database_, ids_, found, accounts_, texts_);
  write_local_sessions(database_, ids_, found, strings, accounts_);
  write_bursts(database_, ids_, found, strings);
  sessions_.write(ids_, found, strings, hashes);
  ids_.count_on(found);
}

void HostRows::finish() {
  accounts_.write(database_);
  write_account_sources(database_);
  Statement insert(database_, insert_into("rule", 2));
  for (std::size_t i = 0; i < kRules; ++i) {
    const auto rule = static_cast<Rule>(i);
    insert.run(name_of(rule), meaning_of(rule));
  }
  Statement insert_channel(database_, insert_into("session_channel", 2));
  for (std::size_t i = 0; i < kSessionKinds; ++i) {
    const auto kind = static_cast<SessionKind>(i);
    for (const std::string_view channel : channels_of(kind))
      insert_channel.run(name_of(kind), channel);
  }
}

}  // namespace sojourn
