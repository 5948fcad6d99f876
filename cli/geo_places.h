// In which country and in whose network addresses are, as the files of --geoip have it.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "cli/mmdb_file.h"

namespace sojourn {

struct GeoPlace {
  std::string country;  // its ISO code, "SE"
  std::string as_number, as_name;

  // "AS15169 Google LLC".
  std::string as_words() const;
};

class GeoPlaces {
 public:
  GeoPlaces() = default;
  // Throws std::runtime_error, one line, as MmdbFile does.
  explicit GeoPlaces(const std::vector<std::filesystem::path>& files);

  bool empty() const { return files_.empty(); }
  // Of several files the first that knows counts. Asked of each address once. Throws as MmdbFile
  // does where a file is damaged.
  const GeoPlace& of(const std::string& address);

 private:
  std::deque<MmdbFile> files_;
  std::unordered_map<std::string, GeoPlace> places_;
};

// Countries that are new for an account: behind at least five of its sessions from others, as with
// networks (cli/source_history.h).
class CountryHistory {
 public:
  // A session of the account. REQUIRES: in the order of starts; a country.
  void add(std::int64_t account, const std::string& country);
  bool was_new(std::int64_t account, const std::string& country) const {
    return new_.contains({account, country});
  }

 private:
  struct Account {
    std::uint64_t sessions = 0;
    std::set<std::string> countries;
  };
  std::unordered_map<std::int64_t, Account> accounts_;
  std::set<std::pair<std::int64_t, std::string>> new_;
};

}  // namespace sojourn
