#include "correlator/names/account_owners.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <tuple>
#include <utility>

#include "correlator/names/account_name.h"
#include "schema/ascii.h"

namespace sojourn {
namespace {

constexpr std::size_t kNobody = static_cast<std::size_t>(-1);
constexpr std::size_t kSeveral = static_cast<std::size_t>(-2);

// The accounts that go by some key.
template <class Key>
class OwnersByKey {
 public:
  void add(const Key& key, std::size_t account) { owners_[key].insert(account); }
  const std::set<std::size_t>& all_of(const Key& key) const {
    static const std::set<std::size_t> kNone;
    const auto found = owners_.find(key);
    return found == owners_.end() ? kNone : found->second;
  }
  // The only one, or that there are several.
  std::size_t of(const Key& key) const {
    const std::set<std::size_t>& owners = all_of(key);
    if (owners.empty()) return kNobody;
    return owners.size() == 1 ? *owners.begin() : kSeveral;
  }

 private:
  std::map<Key, std::set<std::size_t>> owners_;
};

// Domains under all their names, in upper case.
class Domains {
 public:
  void join(const std::string& lhs, const std::string& rhs) {
    // The lesser is the root: which one is must not depend on the order.
    const auto [lesser, greater] = std::minmax({root(lhs), root(rhs)});
    if (lesser != greater) parent_[greater] = lesser;
  }
  std::string root(std::string domain) {
    for (auto up = parent_.find(domain); up != parent_.end(); up = parent_.find(domain)) {
      const auto above = parent_.find(up->second);
      if (above != parent_.end()) up->second = above->second;  // shortens the way for the next
      domain = up->second;
    }
    return domain;
  }

 private:
  std::map<std::string, std::string> parent_;
};

// Accounts of domains and of Entra ID, whose names are given, not translated.
bool is_named_by_people(std::string_view sid) {
  return sid.starts_with("S-1-5-21-") || sid.starts_with("S-1-12-1-");
}

// Where an account is kept: in a domain, on one host, or nowhere that its name tells.
struct Home {
  enum class Kind : std::uint8_t { unsaid, domain, host, cloud } kind = Kind::unsaid;
  std::string domain;
  std::size_t host = 0;
  auto operator<=>(const Home&) const = default;
};

const Home kCloud{.kind = Home::Kind::cloud, .domain = {}, .host = 0};

class AccountJoiner {
 public:
  AccountJoiner(const std::deque<SeenAccount>& accounts,
                const std::vector<std::set<std::string>>& local_domains)
      : accounts_(accounts), local_domains_(local_domains), owners_(accounts.size()) {
    std::iota(owners_.begin(), owners_.end(), std::size_t{0});
    for (std::size_t host = 0; host < local_domains.size(); ++host) {
      for (const std::string& name : local_domains[host]) host_called_.add(name, host);
    }
  }

  std::vector<std::size_t> join() {
    learn_domains();
    learn_eras();
    for_each_name([&](std::size_t i, const Spelling& spelling) { ask_for(i, spelling); });
    for (std::size_t i = 0; i < accounts_.size(); ++i) {
      if (!accounts_[i].sid.empty()) add_names(i);
    }
    for_each_name([&](std::size_t i, const Spelling& spelling) { join_qualified(i, spelling); });
    for_each_name([&](std::size_t i, const Spelling& spelling) { join_bare(i, spelling); });
    return std::move(owners_);
  }

 private:
  using NameAtHome = std::pair<Home, std::string>;
  using NameOnHost = std::pair<std::size_t, std::string>;

  // Each account that has no SID; its spellings differ in case only.
  template <class Do>
  void for_each_name(const Do& what) {
    for (std::size_t i = 0; i < accounts_.size(); ++i) {
      if (accounts_[i].sid.empty() && !accounts_[i].names.empty())
        what(i, accounts_[i].names.begin()->first);
    }
  }

