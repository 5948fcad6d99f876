// Which of the accounts that records name are one: a name that no SID backs, as failures and the
// logs of sessions have it, is an account whose SID other records know.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "schema/session.h"
#include "schema/time.h"

namespace sojourn {

// A name as a record spells it.
struct Spelling {
  std::string domain, name;
  auto operator<=>(const Spelling&) const = default;
};

struct SeenAccount {
  struct Uses {
    std::uint64_t count = 0;
    std::vector<std::size_t> hosts;  // on which it was spelled so, each once
    Timestamp first = Timestamp::max(), last = Timestamp::min();  // as far as they are known

    void add(Timestamp time) {
      first = std::min(first, time);
      last = std::max(last, time);
    }
  };
  std::string sid;       // empty for a name, which is one host's
  std::size_t host = 0;  // of a name without SID
  AccountClass account_class{};
  std::map<Spelling, Uses> names;
};

// For each account its place, or that of the one it is the same as. `local_domains` has for each
// host what its own accounts are called by (correlator/names/account_name.h). Where two accounts
// could be meant, neither is; but of a machine that was set up anew (sysprep), whose accounts have
// SIDs of two machine SIDs one after the other, a name means the account of its time.
std::vector<std::size_t> owners_of(const std::deque<SeenAccount>& accounts,
                                   const std::vector<std::set<std::string>>& local_domains);

}  // namespace sojourn
