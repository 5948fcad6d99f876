// Tables `evidence`, `evidence_copy` and `evidence_filter`: which files a case rests on, where they
// were, and which of their records were asked for.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/case/database.h"
#include "engine/read_filter.h"
#include "schema/time.h"

namespace sojourn {

// Where a file was found.
struct EvidencePlace {
  std::int64_t run_id = 0;  // by which run; relative paths begin in its folder
  std::string path;
  std::string container = {}, container_sha256 = {}, container_hash = {};  // what it lies in
  std::optional<Timestamp> modified = {};
  std::string collection = {}, origin = {};  // see engine/collection.h
};

struct EvidenceRow {
  std::int64_t evidence_id = 0;  // as read, 0 for none; write_evidence gives new ones
  EvidencePlace place;           // of the run that read it
  std::vector<EvidencePlace> copies = {};
  std::uint64_t size = 0;  // bytes
  std::string sha256;
  std::uint64_t records = 0;                       // all that were seen
  std::uint64_t events = 0;                        // those of the catalog
  bool recovered = false;                          // slack records were carved, too
  bool whole = true;                               // nothing kept some of its bytes back
  std::uint64_t issues = 0;                        // what of it could not be read
  std::optional<Timestamp> first = {}, last = {};  // of its records
  std::optional<std::uint64_t> first_record = {}, last_record = {};
  std::uint64_t bad_records = 0;                              // of its records
  std::optional<std::uint64_t> chunks = {}, bad_chunks = {};  // of an event log
  std::uint64_t left_out = 0;                                 // events that no filter lets through
  bool service_tickets = false;                               // were asked for
  std::uint64_t tickets_left_out = 0;                         // service tickets that were not
  std::vector<ReadFilter> filters = {};                       // none where all was read
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

// Writes them into empty tables. REQUIRES: they stand in the order of their sha256.
void write_evidence(const Database& database, const std::vector<EvidenceRow>& files);

}  // namespace sojourn
