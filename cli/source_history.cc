#include "cli/source_history.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "schema/ip_address.h"

namespace sojourn {
namespace {

constexpr std::uint64_t kSessionsBeforeHours = 20;
constexpr std::uint32_t kManyAccounts = 5;
constexpr std::uint64_t kRareOneIn = 50;     // 2 %
constexpr std::uint64_t kOutsideOneIn = 20;  // 5 % on either side

// How many sessions began in each hour of the day.
using Hours = std::array<std::uint32_t, 24>;

std::uint64_t count(const Hours& hours) {
  return std::accumulate(hours.begin(), hours.end(), std::uint64_t{0});
}

void add(const Hours& more, Hours& hours) {
  for (std::size_t hour = 0; hour < hours.size(); ++hour) hours[hour] += more[hour];
}

// "9:40 10:3".
Hours hours_in(std::string_view text) {
  Hours hours{};
  const char *at = text.data(), *const end = at + text.size();
  while (at != end) {
    std::size_t hour = 0;
    std::uint32_t sessions = 0;
    const auto colon = std::from_chars(at, end, hour);
    if (colon.ptr == end || *colon.ptr != ':' || hour >= hours.size()) break;
    at = std::from_chars(colon.ptr + 1, end, sessions).ptr;
    hours[hour] += sessions;
    if (at != end) ++at;
  }
  return hours;
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

Place place_in(const NamedRow& row) {
  return {row.text("src_ip"), row.text("src_host"), row.text("src_scope")};
}

// A number for each text, from 0 on.
class Numbers {
 public:
  std::uint32_t of(const std::string& text) {
    return numbers_.try_emplace(text, static_cast<std::uint32_t>(numbers_.size())).first->second;
  }
  std::size_t size() const { return numbers_.size(); }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

// The condition on classes of account, behind another one.
std::string and_class(const SessionFilter& filter) {
  return filter.all ? "" : " AND account_class = 'user'";
}

class Gathering {
 public:
  explicit Gathering(const ListRequest& request) : request_(request) {}

  SourceHistory gather() {
    find_overlaps();
    if (!request_.zone.is_utc()) read_hours();
    read_accounts();
    judge_all();
    return std::move(history_);
  }

 private:
  struct Source {
    AccountSource found;
    std::uint32_t name = 0;
    bool is_shown = false;
    Hours hours{};
    std::vector<std::int64_t> hosts;
  };
  struct Visit {
    Timestamp end;
    std::string network;
    std::uint32_t name = 0;
  };

  // Number of the account and of the name of its source, which is all that tells sources apart.
  static std::uint64_t key(std::int64_t account, std::uint32_t name) {
    return (static_cast<std::uint64_t>(account) << 32) | name;
  }

  // Of public addresses alone, which are few in most cases.
  void find_overlaps() {
    std::unordered_map<std::int64_t, std::vector<Visit>> open;
    Query query = request_.reader.query(
        "SELECT account_id, src_ip, src_host, src_scope, start_time, end_time, end_reason\n"
        "FROM session WHERE src_scope = 'external' AND outcome <> 'failure'" +
        and_class(request_.filter) +
        "\n  AND start_time IS NOT NULL ORDER BY start_time, session_id");
    while (const auto cells = query.next()) {
      const NamedRow row(query.columns(), *cells);
      const Place place = place_in(row);
      const auto start = parse_time(row.text("start_time"));
      if (!start || is_known(place)) continue;
      const std::int64_t account = row.whole("account_id").value_or(0);
      const bool is_open = row.text("end_reason") == "open";
      note_overlap({.end = is_open ? Timestamp::max()
                                   : parse_time(row.text("end_time")).value_or(Timestamp::min()),
                    .network = network_of(place.address),
                    .name = names_.of(place.name())},
                   *start, account, open[account]);
    }
  }

  void note_overlap(Visit visit, Timestamp start, std::int64_t account, std::vector<Visit>& open) {
    std::erase_if(open, [&](const Visit& other) { return other.end <= start; });
    for (const Visit& other : open) {
      if (other.network == visit.network) continue;
      overlapping_.insert(key(account, other.name));
      overlapping_.insert(key(account, visit.name));
    }
    if (visit.end <= start) return;
    // Of one source the visit that lasts longest says all that the others would.
    for (Visit& other : open) {
      if (other.name != visit.name) continue;
      other.end = std::max(other.end, visit.end);
      return;
    }
    open.push_back(std::move(visit));
  }

  // The rows of sources tell the hours in UTC.
  void read_hours() {
    Query query = request_.reader.query(
        "SELECT account_id, src_ip, src_host, src_scope, start_time FROM session\n"
        "WHERE outcome <> 'failure' AND start_time IS NOT NULL" +
        and_class(request_.filter));
    while (const auto cells = query.next()) {
      const NamedRow row(query.columns(), *cells);
      const auto start = parse_time(row.text("start_time"));
      if (!start) continue;
      const std::uint32_t name = names_.of(place_in(row).name());
      ++hours_[key(row.whole("account_id").value_or(0), name)][request_.zone.hour(*start)];
    }
  }

  void read_accounts() {
    const BoundQuery bound = counted_rows(request_.filter, request_.reader);
    Query query = request_.reader.query(bound.sql, bound.parameters);
    while (const auto cells = query.next()) {
      const NamedRow row(query.columns(), *cells);
      const std::int64_t account = row.whole("account_id").value_or(0);
      if (account != account_) judge_account();
      account_ = account;
      add_row(row);
    }
    judge_account();
  }

  void add_row(const NamedRow& row) {
    const Place place = place_in(row);
    const std::uint32_t name = names_.of(place.name());
    const auto [at, is_new] = index_.try_emplace(name, in_hand_.size());
    if (is_new) {
      Source& added = in_hand_.emplace_back();
      added.name = name;
      added.found.account = account_;
      added.found.place = place_number(place);
      added.found.is_known = is_known(place);
    }
    Source& source = in_hand_[at->second];
    source.is_shown |= row.yes("is_shown");
    const bool failed = row.text("outcome") == "failure";
    (failed ? source.found.failures : source.found.sessions) +=
        static_cast<std::uint64_t>(row.whole("sessions").value_or(0));
    source.hosts.push_back(row.whole("host_id").value_or(0));
    const auto first = parse_time(row.text("first_time")), last = parse_time(row.text("last_time"));
    if (first && (!source.found.first || *first < *source.found.first)) source.found.first = first;
    if (last && (!source.found.last || *last > *source.found.last)) source.found.last = last;
    if (place.scope == "external") set(source, Oddity::external);
    if (row.yes("new_network")) set(source, Oddity::new_network);
    if (request_.zone.is_utc()) add(hours_in(row.text("hours")), source.hours);
  }

  static void set(Source& source, Oddity oddity) {
    source.found.why.set(static_cast<std::size_t>(oddity));
  }

  // All but from how many accounts its sources are.
  void judge_account() {
    std::uint64_t sessions = 0;
    Hours hours{};
    for (Source& source : in_hand_) {
      if (const auto told = hours_.find(key(account_, source.name)); told != hours_.end())
        source.hours = told->second;
      sessions += source.found.sessions;
      add(source.hours, hours);
    }
    accounts_from_.resize(names_.size());
    for (Source& source : in_hand_) {
      ++accounts_from_[source.name];
      if (!source.is_shown) continue;
      if (source.found.sessions > 0 && source.found.sessions * kRareOneIn < sessions)
        set(source, Oddity::rare);
      if (is_outside_hours(source.hours, hours)) set(source, Oddity::odd_hours);
      if (overlapping_.contains(key(account_, source.name))) set(source, Oddity::overlap);
      if (source.found.is_known) source.found.why.reset();
      std::ranges::sort(source.hosts);
      const auto end = std::unique(source.hosts.begin(), source.hosts.end());
      source.found.hosts = static_cast<std::uint32_t>(end - source.hosts.begin());
      history_.sources.push_back(source.found);
      names_of_sources_.push_back(source.name);
    }
    in_hand_.clear();
    index_.clear();
  }

  void judge_all() {
    std::vector<AccountSource>& sources = history_.sources;
    for (std::size_t i = 0; i < sources.size(); ++i) {
      const Place& place = history_.places[sources[i].place];
      const bool is_elsewhere = !place.address.empty() || !place.client.empty();
      if (is_elsewhere && !sources[i].is_known &&
          accounts_from_[names_of_sources_[i]] >= kManyAccounts)
        sources[i].why.set(static_cast<std::size_t>(Oddity::many_accounts));
    }
    put_oddest_first(sources);
  }

  bool is_known(const Place& place) const {
    return request_.known.has({place.address, place.client});
  }

  std::uint32_t place_number(const Place& place) {
    const std::uint32_t number =
        place_numbers_.of(place.address + '\0' + place.client + '\0' + place.scope);
    if (number == history_.places.size()) history_.places.push_back(place);
    return number;
  }

  const ListRequest& request_;
  SourceHistory history_;
  std::vector<std::uint32_t> names_of_sources_;  // beside history_.sources
  Numbers names_, place_numbers_;
  std::vector<std::uint32_t> accounts_from_;  // by name, how many
  std::unordered_set<std::uint64_t> overlapping_;
  std::unordered_map<std::uint64_t, Hours> hours_;  // in a zone that is not UTC
  // The account in hand.
  std::int64_t account_ = 0;
  std::vector<Source> in_hand_;
  std::unordered_map<std::uint32_t, std::size_t> index_;  // by name
};

}  // namespace

const char* name_of(Oddity oddity) {
  constexpr std::array<const char*, kOddities> kNames = {
      "external", "new_network", "new_country", "rare", "odd_hours", "many_accounts", "overlap"};
  return kNames[static_cast<std::size_t>(oddity)];
}

const std::string& Place::name() const {
  if (!address.empty()) return address;
  return client.empty() ? scope : client;
}

void put_oddest_first(std::vector<AccountSource>& sources) {
  // Whoever got in comes before who only tried.
  const auto rank = [](const AccountSource& source) {
    return std::tuple(source.is_known, kOddities - source.why.count(), source.sessions == 0);
  };
  std::ranges::stable_sort(sources, [&](const AccountSource& one, const AccountSource& other) {
    if (rank(one) != rank(other)) return rank(one) < rank(other);
    return one.last > other.last;
  });
}

SourceHistory source_history(const ListRequest& request) { return Gathering(request).gather(); }

}  // namespace sojourn
