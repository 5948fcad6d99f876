#include "engine/case/burst_table.h"

#include <string>
#include <string_view>

#include "schema/extra_fields.h"
#include "schema/time.h"

namespace sojourn {
namespace {

std::string caller_of(const Burst& burst, const Correlation& found, const Strings& strings) {
  if (burst.asked_by == kNone) return {};
  const std::string_view extra = strings[found.events[burst.asked_by].extra];
  std::string caller(extra_field(extra, {"SubjectDomainName"}));
  if (!caller.empty()) caller += '\\';
  return caller += extra_field(extra, {"SubjectUserName"});
}

std::string_view process_of(const Burst& burst, const Correlation& found, const Strings& strings) {
  return burst.asked_by == kNone ? std::string_view{}
                                 : strings[found.events[burst.asked_by].process];
}

}  // namespace

void write_bursts(const Database& database, const HostIds& ids, const Correlation& found,
                  const Strings& strings) {
  Statement insert(database, insert_into("burst", 15));
  Statement insert_event(database, insert_into("burst_event", 2));
  std::int64_t burst_id = ids.last_burst;
  for (const Burst& burst : found.bursts) {
    insert.run(++burst_id, ids.host, name_of(burst.of), strings[burst.from.address],
               strings[burst.from.client], name_of(burst.from.scope), strings[burst.who.user],
               caller_of(burst, found, strings), process_of(burst, found, strings), burst.attempts,
               burst.accounts, format_time(burst.first), format_time(burst.last),
               row_id(ids.last_session, burst.followed_by),
               row_id(ids.last_event, burst.followed_by_check));
    for (const EventRef check : burst.checks)
      insert_event.run(ids.last_event + check + 1, burst_id);
  }
}

}  // namespace sojourn
