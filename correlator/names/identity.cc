#include "correlator/names/identity.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <deque>
#include <string>
#include <system_error>
#include <utility>

#include "correlator/names/account_name.h"
#include "correlator/names/account_owners.h"
#include "schema/ascii.h"

namespace sojourn {
namespace {

// The number that `text` begins with, up to the next '-'.
std::uint32_t leading_number(std::string_view text) {
  std::uint32_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc{} && (stop == end || *stop == '-') ? number : 0;
}

// Windows makes the SIDs of everything that is an account of its own but no person between
// SECURITY_MIN_BASE_RID and SECURITY_MAX_BASE_RID (winnt.h): 80 NT SERVICE, 82 IIS APPPOOL, 83
// virtual machines, 87 tasks, 94 WinRM, 111 VIRTUAL USERS, which OpenSSH's sshd_n are of.
bool is_service(std::string_view sid) {
  constexpr std::string_view kWindows = "S-1-5-";
  if (!sid.starts_with(kWindows)) return false;
  const std::uint32_t base = leading_number(sid.substr(kWindows.size()));
  return base >= 80 && base <= 111;
}

// Accounts that every machine and domain has from the start have numbers below 1000: 500 is the
// Administrator, whatever he was renamed to.
bool is_built_in_person(std::string_view sid) {
  if (!sid.starts_with("S-1-5-21-")) return false;
  const std::uint32_t number = leading_number(sid.substr(sid.rfind('-') + 1));
  return number >= 500 && number < 1000;
}

}  // namespace

bool is_account(std::string_view sid) {
  // S-1-5-113 and S-1-5-114 are "Local account" and "Local account and member of Administrators
  // group"; what is below S-1-5-32 is a built-in group.
  return !sid.empty() && sid != "S-1-0-0" && sid != "S-1-5-113" && sid != "S-1-5-114" &&
         sid != "S-1-5-32" && !sid.starts_with("S-1-5-32-");
}

// Well-known SIDs: Microsoft, "Security identifiers" (Windows Server documentation) and MS-DTYP
// 2.4.2.4. S-1-5-90-0-n is DWM-n, S-1-5-96-0-n is UMFD-n.
AccountClass classify(const SidAndName& account) {
  const auto [sid, user] = account;
  // Under any name: a DC's own Kerberos logons carry its computer name with SYSTEM's SID (observed:
  // DC$, S-1-5-18).
  if (sid == "S-1-5-18" || sid == "S-1-5-19" || sid == "S-1-5-20" || sid == "S-1-5-17")
    return AccountClass::system;
  if (sid == "S-1-5-7") return AccountClass::anonymous;
  if (sid.starts_with("S-1-5-90-") || sid.starts_with("S-1-5-96-"))
    return AccountClass::window_manager;
  if (is_service(sid)) return AccountClass::service;
  if (sid.starts_with("S-1-12-1-") || is_built_in_person(sid)) return AccountClass::user;
  return user.ends_with('$') ? AccountClass::machine : AccountClass::user;
}

Identity Accounts::identity(const Event& event) const {
  Identity who{.user = event.user,
               .domain = event.domain,
               .sid = event.sid,
               .account_class = AccountClass::user};
  if (!is_account(strings_[who.sid])) who.sid = Text::none;
  who.account_class = class_of(who);
  return who;
}

AccountClass Accounts::class_of(const Identity& who) const {
  const AccountClass by_name = classify({strings_[who.sid], strings_[who.user]});
  if (by_name != AccountClass::machine) return by_name;
  const std::string_view name = strings_[name_key(who.user)];
  const bool is_host_itself = host_labels_.contains(name.substr(0, name.size() - 1));
  const bool is_local = who.domain != Text::none && is_own_label(folded(who.domain, true));
  return is_local && !is_host_itself ? AccountClass::user : by_name;
}

Text Accounts::folded(Text text, bool first_label) const {
  auto& memo = first_label ? labels_ : names_;
  if (const Text* const known = memo.find(text)) return *known;
  std::string key = visible(strings_[text]);
  const auto cut = key.find(first_label ? '.' : '@');
  if (cut != std::string::npos && cut != 0) key.resize(cut);
  std::ranges::transform(key, key.begin(), [](char c) { return ascii_upper(c); });
  const Text result = strings_.intern(key);
  memo.put(text, result);
  return result;
}

Text Accounts::name_key(Text user) const { return folded(user, false); }

void Accounts::add_host_name(Text computer) {
  const Text label = folded(computer, true);
  if (label == Text::none || computer == latest_computer_) return;
  latest_computer_ = computer;
  for (std::string& domain : local_domains(strings_[computer])) {
    local_domains_.insert(std::move(domain));
  }
  if (is_own_label(label)) return;
  host_labels_.insert(strings_[label]);
  // The NetBIOS name, which stands before local accounts, is the first 15 characters.
  host_labels_.insert(strings_[label].substr(0, 15));
}

std::size_t Accounts::NamedHash::operator()(const Named& named) const {
  constexpr std::size_t spread = 0x9E37'79B9'7F4A'7C15;
  std::size_t hash = static_cast<std::size_t>(named.sid);
  hash = hash * spread + static_cast<std::size_t>(named.domain);
  return (hash * spread + static_cast<std::size_t>(named.user)) * spread;
}

void Accounts::add(const Event& event) { add(identity(event), event.time); }

void Accounts::add(const Identity& who, Timestamp time) {
  if (who.user == Text::none) return;
  Key& key = account_keys_[{who.sid, who.domain, who.user}];
  key.first = std::min(key.first, time);
  key.last = std::max(key.last, time);
  learned_ = false;
}

void Accounts::learn_accounts() const {
  std::deque<SeenAccount> accounts;
  std::vector<std::pair<Text*, std::size_t>> places;  // of each spelling
  std::unordered_map<Text, std::size_t> by_sid;
  for (auto& [named, key] : account_keys_) {
    std::size_t place = accounts.size();
    if (named.sid != Text::none) place = by_sid.try_emplace(named.sid, place).first->second;
    if (place == accounts.size()) accounts.emplace_back().sid = strings_[named.sid];
    SeenAccount::Uses& uses =
        accounts[place]
            .names[{std::string(strings_[named.domain]), std::string(strings_[named.user])}];
    uses.hosts = {0};
    uses.add(key.first);
    uses.add(key.last);
    places.emplace_back(&key.text, place);
  }
  const std::vector<std::size_t> owners = owners_of(accounts, {local_domains_});
  // The key of an account without SID is any text that no other account has: a forged SID may be
  // any text, too.
  const auto key_of = [&](std::size_t owner) {
    if (!accounts[owner].sid.empty()) return strings_.intern(accounts[owner].sid);
    std::string key = "account " + std::to_string(owner);
    while (by_sid.contains(strings_.intern(key))) key += '.';
    return strings_.intern(key);
  };
  for (const auto& [key, place] : places) *key = key_of(owners[place]);
  learned_ = true;
}

Text Accounts::account_key(const Identity& who) const {
  if (!learned_) learn_accounts();
  if (who.sid != Text::none || who.user == Text::none) return who.sid;
  const auto known = account_keys_.find({Text::none, who.domain, who.user});
  return known != account_keys_.end() ? known->second.text : name_key(who.user);
}

bool Accounts::names_host(Text computer) const {
  return computer != Text::none && host_labels_.contains(strings_[folded(computer, true)]);
}

bool Accounts::is_named(Text sid, Text user) const {
  const auto known = name_of_sid_.find(sid);
  return sid != Text::none && known != name_of_sid_.end() && known->second == name_key(user);
}

bool Accounts::is_another(Text sid, const Event& named) const {
  if (sid == Text::none) return false;  // though a damaged 4624 may name somebody without one
  const auto known = name_of_sid_.find(sid);
  return known != name_of_sid_.end() && known->second != name_key(named.user);
}

bool Accounts::is_own_label(Text label) const {
  return strings_[label] == "." || host_labels_.contains(strings_[label]);
}

bool Accounts::same_domain(Text a, Text b) const {
  if (a == Text::none || b == Text::none || a == b) return true;
  const Text label_a = folded(a, true), label_b = folded(b, true);
  if (label_a == label_b) return true;
  return is_own_label(label_a) && is_own_label(label_b);
}

bool Accounts::same(const Identity& a, const Identity& b) const {
  if (a.sid != Text::none && b.sid != Text::none) return a.sid == b.sid;
  return a.user != Text::none && b.user != Text::none && name_key(a.user) == name_key(b.user) &&
         same_domain(a.domain, b.domain);
}

bool Accounts::same(const Event& a, const Event& b) const { return same(identity(a), identity(b)); }
bool Accounts::same(const Identity& a, const Event& b) const { return same(a, identity(b)); }

}  // namespace sojourn
