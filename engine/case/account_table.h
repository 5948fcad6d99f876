// Tables `account`, one row for each SID and one for each name that no SID backs, and
// `account_name`, how they are spelled.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "correlator/names/account_owners.h"
#include "engine/case/database.h"
#include "schema/event.h"
#include "schema/session.h"
#include "schema/strings.h"

namespace sojourn {

class AccountTable {
 public:
  // The identities that follow are seen on this host. The texts of both are of `strings`, which
  // must live until the next host begins.
  void begin_host(const std::vector<Text>& computer_names, const Strings& strings);

  // The account's id, or nothing for an identity without SID and name, that was seen at a time. Ids
  // count from 1 in the order of the first call: the callers' order of sessions decides them.
  std::optional<std::int64_t> id_of(const Identity& who, std::optional<Timestamp> time);

  // A record that is of no session but names who has its SID.
  void note(const Event& event);

  // Each account under the name it was most often called by: the NetBIOS form, CORP\alice, where
  // there is one; of equals the first in byte order. A name that no SID backs and that turns out to
  // be another account's leaves a gap in the ids, and rows that were written with its id are given
  // that account's.
  void write(const Database& database);

 private:
  std::size_t place_of(const Identity& who);
  std::size_t host() const { return local_domains_.empty() ? 0 : local_domains_.size() - 1; }
  void write_accounts(const Database& database, const std::vector<std::size_t>& owners) const;
  void write_names(const Database& database, const std::vector<std::size_t>& owners) const;

  const Strings* strings_ = nullptr;                  // of this host
  std::vector<std::set<std::string>> local_domains_;  // by host
  // The same identity comes with every logon. By its texts (SID, domain, name) its account's place
  // and the uses of its name are found without making a key of them.
  struct Known {
    std::size_t place = 0;
    SeenAccount::Uses* uses = nullptr;
  };
  struct Mix {
    std::size_t operator()(const std::tuple<Text, Text, Text>& texts) const;
  };
  std::unordered_map<std::tuple<Text, Text, Text>, Known, Mix> recent_;  // of this host
  std::map<std::string, std::size_t> by_sid_;
  std::map<std::string, std::map<Spelling, SeenAccount::Uses>> noted_;  // by SID
  std::map<std::string, std::size_t> by_name_;                          // of this host
  std::deque<SeenAccount> accounts_;  // which never moves what it holds
};

}  // namespace sojourn
