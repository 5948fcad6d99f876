#include "cli/source_history.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>

#include "schema/ip_address.h"

namespace sojourn {
namespace {

constexpr std::uint64_t kSessionsBeforeNew = 5;
constexpr std::uint64_t kSessionsBeforeHours = 20;
constexpr std::size_t kManyAccounts = 5;
constexpr std::uint64_t kRareOneIn = 50;     // 2 %
constexpr std::uint64_t kOutsideOneIn = 20;  // 5 % on either side

std::uint64_t count(const Hours& hours) {
  return std::accumulate(hours.begin(), hours.end(), std::uint64_t{0});
}

// How many hours lie in front of the one in which the first twentieth of them ends.
template <class Iterator>
std::size_t hours_of_twentieth(Iterator first, Iterator last, std::uint64_t all) {
  std::uint64_t seen = 0;
  Iterator at = first;
  while (at != last && (seen + *at) * kOutsideOneIn <= all) seen += *at++;
  return static_cast<std::size_t>(at - first);
}

bool is_outside_hours(const Hours& source, const Hours& account) {
  const std::uint64_t all = count(account);
  if (all < kSessionsBeforeHours) return false;
  const std::size_t before = hours_of_twentieth(account.begin(), account.end(), all);
  const std::size_t behind = hours_of_twentieth(account.rbegin(), account.rend(), all);
  std::uint64_t outside = 0;
  for (std::size_t hour = 0; hour < source.size(); ++hour) {
    if (hour < before || hour >= source.size() - behind) outside += source[hour];
  }
  return outside * 2 > count(source);
}

}  // namespace

const char* name_of(Oddity oddity) {
  constexpr std::array<const char*, kOddities> kNames = {
      "external", "new_network", "new_country", "rare", "odd_hours", "many_accounts", "overlap"};
  return kNames[static_cast<std::size_t>(oddity)];
}

std::string Place::name() const {
  if (!address.empty()) return address;
  return client.empty() ? scope : client;
}

std::string Place::network() const {
  const auto ip = parse_ip(address);
  if (!ip) return {};
  constexpr std::size_t kIpv4 = 15, kIpv6 = 8;  // bytes of the prefix, of 16
  return (ip->is_v4 ? "4" : "6") +
         std::string(ip->bytes.begin(), ip->bytes.begin() + (ip->is_v4 ? kIpv4 : kIpv6));
}

void SourceHistory::add(const Visit& visit) {
  const std::string name = visit.place.name();
  const auto [found, is_new] = index_.try_emplace({visit.account, name}, sources_.size());
  if (is_new) {
    AccountSource& added = sources_.emplace_back();
    added.account = visit.account;
    added.place = visit.place;
    added.is_known = known_.has({visit.place.address, visit.place.client});
  }
  AccountSource& source = sources_[found->second];
  source.is_shown |= visit.is_shown;
  ++(visit.failed ? source.failures : source.sessions);
  const auto host = std::ranges::lower_bound(source.hosts, visit.host);
  if (host == source.hosts.end() || *host != visit.host) source.hosts.insert(host, visit.host);
  const auto first = visit.start ? visit.start : visit.end;
  const auto last = visit.end ? visit.end : visit.start;
  if (first && (!source.first || *first < *source.first)) source.first = first;
  if (last && (!source.last || *last > *source.last)) source.last = last;
  if (auto& accounts = accounts_of_[name]; accounts.size() < kManyAccounts) {
    accounts.insert(visit.account);
  }

  Account& account = accounts_[visit.account];
  const std::string network = visit.place.network();
  if (!network.empty() && !account.networks.contains(network) &&
      account.from_networks >= kSessionsBeforeNew) {
    source.why.insert(Oddity::new_network);
  }
  if (visit.place.scope == "external") {
    source.why.insert(Oddity::external);
    if (!visit.failed) note_overlap(visit, account, found->second);
  }
  // What failed makes no network usual; it was not the account's owner, perhaps.
  if (visit.failed) return;
  ++account.sessions;
  if (visit.start) {
    ++account.hours[visit.hour];
    ++source.hours[visit.hour];
  }
  if (network.empty()) return;
  ++account.from_networks;
  ++account.networks[network];
}

void SourceHistory::note_overlap(const Visit& visit, Account& account, std::size_t source) {
  if (!visit.start || sources_[source].is_known) return;
  std::erase_if(account.external, [&](const OpenVisit& open) { return open.end <= *visit.start; });
  const std::string network = visit.place.network();
  for (const OpenVisit& open : account.external) {
    if (open.network == network) continue;
    sources_[open.source].why.insert(Oddity::overlap);
    sources_[source].why.insert(Oddity::overlap);
  }
  const auto end = visit.is_open ? Timestamp::max() : visit.end;
  if (!end || *end <= *visit.start) return;
  // Of one source the visit that lasts longest says all that the others would.
  for (OpenVisit& open : account.external) {
    if (open.source != source) continue;
    open.end = std::max(open.end, *end);
    return;
  }
  account.external.push_back({*end, network, source});
}

void SourceHistory::judge(AccountSource& source) {
  if (source.is_known) {
    source.why.clear();
    return;
  }
  const Account& account = accounts_.at(source.account);
  if (source.sessions > 0 && source.sessions * kRareOneIn < account.sessions)
    source.why.insert(Oddity::rare);
  if (is_outside_hours(source.hours, account.hours)) source.why.insert(Oddity::odd_hours);
  const bool is_elsewhere = !source.place.address.empty() || !source.place.client.empty();
  if (is_elsewhere && accounts_of_[source.place.name()].size() >= kManyAccounts)
    source.why.insert(Oddity::many_accounts);
}

void put_oddest_first(std::vector<AccountSource>& sources) {
  // Whoever got in comes before who only tried.
  const auto place = [](const AccountSource& source) {
    return std::tuple(source.is_known, -static_cast<int>(source.why.size()), source.sessions == 0);
  };
  std::ranges::stable_sort(sources, [&](const AccountSource& one, const AccountSource& other) {
    if (place(one) != place(other)) return place(one) < place(other);
    return one.last > other.last;
  });
}

std::vector<AccountSource> SourceHistory::finish() {
  for (AccountSource& source : sources_) judge(source);
  put_oddest_first(sources_);
  return std::move(sources_);
}

}  // namespace sojourn
