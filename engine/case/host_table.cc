#include "engine/case/host_table.h"

#include "schema/ascii.h"
#include "schema/time.h"

namespace sojourn {

void HostTable::write(std::int64_t host_id, const Host& host, const Strings& strings) {
  const std::string name = name_of(host.name == Text::none ? "unnamed" : strings[host.name]);
  Statement(database_, insert_into("host", 3)).run(host_id, name, host.remark);
  Statement insert(database_, insert_into("host_name", 4));
  for (const HostName& known : host.names) {
    if (known.name == Text::none) continue;
    insert.run(host_id, strings[known.name], format_time(known.first), format_time(known.last));
  }
}

// Two machines of one name must not look like one; no computer's name has a blank in it.
std::string HostTable::name_of(std::string_view alone) {
  std::string name(alone);
  int& machines = hosts_of_name_[ascii_lower(name)];
  while (++machines > 1) {
    name = std::string(alone) + " (" + std::to_string(machines) + ")";
    // Somebody may have forged just that name.
    if (hosts_of_name_.try_emplace(ascii_lower(name), 1).second) break;
  }
  return name;
}

}  // namespace sojourn
