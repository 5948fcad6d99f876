#include "engine/merge.h"

#include <sqlite3.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <span>
#include <system_error>
#include <utility>

#include "engine/case/case_file.h"
#include "engine/case/event_table.h"
#include "engine/case/issue_table.h"
#include "engine/case/range_table.h"
#include "engine/case/standing_case.h"
#include "engine/case_rows.h"
#include "engine/gathered_records.h"
#include "engine/merged_evidence.h"
#include "engine/run_custody.h"
#include "parsers/byte_source.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kLongestGap = 86'400;  // seconds

// A case between its two openings: thousands may be merged, and a process has only so many files.
struct LookedAt {
  CasePlace place;
  FileState state;  // when it was looked at
};

LookedAt look_at_input(const fs::path& named) {
  const CasePlace place = look_at_case(named);
  return {place, ByteSource(place.path).state()};
}

// Calls `read` with the case. What SQLite says of it is told as what it means for the merge.
template <class Read>
void read_input(const LookedAt& input, const Wait& wait, Read read) try {
  const std::unique_ptr<Database> database = open_standing_case(input.place, wait);
  if (ByteSource(input.place.path).state() != input.state)
    refuse(input.place.named, "was changed by another program meanwhile: try again");
  read(*database);
} catch (const DatabaseError& error) {
  refuse_in_use(input.place, error);
  if ((error.code() & 0xFF) == SQLITE_CORRUPT)
    refuse(input.place.named, "is not whole: analyze the evidence into a new case");
  throw;
}

void refuse_output(const fs::path& output, const std::vector<LookedAt>& inputs) {
  std::error_code error;
  for (const LookedAt& input : inputs) {
    if (!fs::equivalent(output, input.place.path, error)) continue;
    refuse(output, "is one of the cases to merge and stays as it is: name another file with -o");
  }
  if (look_at(output).standing != Standing::nothing)
    refuse(output, "is there already: merge makes a new case, name another file with -o");
}

class Merge {
 public:
  explicit Merge(const MergeOptions& options)
      : options_(options), run_(begin_run(options.version, options.arguments)) {}

  MergeSummary run() {
    std::vector<CaseToMerge> cases;
    cases.reserve(options_.cases.size());
    for (const fs::path& named : options_.cases) {
      inputs_.push_back(look_at_input(named));
      cases.push_back(look_into(inputs_.back()));
      progress_.bytes_total += inputs_.back().state.size;
    }
    refuse_output(options_.output, inputs_);
    run_.network_gap_s = network_gap(cases);
    progress_.files_total = inputs_.size();
    merged_ = merge_evidence(std::move(cases));
    merged_.runs.push_back(run_);
    write();
    return summary_;
  }

 private:
  CaseToMerge look_into(const LookedAt& input) {
    CaseToMerge one{.named = input.place.named, .runs = {}, .files = {}};
    read_input(input, options_.wait, [&](const Database& database) {
      one.runs = read_runs(database);
      one.files = read_evidence(database);
      std::ranges::move(read_issues_without_evidence(database),
                        std::back_inserter(without_evidence_));
    });
    if (one.runs.empty()) {
      refuse(input.place.named,
             "is not whole, it has no run: make it anew with sojourn analyze EVIDENCE -o "
             "another.db");
    }
    return one;
  }

  std::int64_t network_gap(const std::vector<CaseToMerge>& cases) const {
    if (options_.network_gap) return options_.network_gap->count();
    const CaseToMerge& first = cases.front();
    const std::int64_t gap = first.runs.back().network_gap_s;
    if (gap < 0 || gap > kLongestGap)
      refuse(first.named, "has a network gap that is none: name one with --network-gap");
    for (const CaseToMerge& other : cases) {
      const std::int64_t others = other.runs.back().network_gap_s;
      if (others == gap) continue;
      refuse(first.named, "was made with --network-gap " + std::to_string(gap / 60) + ", " +
                              other.named.string() + " with " + std::to_string(others / 60) +
                              ": say with --network-gap which the new case is to have");
    }
    return gap;
  }

  void write() {
    CaseFile output(options_.output, options_.wait);
    GatheredRecords records(options_.output);
    {
      const EvidencePlaces none;
      const std::set<std::int64_t> nothing;
      IssueTable issues(output.next(), {output.previous(), none, nothing});
      add_issues_without_evidence(issues);
      for (std::size_t i = 0; i < inputs_.size(); ++i) {
        read_input(inputs_[i], options_.wait, [&](const Database& database) {
          read(database, merged_.shares[i], records, issues);
        });
        ++progress_.files;
        progress_.bytes += inputs_[i].state.size;
        if (options_.progress) options_.progress(progress_);
      }
      issues.finish();
    }
    CorrelateOptions correlate;
    correlate.network_gap = std::chrono::seconds{run_.network_gap_s};
    write_case_rows(output.next(), {merged_.files, merged_.runs, records}, correlate,
                    options_.threads);
    summarize(output.next());
    output.commit();
  }

  // What several cases say in the same words of the same path, one run would say once.
  void add_issues_without_evidence(IssueTable& issues) {
    std::ranges::sort(without_evidence_, comes_before);
    without_evidence_.erase(std::unique(without_evidence_.begin(), without_evidence_.end()),
                            without_evidence_.end());
    for (const PlacedIssue& issue : without_evidence_) summary_.issues += issue.occurrences;
    issues.add_without_evidence(std::move(without_evidence_));
  }

  void read(const Database& database, const MergedEvidence::Share& share, GatheredRecords& records,
            IssueTable& issues) {
    read_events(database, share.places, share.without,
                [&](std::span<const Event> events, const Strings& strings) {
                  records.add(events, strings);
                  progress_.records += events.size();
                });
    records.add(read_ranges(database, share.places, records.names(), share.without));
    read_issues(database, share, issues);
  }

  void read_issues(const Database& database, const MergedEvidence::Share& share,
                   IssueTable& issues) {
    std::uint32_t file = 0;
    std::vector<CountedIssue> of_file;
    const auto hold = [&] {
      if (issues.held() >= kIssuesListedInFull) {
        IssueTally fewer(1);
        fewer.add(std::exchange(of_file, {}));
        of_file = fewer.take();
      }
      issues.hold(file, merged_.files[file].place.path, std::exchange(of_file, {}));
    };
    for_each_issue_of_evidence(database, [&](std::int64_t evidence, PlacedIssue&& placed) {
      if (share.without.contains(evidence)) return;
      const auto place = share.places.find(evidence);
      if (place == share.places.end()) {
        refuse_row(database, "an issue is of evidence " + std::to_string(evidence) +
                                 ", which the case does not have");
      }
      if (place->second != file && !of_file.empty()) hold();
      file = place->second;
      summary_.issues += placed.occurrences;
      of_file.push_back({std::move(placed.issue), placed.occurrences});
    });
    if (!of_file.empty()) hold();
  }

  void summarize(const Database& database) {
    summary_.files = merged_.files.size();
    summary_.hosts = static_cast<std::uint64_t>(database.number("SELECT count(*) FROM host"));
    for (const MergedEvidence::Share& share : merged_.shares)
      summary_.copies += share.without.size();
  }

  const MergeOptions& options_;
  RunRow run_;
  std::vector<LookedAt> inputs_;
  std::vector<PlacedIssue> without_evidence_;  // of all cases
  MergedEvidence merged_;
  Progress progress_;
  MergeSummary summary_;
};

}  // namespace

MergeSummary merge(const MergeOptions& options) { return Merge(options).run(); }

}  // namespace sojourn
