#include "engine/analyze.h"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "correlator/hosts/hosts.h"
#include "engine/case/case_file.h"
#include "engine/case/event_table.h"
#include "engine/case/evidence_table.h"
#include "engine/case/host_rows.h"
#include "engine/case/range_table.h"
#include "engine/case/run_table.h"
#include "engine/evidence.h"
#include "engine/issue_tally.h"
#include "engine/reading.h"
#include "parsers/well_formed.h"

namespace sojourn {
namespace {

// Behind so many issues of a case, one of each kind and file is listed: what thousands of hostile
// files can make memory hold is bounded, too.
constexpr std::size_t kIssuesListedInFull = 100'000;

[[noreturn]] void refuse_evidence(const Evidence& evidence) {
  if (evidence.unreadable.empty()) {
    throw std::runtime_error(
        "no event logs found: name .evtx files, their exports as XML, or folders that contain "
        "some");
  }
  const auto& [path, issue] = evidence.unreadable.front();
  throw std::runtime_error("no event log could be read: " + path.string() + ": wanted " +
                           issue.wanted + ", found " + issue.found);
}

// As text for the case: names of files may be any bytes.
std::string name_of(const std::filesystem::path& path) { return as_utf8(path.string()); }

// Not even where nothing could be read of it: a file of the evidence stays as it is.
void refuse_evidence_as_output(const Evidence& evidence, const std::filesystem::path& output) {
  const auto check = [&](const std::filesystem::path& path) {
    std::error_code error;
    if (!std::filesystem::equivalent(path, output, error)) return;
    throw std::runtime_error(output.string() +
                             " is evidence of this run and stays as it is: name another file "
                             "with -o");
  };
  for (const EvidenceFile& file : evidence.files) check(file.path);
  for (const UnreadableFile& file : evidence.unreadable) check(file.path);
}

// The case as it stands with what this run adds.
class Analysis {
 public:
  Analysis(const AnalyzeOptions& options, Evidence evidence)
      : options_(options),
        evidence_(std::move(evidence)),
        case_(options.output, options.wait),
        runs_(read_runs(case_.previous())),
        rows_(read_evidence(case_.previous())) {}

  AnalyzeSummary run() {
    find_what_is_new();
    if (is_changed()) {
      add_run();
      read_new_files();
      rebuild();
      count_hosts(case_.next());
      case_.commit();
    } else {
      count_hosts(case_.previous());
    }
    count_issues();
    return summary_;
  }

 private:
  void find_what_is_new() {
    for (const auto& path : evidence_.readable) readable_.insert(name_of(path));
    for (const auto& [path, issue] : evidence_.unreadable) unreadable_.insert(name_of(path));
    for (const EvidenceFile& file : evidence_.files) given_.insert(file.sha256);
    forget_files_to_read_again();
    std::set<std::string> known;
    for (const EvidenceRow& file : rows_.files) known.insert(file.sha256);
    for (const EvidenceFile& file : evidence_.files) {
      if (known.contains(file.sha256)) {
        ++summary_.known;
      } else {
        new_files_.push_back(file);
      }
    }
    note_unreadable_files();
    summary_.copies = evidence_.copies;
    summary_.unreadable = evidence_.unreadable.size();
  }

  // What an earlier run could not open or list and this one could is no issue any more.
  void note_unreadable_files() {
    std::vector<PlacedIssue> now;
    for (const auto& [path, issue] : evidence_.unreadable)
      now.push_back({name_of(path), "", issue});
    const auto is_of_before = [&](const PlacedIssue& issue) {
      if (!issue.sha256.empty()) return false;
      const std::string folder = std::filesystem::path(issue.path).parent_path().string();
      return unreadable_.contains(issue.path) || readable_.contains(issue.path) ||
             readable_.contains(folder);
    };
    std::vector<PlacedIssue> before;
    for (const PlacedIssue& issue : rows_.issues) {
      if (is_of_before(issue)) before.push_back(issue);
    }
    std::erase_if(rows_.issues, is_of_before);
    std::ranges::sort(before, {}, &PlacedIssue::path);
    std::ranges::sort(now, {}, &PlacedIssue::path);
    has_new_issues_ = before != now;
    rows_.issues.insert(rows_.issues.end(), now.begin(), now.end());
  }

  // Files that were not read whole, and those whose slack records were left where those are wanted
  // now.
  void forget_files_to_read_again() {
    std::erase_if(rows_.files, [&](const EvidenceRow& file) {
      const bool is_given = given_.contains(file.sha256);
      const bool to_recover = is_given && options_.recover && !file.recovered;
      const bool to_complete = !file.whole && (is_given || readable_.contains(file.path));
      if (!to_recover && !to_complete) return false;
      forgotten_.insert(file.evidence_id);
      std::erase_if(rows_.issues, [&](const PlacedIssue& i) { return i.sha256 == file.sha256; });
      return true;
    });
  }

  bool is_changed() {
    return !new_files_.empty() || has_new_issues_ || runs_.empty() ||
           runs_.back().network_gap_s != options_.correlate.network_gap.count();
  }

  void add_run() {
    runs_.push_back({options_.version, std::int64_t{options_.correlate.network_gap.count()}});
  }

  void read_new_files() {
    progress_.files_total = new_files_.size();
    for (const EvidenceFile& file : new_files_) progress_.bytes_total += file.size;
    // Until all files are known, Event::file counts those of the case, then the new ones.
    const EvidencePlaces places = places_of(rows_.files);
    pieces_.push_back(read_events(case_.previous(), places, strings_, forgotten_));
    ranges_ = read_ranges(case_.previous(), places, strings_, forgotten_);
    const auto known = static_cast<std::uint32_t>(rows_.files.size());
    for (const EvidenceFile& file : new_files_) {
      rows_.files.push_back({.run_id = static_cast<std::int64_t>(runs_.size()),
                             .path = name_of(file.path),
                             .size = file.size,
                             .sha256 = file.sha256,
                             .recovered = options_.recover});
    }
    report();
    read_in_parallel(new_files_, options_.recover ? SlackRecords::carve : SlackRecords::leave,
                     strings_, [&](Reading&& reading) {
                       add(std::move(reading), known + static_cast<std::uint32_t>(reading.file));
                     });
  }

