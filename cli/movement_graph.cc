#include "cli/movement_graph.h"

#include "cli/escape.h"
#include "cli/wording.h"

namespace sojourn {
namespace {

constexpr std::size_t kWidestLabel = 64;

std::string shown(const std::string& text) { return cut(escape(text), kWidestLabel); }

// Between double quotes.
std::string dot_text(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '"' || c == '\\') safe += '\\';
    safe += c;
  }
  return safe;
}

// Between double quotes, where Mermaid reads Markdown, HTML and entities.
std::string mermaid_text(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == ' ' || c == '.' || c == '-' || c == ':' ||
                          c == ',' || c == '_' || static_cast<unsigned char>(c) >= 0x80;
    if (is_plain) {
      safe += c;
    } else {
      safe += '#' + std::to_string(static_cast<unsigned char>(c)) + ';';
    }
  }
  return safe;
}

}  // namespace

std::size_t MovementGraph::node_of(const std::string& host) {
  const auto [place, is_new] = nodes_.try_emplace(host, hosts_.size());
  if (is_new) hosts_.push_back(host);
  return place->second;
}

void MovementGraph::add(const NamedRow& row, const Zone& zone) {
  Arrow arrow{.from = node_of(row.text("source_host")),
              .to = node_of(row.text("host")),
              .account = account_name(row),
              .first = minute_time(row.text("start_time"), zone),
              .failed = row.text("outcome") == "failure"};
  const auto [place, is_new] =
      places_.try_emplace({arrow.from, arrow.to, arrow.account, arrow.failed}, arrows_.size());
  if (is_new) arrows_.push_back(std::move(arrow));
  ++arrows_[place->second].times;
}

std::string MovementGraph::label_of(const Arrow& arrow) {
  return shown(arrow.account) + ", " + arrow.first + ", " + grouped(arrow.times) +
         (arrow.failed ? " failed" : "") + (arrow.times == 1 ? " time" : " times");
}

void MovementGraph::write(GraphForm form, std::ostream& out) const {
  if (form == GraphForm::dot) {
    write_dot(out);
  } else {
    write_mermaid(out);
  }
}

void MovementGraph::write_dot(std::ostream& out) const {
  out << "digraph movement {\n  rankdir=LR;\n  node [shape=box];\n";
  for (std::size_t i = 0; i < hosts_.size(); ++i)
    out << "  h" << i << " [label=\"" << dot_text(shown(hosts_[i])) << "\"];\n";
  for (const Arrow& arrow : arrows_) {
    out << "  h" << arrow.from << " -> h" << arrow.to << " [label=\"" << dot_text(label_of(arrow))
        << '"' << (arrow.failed ? ", style=dashed" : "") << "];\n";
  }
  out << "}\n";
}

void MovementGraph::write_mermaid(std::ostream& out) const {
  out << "flowchart LR\n";
  for (std::size_t i = 0; i < hosts_.size(); ++i)
    out << "  h" << i << "[\"" << mermaid_text(shown(hosts_[i])) << "\"]\n";
  for (const Arrow& arrow : arrows_) {
    out << "  h" << arrow.from << (arrow.failed ? " -.->" : " -->") << "|\""
        << mermaid_text(label_of(arrow)) << "\"| h" << arrow.to << '\n';
  }
}

}  // namespace sojourn
