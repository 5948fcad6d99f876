// What a case tells of accounts and the sources they came from, and which of them are odd.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/list_plan.h"
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
  const std::string& name() const;
};

// One account from one source.
struct AccountSource {
  std::int64_t account = 0;
  std::uint32_t place = 0;  // of SourceHistory::places: where its first session came from
  std::uint32_t hosts = 0;  // how many
  std::uint64_t sessions = 0, failures = 0;
  std::optional<Timestamp> first, last;
  std::bitset<kOddities> why;
  bool is_known = false;
};

// Those that a filter shows, oddest first, known ones last.
struct SourceHistory {
  std::vector<AccountSource> sources;
  std::vector<Place> places;
};

// Oddest first, known ones last.
void put_oddest_first(std::vector<AccountSource>& sources);

// What is odd is judged by all sessions of the classes of account that the filter shows. Holds what
// grows with accounts and sources, not with sessions.
SourceHistory source_history(const ListRequest& request);

}  // namespace sojourn
