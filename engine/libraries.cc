#include "engine/libraries.h"

#include <openssl/crypto.h>
#include <sqlite3.h>

#include "parsers/libraries.h"

namespace sojourn {

std::vector<Library> engine_libraries() {
  std::vector<Library> all = {{"SQLite", sqlite3_libversion()},
                              {"OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING)}};
  for (const auto& below : {parser_libraries(), schema_libraries()})
    all.insert(all.end(), below.begin(), below.end());
  return all;
}

}  // namespace sojourn
