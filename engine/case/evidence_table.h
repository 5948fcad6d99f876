// Table `evidence`: which files a case rests on.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/case/database.h"
#include "schema/time.h"

namespace sojourn {

struct EvidenceRow {
  std::int64_t evidence_id = 0;  // as read, 0 for none; write_evidence gives new ones
  std::int64_t run_id = 0;
  std::string path;
  std::uint64_t size = 0;  // bytes
  std::string sha256;
  std::uint64_t records = 0;                          // all that were seen
  std::uint64_t events = 0;                           // those of the catalog
  bool recovered = false;                             // slack records were carved, too
  bool whole = true;                                  // nothing kept some of its bytes back
  std::uint64_t issues = 0;                           // what of it could not be read
  std::string container = {}, container_sha256 = {};  // what it lies in
  std::optional<Timestamp> modified = {};
  std::optional<Timestamp> first = {}, last = {};  // of its records
};

// In the order of their sha256.
std::vector<EvidenceRow> read_evidence(const Database& database);

// Where the evidence of a case, by evidence_id, stands among the files of a run: Event::file.
using EvidencePlaces = std::map<std::int64_t, std::uint32_t>;

// The evidence_id of a file of a run: its place among those of the case, from 1.
inline std::int64_t evidence_id_of(std::uint32_t file) { return std::int64_t{file} + 1; }

EvidencePlaces places_of(const std::vector<EvidenceRow>& files);

// For a row of a case that cannot be used, "row 7 of its table event is of evidence 9, which the
// case does not have". Throws std::runtime_error, one line that names the case and what to do.
[[noreturn]] void refuse_row(const Database& database, const std::string& what);

// Writes them into an empty table. REQUIRES: they stand in the order of their sha256.
void write_evidence(const Database& database, const std::vector<EvidenceRow>& files);

}  // namespace sojourn
