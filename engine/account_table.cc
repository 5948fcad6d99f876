#include "engine/account_table.h"

#include <algorithm>

namespace sojourn {
namespace {

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  });
  return result;
}

}  // namespace

std::optional<std::int64_t> AccountTable::id_of(const Identity& who) {
  const std::string_view sid = strings_[who.sid], name = strings_[who.user],
                         domain = strings_[who.domain];
  if (sid.empty() && name.empty()) return std::nullopt;
  // No SID contains a backslash.
  const std::string key = sid.empty() ? upper(domain) + '\\' + upper(name) : std::string(sid);
  const auto [entry, is_new] = known_.try_emplace(key, accounts_.size());
  if (is_new) accounts_.push_back({std::string(sid), who.account_class, {}});
  if (!name.empty()) ++accounts_[entry->second].names[{std::string(domain), std::string(name)}];
  return static_cast<std::int64_t>(entry->second) + 1;
}

void AccountTable::write(const Database& database) const {
  Statement insert(database, insert_into("account", 5));
  std::int64_t id = 0;
  for (const Account& account : accounts_) {
    const auto most = std::ranges::max_element(
        account.names, {}, [](const auto& entry) { return entry.second; });  // the first of equals
    const auto [domain, name] =
        most == account.names.end() ? std::pair<std::string, std::string>{} : most->first;
    insert.run(++id, account.sid, name, domain, name_of(account.account_class));
  }
}

}  // namespace sojourn
