// Who a record speaks of: the class of an account, and whether two records mean the same one.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "correlator/names/text_table.h"
#include "schema/event.h"
#include "schema/session.h"
#include "schema/strings.h"

namespace sojourn {

// Whether a SID can be that of somebody who logs on. Nobody (S-1-0-0) and groups cannot: a record
// that has such a SID says as much as one that has none.
bool is_account(std::string_view sid);

// By SID first, because names are translated ("SERVICE RÉSEAU") and free for anyone to choose. The
// name only tells a computer from a person, whose SIDs look alike: computers' names end in '$'.
struct SidAndName {
  std::string_view sid, user;
};
AccountClass classify(const SidAndName& account);

// Names made comparable: upper case (ASCII only, whatever the locale), without a UPN's domain.
class Accounts {
 public:
  // `strings` must outlive this.
  explicit Accounts(Strings& strings) : strings_(strings) {}

  Identity identity(const Event& event) const;

  // Like classify(), but knows that an account of this machine itself is no computer: somebody gave
  // it a name with '$', by which `net user` does not list it.
  AccountClass class_of(const Identity& who) const;

  // The comparable form of a user name: "alice", "ALICE" and "alice@corp.example" have one.
  Text name_key(Text user) const;

  // Whether the records can mean one account: SIDs decide where both have one, else names, and
  // domains where both have one ("CORP" is "corp.example"). An LSM record has no SID, an 1149 often
  // no domain.
  bool same(const Event& a, const Event& b) const;
  bool same(const Identity& a, const Event& b) const;
  bool same(const Identity& a, const Identity& b) const;

  // All names this host has gone by: as a domain they all mean "an account of this machine".
  void add_host_name(Text computer);
  // Whether the host has gone by this NetBIOS or DNS name.
  bool names_host(Text computer) const;

  // The record names somebody: account_key() will know the spelling.
  void add(const Event& event);
  void add(const Identity& who, Timestamp time);

  // The same for all spellings of one account of this host, by SID, name and domain
  // (correlator/names/account_owners.h), and another for each account.
  Text account_key(const Identity& who) const;

  // What 4624 says: this SID is an account of this name.
  void add_name(Text sid, Text user) { name_of_sid_.emplace(sid, name_key(user)); }
  // Whether the SID is known to be an account of this name.
  bool is_named(Text sid, Text user) const;
  // Whether the SID is known to be another's than of the account that the record names.
  bool is_another(Text sid, const Event& named) const;

 private:
  Text folded(Text text, bool first_label) const;
  bool is_own_label(Text label) const;
  void learn_accounts() const;
  bool same_domain(Text a, Text b) const;

  Strings& strings_;
  mutable TextTable<Text> names_, labels_;      // memo of folded()
  std::set<std::string_view> host_labels_;      // texts of `strings_`
  std::unordered_map<Text, Text> name_of_sid_;  // name keys

  struct Named {
    Text sid, domain, user;
    bool operator==(const Named&) const = default;
  };
  struct NamedHash {
    std::size_t operator()(const Named& named) const;
  };
  Text latest_computer_ = Text::none;
  std::set<std::string> local_domains_;
  // Learned when first asked for, Text::none until then.
  struct Key {
    Text text = Text::none;
    Timestamp first = Timestamp::max(), last = Timestamp::min();  // when it was named so
  };
  mutable std::unordered_map<Named, Key, NamedHash> account_keys_;
  mutable bool learned_ = false;
};

}  // namespace sojourn