  // Names without a SID, and by which hosts: who has a SID is looked for by no others, and domain
  // accounts are seen on every host.
  void ask_for(std::size_t i, const Spelling& spelling) {
    const std::size_t host = accounts_[i].host;
    asked_.insert({host, account_name(spelling.domain, spelling.name).name});
    asked_.insert({host, ascii_upper(visible(spelling.name))});
  }

  // Observed: one SID as THESHIRE and THESHIRE.LOCAL, another as OFFSEC and OFFSEC.LAN. Without
  // such a proof CORP is CORP.EXAMPLE where that is the only domain whose name begins so.
  void learn_domains() {
    std::map<std::string, std::set<std::string>> proven, claimed;  // full names by first label
    for (const SeenAccount& account : accounts_) {
      const bool teaches = is_named_by_people(account.sid);
      std::string first;
      for (const auto& [spelling, uses] : account.names) {
        const AccountName name = account_name(spelling.domain, spelling.name);
        for (const std::size_t host : uses.hosts) {
          if (home_of(host, name).kind != Home::Kind::domain) continue;
          if (teaches && !spelling.domain.empty()) {
            if (first.empty()) first = name.domain;
            domains_.join(first, name.domain);
          }
          const std::string label(first_label(name.domain));
          if (label != name.domain) (teaches ? proven : claimed)[label].insert(name.domain);
        }
      }
    }
    join_labels(proven);
    for (const auto& [label, names] : proven) claimed.erase(label);
    join_labels(claimed);
  }

  void join_labels(const std::map<std::string, std::set<std::string>>& full_names) {
    for (const auto& [label, names] : full_names) {
      std::set<std::string> roots;
      for (const std::string& name : names) roots.insert(domains_.root(name));
      if (roots.size() == 1) domains_.join(label, *roots.begin());
    }
  }

  // From when to when a host's own accounts have SIDs of one machine SID.
  void learn_eras() {
    for (const SeenAccount& account : accounts_) {
      const std::string authority(authority_of(account.sid));
      if (authority.empty()) continue;
      for (const auto& [spelling, uses] : account.names) {
        const AccountName name = account_name(spelling.domain, spelling.name);
        for (const std::size_t host : uses.hosts) {
          const Home home = home_of(host, name);
          if (home.kind != Home::Kind::host || home.host != host) continue;
          SeenAccount::Uses& era = eras_[{host, authority}];
          era.add(uses.first);
          era.add(uses.last);
        }
      }
    }
  }

  // Of several accounts of one name the one that the name without SID can mean.
  std::size_t one_of(const std::set<std::size_t>& owners, std::size_t i) const {
    if (owners.empty()) return kNobody;
    if (owners.size() == 1) return *owners.begin();
    SeenAccount::Uses named;
    for (const auto& [spelling, uses] : accounts_[i].names) {
      named.add(uses.first);
      named.add(uses.last);
    }
    std::vector<std::pair<const SeenAccount::Uses*, std::size_t>> in_order;
    for (const std::size_t owner : owners) {
      const std::string authority(authority_of(accounts_[owner].sid));
      const auto era = eras_.find({accounts_[i].host, authority});
      if (era == eras_.end()) return kSeveral;
      in_order.emplace_back(&era->second, owner);
    }
    std::ranges::sort(in_order, {}, [](const auto& entry) { return entry.first->first; });
    std::size_t meant = kSeveral;
    Timestamp end = Timestamp::min();  // of the era before: Windows was set up anew after it
    for (const auto& [era, owner] : in_order) {
      if (end >= era->first) return kSeveral;  // two at a time
      const bool is_last = owner == in_order.back().second;
      if (named.first > end && (is_last || named.last <= era->last)) meant = owner;
      end = era->last;
    }
    return meant;
  }

  Home home_of(std::size_t host, const AccountName& name) {
    if (name.domain.empty()) return {};
    if (is_cloud(name)) return kCloud;
    if (name.domain == "." ||
        (host < local_domains_.size() && local_domains_[host].contains(name.domain))) {
      return {.kind = Home::Kind::host, .domain = {}, .host = host};
    }
    const std::size_t other = host_called_.of(name.domain);
    if (other < kSeveral) return {.kind = Home::Kind::host, .domain = {}, .host = other};
    return {.kind = Home::Kind::domain, .domain = domains_.root(name.domain), .host = 0};
  }

