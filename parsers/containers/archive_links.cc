#include "parsers/containers/archive_links.h"

#include <filesystem>
#include <functional>

#include "schema/ascii.h"

namespace sojourn {
namespace {

constexpr std::size_t kMostLinks = 10'000;
constexpr int kMostSteps = 40;  // from link to link, as Linux has it

bool is_log(std::string_view name) { return ascii_lower(name).ends_with(".evtx"); }

std::string normal(const std::filesystem::path& name) { return name.lexically_normal().string(); }

}  // namespace

void ArchiveLinks::add_file(std::string_view name) {
  if (is_log(name)) files_.insert(std::hash<std::string>{}(normal(name)));
}

void ArchiveLinks::add_hard(const std::string& name, const std::string& target) {
  if (is_log(name) && links_.size() < kMostLinks)
    links_.insert_or_assign(normal(name), normal(target));
}

void ArchiveLinks::add_symbolic(const std::string& name, const std::string& target) {
  add_hard(name, (std::filesystem::path(name).parent_path() / target).string());
}

bool ArchiveLinks::leads_to_file(std::string name) const {
  for (int step = 0; step < kMostSteps; ++step) {
    if (files_.contains(std::hash<std::string>{}(name))) return true;
    const auto link = links_.find(name);
    if (link == links_.end()) return false;
    name = link->second;
  }
  return false;
}

std::vector<ArchiveLinks::Link> ArchiveLinks::lost() const {
  std::vector<Link> lost;
  for (const auto& [name, target] : links_) {
    if (!leads_to_file(target)) lost.push_back({name, target});
  }
  return lost;
}

}  // namespace sojourn
