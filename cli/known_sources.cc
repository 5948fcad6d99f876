#include "cli/known_sources.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include "schema/ascii.h"

namespace sojourn {

KnownSources::KnownSources(const std::filesystem::path& file) {
  std::ifstream in(file);
  const int reason = errno;
  if (!in || !std::filesystem::is_regular_file(file)) {
    throw std::runtime_error(
        "cannot read " + file.string() +
        (in ? ": it is not a file" : std::string(": ") + std::strerror(reason)));
  }
  for (std::string line; std::getline(in, line);) {
    line = line.substr(0, line.find('#'));
    constexpr const char* kBlanks = " \t\r";
    line.erase(0, line.find_first_not_of(kBlanks));
    line.erase(line.find_last_not_of(kBlanks) + 1);
    if (line.empty()) continue;
    if (const auto network = Network::parse(line)) {
      networks_.push_back(*network);
    } else {
      names_.push_back(ascii_lower(line));
    }
  }
  if (in.bad()) throw std::runtime_error("cannot read " + file.string());
}

bool KnownSources::has(const Client& client) const {
  if (!client.address.empty()) {
    return std::ranges::any_of(
        networks_, [&](const Network& network) { return network.contains(client.address); });
  }
  return std::ranges::find(names_, ascii_lower(client.name)) != names_.end();
}

}  // namespace sojourn