  void add(Reading&& reading, std::uint32_t file) {
    EvidenceRow& row = rows_.files[file];
    row.records += reading.records;
    row.events += reading.events.size();
    for (Event& event : reading.events) event.file = file;
    pieces_.push_back(std::move(reading.events));
    ranges_of_file_.insert(ranges_of_file_.end(), reading.ranges.begin(), reading.ranges.end());
    is_mixed_ = is_mixed_ || reading.is_mixed;
    row.whole = row.whole && reading.is_whole;
    issues_of_file_.add(std::move(reading.issues));
    progress_.records += reading.records;
    progress_.bytes += reading.bytes;
    if (reading.is_last) finish_file(row, file);
    report();
  }

  void finish_file(const EvidenceRow& row, std::uint32_t file) {
    if (is_mixed_) ranges_of_file_.clear();
    is_mixed_ = false;
    join_stretches(ranges_of_file_);
    for (RecordRange& range : ranges_of_file_) range.file = range.host_source_file = file;
    ranges_.insert(ranges_.end(), ranges_of_file_.begin(), ranges_of_file_.end());
    ranges_of_file_.clear();
    ++(row.records == 0 && !issues_of_file_.empty() ? summary_.unreadable : summary_.files);
    for (auto& [issue, occurrences] : issues_of_file_.take()) {
      rows_.issues.push_back({row.path, row.sha256, std::move(issue), occurrences});
    }
    if (rows_.issues.size() >= kIssuesListedInFull) issues_of_file_ = IssueTally(1);
    summary_.records += row.records;
    summary_.events += row.events;
    ++progress_.files;
  }

  // All events, in one piece without having been in memory twice. From here on files count in the
  // order of their hashes, whenever they came: then copies of one record in two files are always
  // laid to the same one.
  std::vector<Event> take_events() {
    std::vector<std::string> hashes;
    hashes.reserve(rows_.files.size());
    for (const EvidenceRow& file : rows_.files) hashes.push_back(file.sha256);
    std::vector<std::string> sorted = hashes;
    std::ranges::sort(sorted);
    std::vector<std::uint32_t> place;
    place.reserve(hashes.size());
    for (const std::string& hash : hashes) {
      place.push_back(
          static_cast<std::uint32_t>(std::ranges::lower_bound(sorted, hash) - sorted.begin()));
    }
    for (RecordRange& range : ranges_) {
      range.file = place[range.file];
      range.host_source_file = place[range.host_source_file];
    }
    std::vector<Event> events;
    std::size_t count = 0;
    for (const auto& piece : pieces_) count += piece.size();
    events.reserve(count);
    for (auto& piece : pieces_) {
      for (Event& event : piece) event.file = place[event.file];
      events.insert(events.end(), piece.begin(), piece.end());
      piece = {};
    }
    pieces_ = {};
    return events;
  }

  void rebuild() {
    std::vector<Event> events = take_events();
    Database& next = case_.next();
    write_runs(next, runs_);
    write_evidence(next, rows_);
    HostRows hosts(next, strings_);
    for (Host& host : split_hosts(std::move(events), strings_, ranges_)) {
      const Correlation found =
          correlate(std::move(host.events), strings_, options_.correlate, host.ranges);
      hosts.write(host, found);
    }
    hosts.finish();
  }

  void count_hosts(const Database& database) {
    summary_.hosts = static_cast<std::uint64_t>(database.number("SELECT count(*) FROM host"));
  }

  void count_issues() {
    for (const PlacedIssue& issue : rows_.issues) {
      if (issue.sha256.empty() ? !unreadable_.contains(issue.path) : !given_.contains(issue.sha256))
        continue;
      summary_.issues += issue.occurrences;
      if (summary_.first_issues.size() < AnalyzeSummary::kIssuesNamed)
        summary_.first_issues.push_back(issue);
    }
  }

  void report() const {
    if (options_.progress) options_.progress(progress_);
  }

  const AnalyzeOptions& options_;
  const Evidence evidence_;
  CaseFile case_;
  std::vector<RunRow> runs_;  // of the case, then this one
  EvidenceRows rows_;         // of the case, then of this run
  std::vector<EvidenceFile> new_files_;
  bool has_new_issues_ = false;
  IssueTally issues_of_file_;  // the file in hand
  // What this run was given: the paths that it could read or list and those that it could not, and
  // the hashes of the files.
  std::set<std::string> readable_, unreadable_, given_;
  std::set<std::int64_t> forgotten_;  // evidence_ids of files that are read again
  Strings strings_;
  std::vector<std::vector<Event>>
      pieces_;  // what the case held, then what each stretch of a file did
  std::vector<RecordRange> ranges_;
  std::vector<RecordRange> ranges_of_file_;  // the file in hand
  bool is_mixed_ = false;                    // it has records of several channels
  Progress progress_;
  AnalyzeSummary summary_;
};

}  // namespace

AnalyzeSummary analyze(const AnalyzeOptions& options) {
  Evidence evidence = find_evidence(options.evidence);
  refuse_evidence_as_output(evidence, options.output);
  if (evidence.files.empty()) refuse_evidence(evidence);
  return Analysis(options, std::move(evidence)).run();
}

}  // namespace sojourn