  void add_names(std::size_t i) {
    for (const auto& [spelling, uses] : accounts_[i].names) {
      const AccountName name = account_name(spelling.domain, spelling.name);
      // Every computer is SYSTEM to itself: CORP\PC01$ with its SID says nothing of PC01's account.
      if (name.name.ends_with('$') && !is_named_by_people(accounts_[i].sid)) continue;
      for (const std::size_t host : uses.hosts) {
        const Home home = home_of(host, name);
        at_home_.add({home, name.name}, i);
        if (!asked_.contains({host, name.name})) continue;
        on_host_.add({host, name.name}, i);
        if (home.kind == Home::Kind::cloud) in_cloud_of_host_.add({host, name.name}, i);
      }
    }
  }

  // The account with a SID that the name without one can mean, if exactly one is.
  std::size_t named(std::size_t i, const Spelling& spelling, const Home& home,
                    const AccountName& name) const {
    const std::size_t host = accounts_[i].host;
    if (home.kind == Home::Kind::cloud) {
      // The account of a mail address is another one on each host.
      const std::size_t here = in_cloud_of_host_.of({host, name.name});
      if (here != kNobody) return here;
    }
    const std::size_t at_home = one_of(at_home_.all_of({home, name.name}), i);
    if (at_home != kNobody || !spelling.domain.empty()) return at_home;
    // A mail address, of which nothing says whether it is a domain's or the cloud's.
    return named(i, {"MicrosoftAccount", spelling.name}, kCloud,
                 {"", ascii_upper(visible(spelling.name))});
  }

  void join_qualified(std::size_t i, const Spelling& spelling) {
    const std::size_t host = accounts_[i].host;
    const AccountName name = account_name(spelling.domain, spelling.name);
    const Home home = home_of(host, name);
    if (home.kind == Home::Kind::unsaid) return;
    const std::size_t owner = named(i, spelling, home, name);
    owners_[i] = owner < kSeveral ? owner : first_of({home, name.name}, i);
    qualified_on_host_.add({host, name.name}, owners_[i]);
  }

  // Who is called so without a domain (1149, failures by NTLM) is the only account of that name on
  // that host.
  void join_bare(std::size_t i, const Spelling& spelling) {
    const std::size_t host = accounts_[i].host;
    const AccountName name = account_name(spelling.domain, spelling.name);
    if (!name.domain.empty()) return;
    std::size_t owner = one_of(on_host_.all_of({host, name.name}), i);
    if (owner == kNobody) owner = qualified_on_host_.of({host, name.name});
    owners_[i] = owner < kSeveral ? owner : first_of({Home{}, name.name}, i);
  }

  // Names of one meaning are one account, if nothing is known of it but the name.
  std::size_t first_of(const NameAtHome& name, std::size_t i) {
    return without_sid_.try_emplace(name, i).first->second;
  }

  const std::deque<SeenAccount>& accounts_;
  const std::vector<std::set<std::string>>& local_domains_;
  std::vector<std::size_t> owners_;
  Domains domains_;
  OwnersByKey<std::string> host_called_;
  OwnersByKey<NameAtHome> at_home_;
  std::map<std::pair<std::size_t, std::string>, SeenAccount::Uses> eras_;  // by host and authority
  std::set<NameOnHost> asked_;
  OwnersByKey<NameOnHost> on_host_, in_cloud_of_host_, qualified_on_host_;
  std::map<NameAtHome, std::size_t> without_sid_;
};

}  // namespace

std::vector<std::size_t> owners_of(const std::deque<SeenAccount>& accounts,
                                   const std::vector<std::set<std::string>>& local_domains) {
  return AccountJoiner(accounts, local_domains).join();
}

}  // namespace sojourn
