#include "engine/case/evidence_table.h"

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>
#include <tuple>

#include "engine/case/case_row.h"

namespace sojourn {
namespace {

auto place(const PlacedIssue& at) {
  return std::tie(at.path, at.issue.offset, at.issue.record, at.issue.what, at.issue.wanted,
                  at.issue.found);
}

std::optional<std::uint64_t> optional_number(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return static_cast<std::uint64_t>(row.number(column));
}

bool is_sha256(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

EvidenceRows read_evidence(const Database& database) {
  EvidenceRows rows;
  Statement files(
      database,
      "SELECT evidence_id, path, size, sha256, records, events, run_id, recovered, whole FROM "
      "evidence ORDER BY sha256");
  const CaseRow file(database, "evidence", files);
  while (files.step()) {
    if (!is_sha256(files.text(3))) file.refuse("has a sha256 that is none");
    rows.files.push_back({.evidence_id = files.number(0),
                          .run_id = files.number(6),
                          .path = std::string(files.text(1)),
                          .size = static_cast<std::uint64_t>(files.number(2)),
                          .sha256 = std::string(files.text(3)),
                          .records = static_cast<std::uint64_t>(files.number(4)),
                          .events = static_cast<std::uint64_t>(files.number(5)),
                          .recovered = files.number(7) != 0,
                          .whole = files.number(8) != 0});
  }
  Statement issues(
      database,
      "SELECT i.path, e.sha256, i.what, i.wanted, i.found, i.byte_offset, i.record_id, "
      "i.occurrences FROM issue i LEFT JOIN evidence e USING (evidence_id) ORDER BY issue_id");
  while (issues.step()) {
    rows.issues.push_back({.path = std::string(issues.text(0)),
                           .sha256 = std::string(issues.text(1)),
                           .issue = {.what = std::string(issues.text(2)),
                                     .wanted = std::string(issues.text(3)),
                                     .found = std::string(issues.text(4)),
                                     .offset = optional_number(issues, 5),
                                     .record = optional_number(issues, 6)},
                           .occurrences = static_cast<std::uint64_t>(issues.number(7))});
  }
  return rows;
}

EvidencePlaces places_of(const std::vector<EvidenceRow>& files) {
  EvidencePlaces places;
  for (std::uint32_t i = 0; i < files.size(); ++i) places[files[i].evidence_id] = i;
  return places;
}

void refuse_row(const Database& database, const std::string& what) {
  throw std::runtime_error(database.path().string() + " cannot be added to: " + what +
                           ": analyze the evidence into a new case");
}

void write_evidence(const Database& database, EvidenceRows& rows) {
  std::ranges::sort(rows.files, {}, &EvidenceRow::sha256);
  std::ranges::sort(rows.issues, [](const auto& a, const auto& b) { return place(a) < place(b); });

  std::map<std::string, std::int64_t> issues_of;
  for (const PlacedIssue& issue : rows.issues) {
    issues_of[issue.sha256] += static_cast<std::int64_t>(issue.occurrences);
  }

  std::map<std::string, std::int64_t> ids;
  Statement insert_file(database, insert_into("evidence", 10));
  for (const EvidenceRow& file : rows.files) {
    const auto id = static_cast<std::int64_t>(ids.size()) + 1;
    ids[file.sha256] = id;
    insert_file.run(id, file.run_id, file.path, file.size, file.sha256, file.records, file.events,
                    file.recovered, file.whole, issues_of[file.sha256]);
  }

  // What stands where evidence has nothing to say is not empty but an empty text.
  const auto told = [](const std::string& text) { return text.empty() ? "nothing" : text; };
  Statement insert_issue(database, insert_into("issue", 9));
  std::int64_t issue_id = 0;
  for (const auto& [path, sha256, issue, occurrences] : rows.issues) {
    const auto file = ids.find(sha256);
    insert_issue.run(++issue_id, file == ids.end() ? std::optional<std::int64_t>{} : file->second,
                     path, issue.offset, issue.record, told(issue.what), told(issue.wanted),
                     told(issue.found), occurrences);
  }
}

}  // namespace sojourn
