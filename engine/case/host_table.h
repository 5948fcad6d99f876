// Tables `host` and `host_name`: the machines of a case, and every name their records carry.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "correlator/hosts/hosts.h"
#include "engine/case/database.h"
#include "schema/strings.h"

namespace sojourn {

class HostTable {
 public:
  // Both must outlive this.
  HostTable(const Database& database, const Strings& strings)
      : database_(database), strings_(strings) {}

  void write(std::int64_t host_id, const Host& host);

 private:
  std::string name_of(const Host& host);

  const Database& database_;
  const Strings& strings_;
  std::unordered_map<std::string, int> hosts_of_name_;
};

}  // namespace sojourn
