#include "engine/case/evidence_table.h"

#include <algorithm>
#include <cassert>
#include <limits>
#include <stdexcept>
#include <utility>

#include "engine/case/case_row.h"
#include "engine/case/column_value.h"

namespace sojourn {
namespace {

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::optional<Timestamp> time_in(const Statement& rows, const CaseRow& row, int column) {
  return rows.is_null(column) ? std::nullopt : std::optional(row.time(column));
}

std::optional<std::uint64_t> number_in(const Statement& rows, int column) {
  if (rows.is_null(column)) return std::nullopt;
  return static_cast<std::uint64_t>(rows.number(column));
}

constexpr const char* kPlace =
    "evidence_id, run_id, path, container, container_sha256, container_hash, modified_time, "
    "collection, origin";

// Of a row that begins with these.
EvidencePlace place_in(const Statement& rows, const CaseRow& row) {
  const auto text = [&](int column) { return std::string(row.text(column)); };
  return {.run_id = rows.number(1),
          .path = text(2),
          .container = text(3),
          .container_sha256 = text(4),
          .container_hash = text(5),
          .modified = time_in(rows, row, 6),
          .collection = text(7),
          .origin = text(8)};
}

// Calls `take` with each row of a table and the evidence that it is of.
template <class Take>
void read_of_evidence(const Database& database, const std::string& table,
                      const std::string& columns, std::vector<EvidenceRow>& files, Take take) {
  std::map<std::int64_t, std::size_t> places;
  for (std::size_t i = 0; i < files.size(); ++i) places[files[i].evidence_id] = i;
  Statement rows(database, "SELECT " + columns + " FROM " + table + " ORDER BY evidence_id, 3, 4");
  const CaseRow row(database, table, rows);
  while (rows.step()) {
    const auto place = places.find(rows.number(0));
    if (place == places.end()) row.refuse("is of evidence that the case does not have");
    take(files[place->second], rows, row);
  }
}

void read_filters(const Database& database, std::vector<EvidenceRow>& files) {
  std::int64_t filter = 0;
  read_of_evidence(database, "evidence_filter", "evidence_id, filter, kind, pattern", files,
                   [&](EvidenceRow& file, const Statement& rows, const CaseRow& row) {
                     const bool is_next = file.filters.empty() || rows.number(1) != filter;
                     filter = rows.number(1);
                     if (is_next) file.filters.emplace_back();
                     ReadFilter& last = file.filters.back();
                     (row.text(2) == "host" ? last.hosts : last.channels).emplace_back(row.text(3));
                   });
  for (EvidenceRow& file : files) {
    for (ReadFilter& read : file.filters) read = plain_filter(std::move(read));
  }
}

}  // namespace

std::vector<EvidenceRow> read_evidence(const Database& database) {
  std::vector<EvidenceRow> rows;
  Statement files(database, std::string("SELECT ") + kPlace +
                                ", size, sha256, records, events, recovered, whole, issues, "
                                "first_time, last_time, first_record, last_record, bad_records, "
                                "chunks, bad_chunks, left_out, service_tickets, tickets_left_out "
                                "FROM evidence ORDER BY sha256");
  const CaseRow file(database, "evidence", files);
  while (files.step()) {
    const auto number = [&](int column) {
      return static_cast<std::uint64_t>(files.number(column));
    };
    if (!is_sha256(files.text(10))) file.refuse("has a sha256 that is none");
    rows.push_back({.evidence_id = files.number(0),
                    .place = place_in(files, file),
                    .size = number(9),
                    .sha256 = std::string(files.text(10)),
                    .records = number(11),
                    .events = number(12),
                    .recovered = files.number(13) != 0,
                    .whole = files.number(14) != 0,
                    .issues = number(15),
                    .first = time_in(files, file, 16),
                    .last = time_in(files, file, 17),
                    .first_record = number_in(files, 18),
                    .last_record = number_in(files, 19),
                    .bad_records = number(20),
                    .chunks = number_in(files, 21),
                    .bad_chunks = number_in(files, 22),
                    .left_out = number(23),
                    .service_tickets = files.number(24) != 0,
                    .tickets_left_out = number(25)});
  }
  read_of_evidence(database, "evidence_copy", kPlace, rows,
                   [](EvidenceRow& of, const Statement& copies, const CaseRow& copy) {
                     of.copies.push_back(place_in(copies, copy));
                   });
  read_filters(database, rows);
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
  throw std::runtime_error(database.path().string() + " cannot be used: " + what +
                           ": analyze the evidence into a new case");
}

void write_evidence(const Database& database, const std::vector<EvidenceRow>& files) {
  assert(std::ranges::is_sorted(files, {}, &EvidenceRow::sha256));
  std::int64_t id = 0;
  Statement insert(database, insert_into("evidence", 26));
  Statement insert_copy(database, insert_into("evidence_copy", 9));
  Statement insert_filter(database, insert_into("evidence_filter", 4));
  for (const EvidenceRow& file : files) {
    const EvidencePlace& place = file.place;
    insert.run(++id, place.run_id, place.path, file.size, file.sha256, file.records, file.events,
               file.recovered, file.whole, file.issues, place.container, place.container_sha256,
               place.container_hash, time_text(place.modified), time_text(file.first),
               time_text(file.last), file.first_record, file.last_record, file.bad_records,
               file.chunks, file.bad_chunks, place.collection, place.origin, file.left_out,
               file.service_tickets, file.tickets_left_out);
    for (const EvidencePlace& copy : file.copies) {
      insert_copy.run(id, copy.run_id, copy.path, copy.container, copy.container_sha256,
                      copy.container_hash, time_text(copy.modified), copy.collection, copy.origin);
    }
    for (std::size_t i = 0; i < file.filters.size(); ++i) {
      for (const std::string& host : file.filters[i].hosts)
        insert_filter.run(id, i + 1, "host", host);
      for (const std::string& channel : file.filters[i].channels)
        insert_filter.run(id, i + 1, "channel", channel);
    }
  }
}

}  // namespace sojourn
