// Sources that are expected: offices, VPNs, jump hosts, as a file names them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "cli/network.h"

namespace sojourn {

class KnownSources {
 public:
  KnownSources() = default;
  // One a line: an address, a network, or a client's name in any case; `#` begins a comment. Throws
  // std::runtime_error for a file that cannot be read.
  explicit KnownSources(const std::filesystem::path& file);

  // Where somebody came from; either may be empty.
  struct Client {
    std::string_view address, name;
  };
  // The address decides, where there is one: a name is only what a client calls itself.
  bool has(const Client& client) const;

 private:
  std::vector<Network> networks_;
  std::vector<std::string> names_;  // in small letters
};

}  // namespace sojourn
