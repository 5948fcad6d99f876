#include "cli/geo_places.h"

namespace sojourn {
namespace {

constexpr std::uint64_t kSessionsBeforeNew = 5;

void take(std::string& text, std::optional<std::string> found) {
  if (text.empty() && found) text = std::move(*found);
}

}  // namespace

std::string GeoPlace::as_words() const {
  if (as_number.empty()) return as_name;
  return "AS" + as_number + (as_name.empty() ? "" : " " + as_name);
}

GeoPlaces::GeoPlaces(const std::vector<std::filesystem::path>& files) {
  for (const std::filesystem::path& file : files) files_.emplace_back(file);
}

const GeoPlace& GeoPlaces::of(const std::string& address) {
  const auto [found, is_new] = places_.try_emplace(address);
  const auto ip = parse_ip(address);
  if (!is_new || !ip) return found->second;
  GeoPlace& place = found->second;
  for (const MmdbFile& file : files_) {
    const auto record = file.record_of(*ip);
    if (!record) continue;
    take(place.country, file.text(*record, {"country", "iso_code"}));
    take(place.country, file.text(*record, {"registered_country", "iso_code"}));
    take(place.as_number, file.text(*record, {"autonomous_system_number"}));
    take(place.as_name, file.text(*record, {"autonomous_system_organization"}));
  }
  return place;
}

void CountryHistory::add(std::int64_t account, const std::string& country) {
  Account& of = accounts_[account];
  if (of.countries.insert(country).second && of.sessions >= kSessionsBeforeNew)
    new_.emplace(account, country);
  ++of.sessions;
}

}  // namespace sojourn
