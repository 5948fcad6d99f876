// Who a record speaks of: the class of an account, and whether two records mean the same one.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/event.h"
#include "schema/session.h"
#include "schema/strings.h"

namespace sojourn {

// By SID first, because names are translated ("SERVICE RÉSEAU") and free for anyone to choose. A
// name that no SID backs, as in failures, is a user unless it ends in '$'.
AccountClass classify(std::string_view sid, std::string_view user);

// Names made comparable: upper case (ASCII only, whatever the locale), without a UPN's domain.
class Accounts {
 public:
  // REQUIRES: `strings` outlives this.
  explicit Accounts(Strings& strings) : strings_(strings) {}

  Identity identity(const Event& event) const;

  // The comparable form of a user name: "alice", "ALICE" and "alice@corp.example" have one.
  Text name_key(Text user);

  // Whether the records can mean one account: SIDs decide where both have one, else names, and
  // domains where both have one ("CORP" is "corp.example"). An LSM record has no SID, an 1149 often
  // no domain.
  bool same(const Event& a, const Event& b);
  bool same(const Identity& a, const Event& b);
  bool same(const Identity& a, const Identity& b);

  // All names this host has gone by: as a domain they all mean "an account of this machine".
  void add_host_name(Text computer);
  // Whether the host has gone by this NetBIOS or DNS name.
  bool names_host(Text computer);

  // What 4624 says: this SID is an account of this name.
  void add_name(Text sid, Text user) { name_of_sid_.emplace(sid, name_key(user)); }
  // Whether the SID is known to be another's than of an account of this name.
  bool is_another(Text sid, Text user);

 private:
  Text folded(Text text, bool first_label);
  bool same_domain(Text a, Text b);

  Strings& strings_;
  std::vector<Text> names_, labels_;  // memo of folded(), by Text
  std::vector<Text> host_labels_;
  std::unordered_map<Text, Text> name_of_sid_;  // name keys
};

}  // namespace sojourn
