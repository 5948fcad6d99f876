// Tables `host` and `host_name`: the machines of a case, and every name their records carry.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "correlator/hosts/hosts.h"
#include "engine/case/database.h"
#include "schema/strings.h"

namespace sojourn {

class HostTable {
 public:
  // `database` must outlive this.
  explicit HostTable(const Database& database) : database_(database) {}

  // The host's texts are of `strings`.
  void write(std::int64_t host_id, const Host& host, const Strings& strings);

 private:
  std::string name_of(std::string_view alone);

  const Database& database_;
  std::unordered_map<std::string, int> hosts_of_name_;
};

}  // namespace sojourn
