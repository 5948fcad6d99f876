#include "engine/account_table.h"

#include <algorithm>
#include <numeric>

#include "schema/ascii.h"

namespace sojourn {
namespace {

// "CORP\\ALICE": Windows compares names without regard to case.
std::string qualified(std::string_view domain, std::string_view name) {
  return ascii_upper(domain) + '\\' + ascii_upper(name);
}

}  // namespace

std::optional<std::int64_t> AccountTable::id_of(const Identity& who) {
  if (who.sid == Text::none && who.user == Text::none) return std::nullopt;
  const auto [known, is_new] = recent_.try_emplace({who.sid, who.domain, who.user});
  if (is_new) known->second = {place_of(who), nullptr};
  auto& [place, count] = known->second;
  if (who.user != Text::none) {
    if (count == nullptr) {
      count = &accounts_[place]
                   .names[{std::string(strings_[who.domain]), std::string(strings_[who.user])}];
    }
    ++*count;
  }
  return static_cast<std::int64_t>(place) + 1;
}

std::size_t AccountTable::place_of(const Identity& who) {
  const std::string_view sid = strings_[who.sid];
  // No SID contains a backslash.
  const std::string key =
      sid.empty() ? qualified(strings_[who.domain], strings_[who.user]) : std::string(sid);
  const auto [entry, is_new] = known_.try_emplace(key, accounts_.size());
  if (is_new) accounts_.push_back({std::string(sid), who.account_class, {}});
  return entry->second;
}

std::vector<std::size_t> AccountTable::owners() const {
  constexpr std::size_t kSeveral = static_cast<std::size_t>(-1);
  std::map<std::string, std::size_t> owner_of;
  for (std::size_t i = 0; i < accounts_.size(); ++i) {
    if (accounts_[i].sid.empty()) continue;
    for (const auto& [name, count] : accounts_[i].names) {
      const auto [entry, is_new] = owner_of.try_emplace(qualified(name.first, name.second), i);
      if (!is_new && entry->second != i) entry->second = kSeveral;
    }
  }
  std::vector<std::size_t> owners(accounts_.size());
  std::iota(owners.begin(), owners.end(), std::size_t{0});
  for (const auto& [key, place] : known_) {
    const auto owner = owner_of.find(key);
    if (owner != owner_of.end() && owner->second != kSeveral) owners[place] = owner->second;
  }
  return owners;
}

void AccountTable::write(const Database& database) const {
  Statement insert(database, insert_into("account", 5));
  Statement(database, "CREATE TEMP TABLE owner (account_id INTEGER PRIMARY KEY, owner_id)")
      .finish();
  Statement insert_owner(database, "INSERT INTO owner VALUES (?, ?)");
  const auto owner_of = owners();
  for (std::size_t i = 0; i < accounts_.size(); ++i) {
    const auto id = static_cast<std::int64_t>(i) + 1;
    if (owner_of[i] != i) {
      insert_owner.run(id, static_cast<std::int64_t>(owner_of[i]) + 1);
      continue;
    }
    const Account& account = accounts_[i];
    const auto most = std::ranges::max_element(
        account.names, {}, [](const auto& entry) { return entry.second; });  // the first of equals
    const auto [domain, name] =
        most == account.names.end() ? std::pair<std::string, std::string>{} : most->first;
    insert.run(id, account.sid, name, domain, name_of(account.account_class));
  }
  for (const char* table : {"session", "logon_session", "local_session"}) {
    Statement(database, std::string("UPDATE ") + table +
                            " SET account_id = owner_id FROM owner WHERE owner.account_id = " +
                            table + ".account_id")
        .finish();
  }
  Statement(database, "DROP TABLE temp.owner").finish();
}

}  // namespace sojourn
