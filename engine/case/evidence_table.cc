#include "engine/case/evidence_table.h"

#include <algorithm>
#include <cassert>
#include <stdexcept>

#include "engine/case/case_row.h"
#include "engine/case/column_value.h"

namespace sojourn {
namespace {

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

std::vector<EvidenceRow> read_evidence(const Database& database) {
  std::vector<EvidenceRow> rows;
  Statement files(
      database,
      "SELECT evidence_id, path, size, sha256, records, events, run_id, recovered, whole, "
      "issues, container, container_sha256, modified_time, first_time, last_time FROM evidence "
      "ORDER BY sha256");
  const CaseRow file(database, "evidence", files);
  while (files.step()) {
    const auto time = [&](int column) {
      return files.is_null(column) ? std::nullopt : std::optional(file.time(column));
    };
    if (!is_sha256(files.text(3))) file.refuse("has a sha256 that is none");
    rows.push_back({.evidence_id = files.number(0),
                    .run_id = files.number(6),
                    .path = std::string(files.text(1)),
                    .size = static_cast<std::uint64_t>(files.number(2)),
                    .sha256 = std::string(files.text(3)),
                    .records = static_cast<std::uint64_t>(files.number(4)),
                    .events = static_cast<std::uint64_t>(files.number(5)),
                    .recovered = files.number(7) != 0,
                    .whole = files.number(8) != 0,
                    .issues = static_cast<std::uint64_t>(files.number(9)),
                    .container = std::string(file.text(10)),
                    .container_sha256 = std::string(file.text(11)),
                    .modified = time(12),
                    .first = time(13),
                    .last = time(14)});
  }
  return rows;
}

EvidencePlaces places_of(const std::vector<EvidenceRow>& files) {
  EvidencePlaces places;
  for (std::uint32_t i = 0; i < files.size(); ++i) {
    if (files[i].evidence_id != 0) places[files[i].evidence_id] = i;
  }
  return places;
}

void refuse_row(const Database& database, const std::string& what) {
  throw std::runtime_error(database.path().string() + " cannot be added to: " + what +
                           ": analyze the evidence into a new case");
}

void write_evidence(const Database& database, const std::vector<EvidenceRow>& files) {
  assert(std::ranges::is_sorted(files, {}, &EvidenceRow::sha256));
  std::int64_t id = 0;
  Statement insert(database, insert_into("evidence", 15));
  for (const EvidenceRow& file : files) {
    insert.run(++id, file.run_id, file.path, file.size, file.sha256, file.records, file.events,
               file.recovered, file.whole, file.issues, file.container, file.container_sha256,
               time_text(file.modified), time_text(file.first), time_text(file.last));
  }
}

}  // namespace sojourn
