// Movement between hosts as a graph, in the languages that others draw.
#pragma once

#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <tuple>
#include <vector>

#include "cli/named_row.h"
#include "cli/zone.h"

namespace sojourn {

enum class GraphForm : std::uint8_t { dot, mermaid };

// Hosts are nodes. An arrow is one account's way from one to another, with when it first went it
// and how often; attempts that all failed have an arrow of their own, dashed. Arrows stand in the
// order of their first time. Texts of evidence are escaped (cli/escape.h), and no character of them
// means anything to the language.
class MovementGraph {
 public:
  // A row of v_lateral. They come in the order of their starts.
  void add(const NamedRow& row, const Zone& zone);
  void write(GraphForm form, std::ostream& out) const;

 private:
  struct Arrow {
    std::size_t from, to;
    std::string account, first;
    bool failed = false;
    std::uint64_t times = 0;
  };
  std::size_t node_of(const std::string& host);
  static std::string label_of(const Arrow& arrow);
  void write_dot(std::ostream& out) const;
  void write_mermaid(std::ostream& out) const;

  std::vector<std::string> hosts_;
  std::map<std::string, std::size_t> nodes_;
  std::vector<Arrow> arrows_;
  std::map<std::tuple<std::size_t, std::size_t, std::string, bool>, std::size_t> places_;
};

}  // namespace sojourn
