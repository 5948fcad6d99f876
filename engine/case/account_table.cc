#include "engine/case/account_table.h"

#include <algorithm>
#include <utility>

#include "correlator/names/account_name.h"
#include "correlator/names/identity.h"
#include "schema/ascii.h"

namespace sojourn {
namespace {

// How well a spelling tells whose account it is: CORP\\alice best, which most records have, then
// with a DNS domain or as a mail address, then without a domain. Every computer is SYSTEM to
// itself: its name says least.
int rank(const Spelling& spelling, AccountClass account_class) {
  if (account_class == AccountClass::system && spelling.name.ends_with('$')) return 3;
  const AccountName name = account_name(spelling.domain, spelling.name);
  if (name.domain.empty() || name.domain == ".") return 2;
  return name.domain.find('.') != std::string::npos || spelling.name.find('@') != std::string::npos;
}

// What a SID or a computer's name says holds for every record of the account.
AccountClass class_of(const SeenAccount& account) {
  const AccountClass by_sid = classify({account.sid, {}});
  return by_sid == AccountClass::user ? account.account_class : by_sid;
}

}  // namespace

void AccountTable::begin_host(const std::vector<Text>& computer_names, const Strings& strings) {
  strings_ = &strings;
  std::set<std::string>& domains = local_domains_.emplace_back();
  for (const Text name : computer_names) {
    for (std::string& domain : local_domains((*strings_)[name])) domains.insert(std::move(domain));
  }
  recent_.clear();
  by_name_.clear();
}

std::size_t AccountTable::Mix::operator()(const std::tuple<Text, Text, Text>& texts) const {
  const auto& [sid, domain, user] = texts;
  const auto number = [](Text text) { return static_cast<std::uint64_t>(text); };
  return (number(sid) << 40) ^ (number(domain) << 20) ^ number(user);
}

std::optional<std::int64_t> AccountTable::id_of(const Identity& who,
                                                std::optional<Timestamp> time) {
  if (who.sid == Text::none && who.user == Text::none) return std::nullopt;
  const auto [known, is_new] = recent_.try_emplace({who.sid, who.domain, who.user});
  auto& [place, uses] = known->second;
  if (is_new) {
    place = place_of(who);
    if (who.user != Text::none) {
      uses =
          &accounts_[place]
               .names[{std::string((*strings_)[who.domain]), std::string((*strings_)[who.user])}];
      uses->hosts.push_back(host());
    }
  }
  if (uses != nullptr) ++uses->count;
  if (uses != nullptr && time) uses->add(*time);
  return static_cast<std::int64_t>(place) + 1;
}

std::size_t AccountTable::place_of(const Identity& who) {
  const std::string sid((*strings_)[who.sid]);
  const auto [entry, is_new] =
      sid.empty() ? by_name_.try_emplace(ascii_upper((*strings_)[who.domain]) + '\n' +
                                             ascii_upper((*strings_)[who.user]),
                                         accounts_.size())
                  : by_sid_.try_emplace(sid, accounts_.size());
  if (is_new) {
    accounts_.push_back(
        {.sid = sid, .host = host(), .account_class = who.account_class, .names = {}});
  }
  return entry->second;
}

void AccountTable::note(const Event& event) {
  using enum EventKind;
  const bool names = event.kind == shutdown_requested || event.kind == log_cleared ||
                     event.kind == component_denied;
  if (!names || event.user == Text::none || !is_account((*strings_)[event.sid])) return;
  SeenAccount::Uses& uses = noted_[std::string((*strings_)[event.sid])][{
      std::string((*strings_)[event.domain]), std::string((*strings_)[event.user])}];
  if (uses.hosts.empty() || uses.hosts.back() != host()) uses.hosts.push_back(host());
  uses.add(event.time);
}

void AccountTable::write(const Database& database) {
  for (auto& [sid, names] : noted_) {
    const auto known = by_sid_.find(sid);
    if (known != by_sid_.end()) accounts_[known->second].names.merge(names);
  }
  const std::vector<std::size_t> owners = owners_of(accounts_, local_domains_);
  write_accounts(database, owners);
  write_names(database, owners);
  Statement(database, "CREATE TEMP TABLE owner (account_id INTEGER PRIMARY KEY, owner_id)")
      .finish();
  Statement insert(database, "INSERT INTO owner VALUES (?, ?)");
  for (std::size_t i = 0; i < owners.size(); ++i) {
    if (owners[i] != i)
      insert.run(static_cast<std::int64_t>(i) + 1, static_cast<std::int64_t>(owners[i]) + 1);
  }
  for (const char* table : {"session", "logon_session_row", "local_session"}) {
    Statement(database, std::string("UPDATE ") + table +
                            " SET account_id = owner_id FROM owner WHERE owner.account_id = " +
                            table + ".account_id")
        .finish();
  }
  Statement(database, "DROP TABLE temp.owner").finish();
  // A session's records may know a SID alone, whose name others tell.
  Statement(database,
            "UPDATE session SET user_name = name, user_domain = domain FROM account WHERE "
            "session.user_name IS NULL AND account.account_id = session.account_id")
      .finish();
  // One host's records may leave open what all hosts' records tell.
  Statement(database,
            "UPDATE burst SET accounts = tried FROM (SELECT burst_id AS id, count(DISTINCT "
            "account_id) AS tried FROM session WHERE burst_id IS NOT NULL GROUP BY burst_id) "
            "WHERE burst_id = id")
      .finish();
}

void AccountTable::write_accounts(const Database& database,
                                  const std::vector<std::size_t>& owners) const {
  using Candidate = std::pair<const Spelling*, std::uint64_t>;
  // Names that stand beside the SID come before those that were joined to it.
  std::vector<std::vector<Candidate>> own(accounts_.size()), joined(accounts_.size());
  for (std::size_t i = 0; i < accounts_.size(); ++i) {
    for (const auto& [spelling, uses] : accounts_[i].names) {
      (owners[i] == i ? own : joined)[owners[i]].emplace_back(&spelling, uses.count);
    }
  }
  Statement insert(database, insert_into("account", 5));
  for (std::size_t i = 0; i < accounts_.size(); ++i) {
    if (owners[i] != i) continue;
    std::vector<Candidate>& candidates = own[i];
    candidates.insert(candidates.end(), joined[i].begin(), joined[i].end());
    const AccountClass account_class = class_of(accounts_[i]);
    // The first of equals.
    const auto best = std::ranges::min_element(candidates, {}, [&](const Candidate& candidate) {
      const auto& [spelling, count] = candidate;
      return std::pair{rank(*spelling, account_class), ~count};
    });
    const Spelling spelling = best == candidates.end() ? Spelling{} : *best->first;
    insert.run(static_cast<std::int64_t>(i) + 1, accounts_[i].sid, spelling.name, spelling.domain,
               name_of(account_class));
  }
}

void AccountTable::write_names(const Database& database,
                               const std::vector<std::size_t>& owners) const {
  std::map<std::pair<std::size_t, Spelling>, std::uint64_t> counts;
  for (std::size_t i = 0; i < accounts_.size(); ++i) {
    for (const auto& [spelling, uses] : accounts_[i].names) {
      counts[{owners[i], spelling}] += uses.count;
    }
  }
  Statement insert(database, insert_into("account_name", 4));
  for (const auto& [key, count] : counts) {
    const auto& [owner, spelling] = key;
    insert.run(static_cast<std::int64_t>(owner) + 1, spelling.name, spelling.domain,
               static_cast<std::int64_t>(count));
  }
}

}  // namespace sojourn
