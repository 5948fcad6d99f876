// Table `account`: one row for each SID, and one for each name that no SID backs.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/database.h"
#include "schema/session.h"
#include "schema/strings.h"

namespace sojourn {

class AccountTable {
 public:
  explicit AccountTable(const Strings& strings) : strings_(strings) {}

  // The account's id, or nothing for an identity without SID and name. Ids count from 1 in the
  // order of the first call: the callers' order of sessions decides them.
  std::optional<std::int64_t> id_of(const Identity& who);

  // Each account under the name it was most often called by; of equals the first in byte order. A
  // name that no SID backs, as failures log it, is the account that is called so where exactly one
  // is: rows that were written with the id of the name are given that account's.
  void write(const Database& database) const;

 private:
  struct Account {
    std::string sid;
    AccountClass account_class{};
    std::map<std::pair<std::string, std::string>, std::uint64_t>
        names;  // (domain, name): how often
  };

  // For each account its place, or that of the one that owns its name.
  std::vector<std::size_t> owners() const;

  std::size_t place_of(const Identity& who);

  const Strings& strings_;
  // The same identity comes with every logon. By its texts (SID, domain, name) its account's place
  // and the count of its name are found without making a key of them.
  struct Known {
    std::size_t place = 0;
    std::uint64_t* count = nullptr;
  };
  std::map<std::tuple<Text, Text, Text>, Known> recent_;
  std::map<std::string, std::size_t> known_;
  std::deque<Account> accounts_;  // which never moves what it holds
};

}  // namespace sojourn
