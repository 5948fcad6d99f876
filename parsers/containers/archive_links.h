// The links of an archive that are called like event logs: what they lead to lies in the archive,
// or nothing of it was read.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace sojourn {

class ArchiveLinks {
 public:
  struct Link {
    std::string name, target;
  };

  void add_file(std::string_view name);
  // `target` as the archive's root sees it. Of links that are no event logs nothing is kept, nor of
  // more than ten thousand.
  void add_hard(const std::string& name, const std::string& target);
  // `target` as the link's folder sees it.
  void add_symbolic(const std::string& name, const std::string& target);

  // Those that lead to no file of the archive, in the order of their names.
  std::vector<Link> lost() const;

 private:
  bool leads_to_file(std::string name) const;

  std::unordered_set<std::size_t> files_;     // by the hashes of their names
  std::map<std::string, std::string> links_;  // with what they lead to
};

}  // namespace sojourn
