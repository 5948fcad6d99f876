#include "engine/read_filter.h"

#include <algorithm>

#include "schema/ascii.h"

namespace sojourn {
namespace {

constexpr std::size_t kMostNames = 100'000;  // remembered; there may be as many as records

std::vector<std::string> plain(std::vector<std::string> names) {
  for (std::string& name : names) name = ascii_lower(name);
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

bool is_any(const std::vector<std::string>& patterns, std::string_view name) {
  return patterns.empty() || std::ranges::any_of(patterns, [&](const std::string& pattern) {
           return matches(pattern, name);
         });
}

bool has_true(const std::vector<bool>& passed) {
  return std::ranges::find(passed, true) != passed.end();
}

}  // namespace

ReadFilter plain_filter(ReadFilter filter) {
  return {.hosts = plain(std::move(filter.hosts)), .channels = plain(std::move(filter.channels))};
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): as in "the pattern matches the name"
bool matches(std::string_view pattern, std::string_view name) {
  const std::string plain_name = ascii_lower(name);
  std::size_t at = 0, place = 0;
  // Behind the last star: where to go on with one character more under it.
  std::size_t star = std::string_view::npos, under_star = 0;
  while (place < plain_name.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = ++at;
      under_star = place;
    } else if (at < pattern.size() && (pattern[at] == '?' || pattern[at] == plain_name[place])) {
      ++at;
      ++place;
    } else if (star != std::string_view::npos) {
      at = star;
      place = ++under_star;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

const std::vector<bool>& RecordFilter::of_host(Text host) {
  if (hosts_.size() > kMostNames) hosts_.clear();
  const auto [known, is_new] = hosts_.try_emplace(host);
  if (is_new) {
    const std::string_view name = strings_[host];
    for (const ReadFilter& filter : filters_) {
      known->second.push_back(is_any(filter.hosts, name) ||
                              is_any(filter.hosts, name.substr(0, name.find('.'))));
    }
  }
  return known->second;
}

const std::vector<bool>& RecordFilter::of_channel(Text channel) {
  if (channels_.size() > kMostNames) channels_.clear();
  const auto [known, is_new] = channels_.try_emplace(channel);
  if (is_new) {
    for (const ReadFilter& filter : filters_)
      known->second.push_back(is_any(filter.channels, strings_[channel]));
  }
  return known->second;
}

bool RecordFilter::lets_channel(Text channel) {
  return filters_.empty() || has_true(of_channel(channel));
}

bool RecordFilter::lets(const Event& event) {
  if (filters_.empty()) return true;
  const std::vector<bool>& host = of_host(event.computer);
  const std::vector<bool>& channel = of_channel(event.channel);
  for (std::size_t i = 0; i < filters_.size(); ++i) {
    if (host[i] && channel[i]) return true;
  }
  return false;
}

}  // namespace sojourn
