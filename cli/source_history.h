// What a case tells of accounts and the sources they came from, gathered session by session.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "cli/known_sources.h"
#include "schema/time.h"

namespace sojourn {

// Why a source is odd for an account. Each is a word in the column `why`.
enum class Oddity : std::uint8_t {
  external,     // a public address
  new_network,  // its IPv4 /24 or IPv6 /64 was new behind at least five sessions from others
  new_country,  // likewise, where --geoip tells countries
  rare,         // less than 2 % of the account's sessions
  odd_hours,    // most of its sessions begin outside the hours of 90 % of the account's, which has
                // 20 or more
  many_accounts,  // at least five accounts came, or tried to come, from it
  overlap,        // the account was on from another external network at the same time
};
inline constexpr std::size_t kOddities = static_cast<std::size_t>(Oddity::overlap) + 1;
// "new_network".
const char* name_of(Oddity oddity);

// Where a session came from, as its row says it.
struct Place {
  std::string address, client, scope;

  // The address, else the client, else the scope.
  std::string name() const;
  // Of an address its /24 or /64; empty without one.
  std::string network() const;
};

struct Visit {
  std::int64_t account = 0;
  std::int64_t host = 0;
  Place place;
  bool failed = false;
  std::optional<Timestamp> start, end;
  bool is_open = false;   // lasts until the logs end
  std::size_t hour = 0;   // of the start, as a clock in the zone shows it
  bool is_shown = false;  // a filter has it
};

// How many sessions began in each hour of the day.
using Hours = std::array<std::uint32_t, 24>;

// One account from one source.
struct AccountSource {
  std::int64_t account = 0;
  Place place;
  std::uint64_t sessions = 0, failures = 0;
  std::vector<std::int64_t> hosts;  // in order
  std::optional<Timestamp> first, last;
  Hours hours{};  // of its sessions' starts
  std::set<Oddity> why;
  bool is_known = false;
  bool is_shown = false;
};

// Oddest first; known ones last.
void put_oddest_first(std::vector<AccountSource>& sources);

// Holds what grows with accounts and sources, not with sessions.
class SourceHistory {
 public:
  // REQUIRES: `known` outlives this.
  explicit SourceHistory(const KnownSources& known) : known_(known) {}

  // REQUIRES: in the order of starts, those without one first.
  void add(const Visit& visit);
  // Call once, after the last: judges what needs all of them. Oddest first; known ones last.
  std::vector<AccountSource> finish();

 private:
  struct OpenVisit {
    Timestamp end;
    std::string network;
    std::size_t source;
  };
  struct Account {
    std::uint64_t sessions = 0;
    std::map<std::string, std::uint64_t> networks;  // with their sessions
    std::uint64_t from_networks = 0;                // sessions with an address
    Hours hours{};
    std::vector<OpenVisit> external;  // that had not ended at the last start
  };
  void note_overlap(const Visit& visit, Account& account, std::size_t source);
  void judge(AccountSource& source);

  const KnownSources& known_;
  std::unordered_map<std::int64_t, Account> accounts_;
  std::map<std::pair<std::int64_t, std::string>, std::size_t> index_;
  std::vector<AccountSource> sources_;
  std::unordered_map<std::string, std::set<std::int64_t>> accounts_of_;  // of a source, up to five
};

}  // namespace sojourn
