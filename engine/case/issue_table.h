// Table `issue`: what of the evidence could not be read.
//
// A run writes the rows as it meets them, between those that the case had of other files: whatever
// thousands of hostile files hold, none of it stays in memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/case/case_row.h"
#include "engine/case/database.h"
#include "engine/case/evidence_table.h"
#include "engine/issue_tally.h"
#include "schema/result.h"

namespace sojourn {

struct PlacedIssue {
  std::string path;  // where it was met
  Issue issue;
  std::uint64_t occurrences = 1;

  bool operator==(const PlacedIssue&) const = default;
};

// In the order in which a person reads them.
bool comes_before(const PlacedIssue& a, const PlacedIssue& b);

// Those of files of which nothing could be opened or listed.
std::vector<PlacedIssue> read_issues_without_evidence(const Database& database);

// Calls `take` for each row, in the order of its id, with the sha256 of the evidence, "" for none.
void for_each_issue(const Database& database,
                    const std::function<void(std::string_view, PlacedIssue&&)>& take);

// Calls `take` for each row of a file, with its evidence_id and in the order of those.
void for_each_issue_of_evidence(const Database& database,
                                const std::function<void(std::int64_t, PlacedIssue&&)>& take);

// Behind so many issues of a case, one of each kind and file is listed: what thousands of hostile
// files can make a case hold is bounded, too.
inline constexpr std::size_t kIssuesListedInFull = 100'000;

// Rows stand in the order of files, which is that of their hashes; before them, those that are of
// no evidence.
class IssueTable {
 public:
  // Where the rows of the case as it was go: those of files of `places` into `next`, those of files
  // `without` nowhere. All must outlive this.
  struct Previous {
    const Database& database;
    const EvidencePlaces& places;
    const std::set<std::int64_t>& without;
  };
  IssueTable(const Database& next, const Previous& previous);

  // Before the others.
  void add_without_evidence(std::vector<PlacedIssue> issues);
  // Of a file that this run read, before the turn of its rows has come. REQUIRES: it comes after
  // those that were added.
  void hold(std::uint32_t file, const std::string& path, std::vector<CountedIssue> issues);
  // Of a file that this run read. REQUIRES: it comes after those that were added.
  void add(std::uint32_t file, const std::string& path, std::vector<CountedIssue> issues);
  // Call once, after the last file.
  void finish();

  std::uint64_t rows() const { return rows_; }
  std::uint64_t held() const { return held_rows_; }

 private:
  void insert(std::optional<std::int64_t> evidence, const PlacedIssue& placed);
  void step();
  void insert_held();
  void copy_rows_before(std::uint32_t file);

  const Previous previous_;
  Statement read_;
  const CaseRow row_;
  std::optional<std::uint32_t> file_of_row_;  // on which `read_` stands; none behind the last
  Statement insert_;
  std::uint64_t rows_ = 0;
  std::map<std::uint32_t, std::vector<PlacedIssue>> held_;  // by file
  std::uint64_t held_rows_ = 0;
};

}  // namespace sojourn
