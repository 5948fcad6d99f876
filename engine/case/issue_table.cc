#include "engine/case/issue_table.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace sojourn {
namespace {

auto place(const Issue& issue) {
  return std::tie(issue.offset, issue.record, issue.what, issue.wanted, issue.found);
}

std::optional<std::uint64_t> optional_number(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return static_cast<std::uint64_t>(row.number(column));
}

// Of a row whose columns from `first` on are path, byte_offset, record_id, what, wanted, found,
// occurrences.
PlacedIssue issue_of(const CaseRow& row, const Statement& cells, int first) {
  const auto text = [&](int column) { return std::string(row.text(first + column)); };
  return {.path = text(0),
          .issue = {.what = text(3),
                    .wanted = text(4),
                    .found = text(5),
                    .offset = optional_number(cells, first + 1),
                    .record = optional_number(cells, first + 2)},
          .occurrences = static_cast<std::uint64_t>(cells.number(first + 6))};
}

}  // namespace

bool comes_before(const PlacedIssue& a, const PlacedIssue& b) {
  return a.path != b.path ? a.path < b.path : place(a.issue) < place(b.issue);
}

std::vector<PlacedIssue> read_issues_without_evidence(const Database& database) {
  std::vector<PlacedIssue> issues;
  Statement rows(database,
                 "SELECT issue_id, path, byte_offset, record_id, what, wanted, found, occurrences "
                 "FROM issue WHERE evidence_id IS NULL ORDER BY issue_id");
  const CaseRow row(database, "issue", rows);
  while (rows.step()) issues.push_back(issue_of(row, rows, 1));
  return issues;
}

void for_each_issue(const Database& database,
                    const std::function<void(std::string_view, PlacedIssue&&)>& take) {
  Statement rows(database,
                 "SELECT issue_id, sha256, i.path, byte_offset, record_id, what, wanted, found, "
                 "occurrences FROM issue i LEFT JOIN evidence USING (evidence_id) ORDER BY "
                 "issue_id");
  const CaseRow row(database, "issue", rows);
  while (rows.step()) take(rows.text(1), issue_of(row, rows, 2));
}

void for_each_issue_of_evidence(const Database& database,
                                const std::function<void(std::int64_t, PlacedIssue&&)>& take) {
  Statement rows(database,
                 "SELECT issue_id, evidence_id, path, byte_offset, record_id, what, wanted, found, "
                 "occurrences FROM issue WHERE evidence_id IS NOT NULL ORDER BY evidence_id, "
                 "issue_id");
  const CaseRow row(database, "issue", rows);
  while (rows.step()) take(rows.number(1), issue_of(row, rows, 2));
}

IssueTable::IssueTable(const Database& next, const Previous& previous)
    : previous_(previous),
      read_(previous.database,
            "SELECT issue_id, evidence_id, path, byte_offset, record_id, what, wanted, found, "
            "occurrences FROM issue WHERE evidence_id IS NOT NULL ORDER BY issue_id"),
      row_(previous.database, "issue", read_),
      insert_(next, insert_into("issue", 9)) {
  step();
}

void IssueTable::add_without_evidence(std::vector<PlacedIssue> issues) {
  std::ranges::sort(issues, comes_before);
  for (const PlacedIssue& issue : issues) insert({}, issue);
}

void IssueTable::hold(std::uint32_t file, const std::string& path,
                      std::vector<CountedIssue> issues) {
  if (issues.empty()) return;
  std::ranges::sort(issues,
                    [](const auto& a, const auto& b) { return place(a.issue) < place(b.issue); });
  held_rows_ += issues.size();
  for (CountedIssue& counted : issues)
    held_[file].push_back({path, std::move(counted.issue), counted.occurrences});
}

void IssueTable::add(std::uint32_t file, const std::string& path,
                     std::vector<CountedIssue> issues) {
  copy_rows_before(file);
  hold(file, path, std::move(issues));
  if (held_.contains(file)) insert_held();
}

// Those of the first file that has some.
void IssueTable::insert_held() {
  const auto first = held_.begin();
  for (const PlacedIssue& issue : first->second) insert(evidence_id_of(first->first), issue);
  held_rows_ -= first->second.size();
  held_.erase(first);
}

void IssueTable::finish() { copy_rows_before(std::numeric_limits<std::uint32_t>::max()); }

void IssueTable::insert(std::optional<std::int64_t> evidence, const PlacedIssue& placed) {
  // What stands where evidence has nothing to say is not empty but an empty text.
  const auto told = [](const std::string& text) { return text.empty() ? "nothing" : text; };
  const Issue& issue = placed.issue;
  insert_.run(static_cast<std::int64_t>(++rows_), evidence, placed.path, issue.offset, issue.record,
              told(issue.what), told(issue.wanted), told(issue.found), placed.occurrences);
}

void IssueTable::step() {
  while (read_.step()) {
    const std::int64_t evidence = read_.number(1);
    if (previous_.without.contains(evidence)) continue;
    const auto place = previous_.places.find(evidence);
    if (place == previous_.places.end()) {
      row_.refuse("is of evidence " + std::to_string(evidence) + ", which the case does not have");
    }
    if (file_of_row_ && place->second < *file_of_row_) {
      row_.refuse("stands behind one of evidence that comes later");
    }
    file_of_row_ = place->second;
    return;
  }
  file_of_row_.reset();
}

void IssueTable::copy_rows_before(std::uint32_t file) {
  for (;;) {
    const bool has_row = file_of_row_ && *file_of_row_ < file;
    const bool has_held = !held_.empty() && held_.begin()->first < file;
    if (!has_row && !has_held) return;
    if (has_held && (!has_row || held_.begin()->first < *file_of_row_)) {
      insert_held();
    } else {
      insert(evidence_id_of(*file_of_row_), issue_of(row_, read_, 2));
      step();
    }
  }
}

}  // namespace sojourn
