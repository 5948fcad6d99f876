#include "cli/report/page.h"

#include <string_view>

#include "cli/report/page_parts.h"
#include "engine/digest.h"

namespace sojourn {
namespace {

std::string hash(std::string_view part) { return "'sha256-" + sha256_base64(part) + "'"; }

}  // namespace

std::string page_policy() {
  return "default-src 'none'; script-src " + hash(kD3Script) + ' ' + hash(kPageScript) +
         "; style-src " + hash(kPageStyle) + "; base-uri 'none'; form-action 'none'";
}

void write_page(std::ostream& out, const PageWriters& writers) {
  std::string_view rest = kPageTemplate;
  while (true) {
    const std::size_t open = rest.find("{{");
    out << rest.substr(0, open);
    if (open == std::string_view::npos) return;
    const std::size_t close = rest.find("}}", open);
    const std::string_view name = rest.substr(open + 2, close - open - 2);
    rest.remove_prefix(close + 2);
    if (name == "POLICY") {
      out << page_policy();
    } else if (name == "STYLE") {
      out << kPageStyle;
    } else if (name == "D3") {
      out << kD3Script;
    } else if (name == "SCRIPT") {
      out << kPageScript;
    } else if (name == "VERSION") {
      out << SOJOURN_VERSION;
    } else if (name == "DATA") {
      writers.data(out);
    } else if (name == "RECORDS") {
      writers.records(out);
    }
  }
}

}  // namespace sojourn
