// The report as one HTML page that needs nothing else and may fetch nothing.
#pragma once

#include <functional>
#include <ostream>
#include <string>

namespace sojourn {

// Its Content-Security-Policy: no network, no frames, no forms; the page's own two scripts and its
// styles by their hashes, and none that text of a case could smuggle in.
std::string page_policy();

// Each writes one JSON value that is safe inside a <script> element (page_json.h).
struct PageWriters {
  std::function<void(std::ostream&)> data, records;
};

void write_page(std::ostream& out, const PageWriters& writers);

}  // namespace sojourn
