#include "engine/analyze.h"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "engine/case/case_file.h"
#include "engine/case/event_table.h"
#include "engine/case/evidence_table.h"
#include "engine/case/range_table.h"
#include "engine/case/run_table.h"
#include "engine/case_rows.h"
#include "engine/evidence.h"
#include "engine/evidence_tally.h"
#include "engine/gathered_records.h"
#include "engine/issue_tally.h"
#include "engine/known_places.h"
#include "engine/read_filter.h"
#include "engine/reading.h"
#include "engine/run_custody.h"
#include "parsers/well_formed.h"

namespace sojourn {
namespace {

// Of files in containers, which are read before others and not in the order of the rows.
constexpr std::size_t kIssuesHeldInFull = 10'000;

[[noreturn]] void refuse_evidence(const Evidence& evidence) {
  if (evidence.unreadable.empty()) {
    throw std::runtime_error(
        "no event logs found: name .evtx files, their exports as XML or JSON, or folders or "
        "archives that contain some");
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
  for (const EvidenceFile& file : evidence.files) check(file.file);
  for (const UnreadableFile& file : evidence.unreadable) check(file.path);
}

// Whether one of these is a container that it lies in.
bool lies_in_any(const std::string& path, const std::set<std::string>& containers) {
  for (std::size_t at = path.find("!/"); at != std::string::npos; at = path.find("!/", at + 1)) {
    if (containers.contains(path.substr(0, at))) return true;
  }
  return false;
}

// What a container says of itself, where its own bytes were not hashed.
std::string hash_of_container(const EvidenceFile& file) {
  if (file.within.empty()) return {};
  const bool is_known = !file.container_hash.empty() || !file.container_sha256.empty();
  return is_known ? file.container_hash : "not hashed";
}

// The case as it stands with what this run adds.
class Analysis {
 public:
  Analysis(const AnalyzeOptions& options, RunRow run, Evidence evidence)
      : options_(options),
        run_(std::move(run)),
        evidence_(std::move(evidence)),
        case_(options.output, options.wait),
        runs_(read_runs(case_.previous())),
        files_(read_evidence(case_.previous())),
        without_evidence_(read_issues_without_evidence(case_.previous())),
        records_(options.output, options.containers.temp) {
    run_.network_gap_s = options_.correlate.network_gap.count();
  }

  AnalyzeSummary run() {
    find_what_is_new();
    if (is_changed()) {
      runs_.push_back(run_);
      read_new_files();
      rebuild();
      summarize(case_.next());
      case_.commit();
    } else {
      summarize(case_.previous());
    }
    return summary_;
  }

 private:
  void find_what_is_new() {
    for (const auto& path : evidence_.readable) readable_.insert(name_of(path));
    for (const auto& [path, issue] : evidence_.unreadable) unreadable_.insert(name_of(path));
    for (const EvidenceFile& file : evidence_.files) given_.insert(file.sha256);
    forget_files_to_read_again();
    std::set<std::string> known;
    for (const EvidenceRow& file : files_) known.insert(file.sha256);
    for (const EvidenceFile& file : evidence_.files) {
      if (known.contains(file.sha256)) {
        ++summary_.known;
      } else {
        new_files_.push_back(file);
      }
    }
    note_unreadable_files();
    note_places();
    summary_.copies = evidence_.copies.size();
    summary_.unreadable = evidence_.unreadable.size();
  }

  // What an earlier run could not open or list and this one could is no issue any more.
  void note_unreadable_files() {
    std::vector<PlacedIssue> now;
    for (const auto& [path, issue] : evidence_.unreadable) now.push_back({name_of(path), issue});
    const auto is_of_before = [&](const PlacedIssue& issue) {
      const std::string folder = std::filesystem::path(issue.path).parent_path().string();
      return unreadable_.contains(issue.path) || readable_.contains(issue.path) ||
             readable_.contains(folder) || lies_in_any(issue.path, readable_);
    };
    const auto others =
        std::partition(without_evidence_.begin(), without_evidence_.end(), is_of_before);
    std::vector<PlacedIssue> before(without_evidence_.begin(), others);
    without_evidence_.erase(without_evidence_.begin(), others);
    std::ranges::sort(before, {}, &PlacedIssue::path);
    std::ranges::sort(now, {}, &PlacedIssue::path);
    has_new_issues_ = before != now;
    without_evidence_.insert(without_evidence_.end(), now.begin(), now.end());
  }

  // Files that were not read whole, and those of which more is wanted now: slack records, or what a
  // filter left out.
  void forget_files_to_read_again() {
    std::erase_if(files_, [&](EvidenceRow& file) {
      const bool is_given = given_.contains(file.sha256);
      const bool to_recover = is_given && options_.recover && !file.recovered;
      const bool to_complete = !file.whole && (is_given || readable_.contains(file.place.path));
      const bool to_widen = is_given && !file.filters.empty() &&
                            std::ranges::find(file.filters, filter_) == file.filters.end();
      const bool wants_tickets = is_given && options_.service_tickets;
      file.service_tickets |= wants_tickets && file.tickets_left_out == 0;
      if (!to_recover && !to_complete && !to_widen && (!wants_tickets || file.service_tickets))
        return false;
      forgotten_.insert(file.evidence_id);
      if (is_given) read_before_[file.sha256] = std::move(file);
      return true;
    });
  }

  // Where files were found that were not found there before.
  void note_places() {
    runs_.push_back(run_);
    place_new_files();
    KnownPlaces known(files_, runs_);
    const std::size_t before = known.size();
    const auto note = [&](const EvidenceFile& file) {
      known.add(files_[place_of(file.sha256)], place_of_this_run(file));
    };
    for (const EvidenceFile& file : evidence_.files) note(file);
    for (const EvidenceFile& file : evidence_.copies) note(file);
    has_new_places_ = known.size() > before;
    for (auto& [sha256, file] : read_before_) {
      EvidenceRow& again = files_[place_of(sha256)];
      known.add(again, std::move(file.place));
      for (EvidencePlace& copy : file.copies) known.add(again, std::move(copy));
    }
    runs_.pop_back();
  }

  EvidencePlace place_of_this_run(const EvidenceFile& file) const {
    return {.run_id = static_cast<std::int64_t>(runs_.size()),
            .path = name_of(file.path),
            .container = file.within.empty() ? "" : name_of(file.file),
            .container_sha256 = file.container_sha256,
            .container_hash = hash_of_container(file),
            .modified = file.modified,
            .collection = file.collection,
            .origin = file.origin};
  }

  bool is_changed() {
    return !new_files_.empty() || has_new_places_ || has_new_issues_ || runs_.empty() ||
           runs_.back().network_gap_s != options_.correlate.network_gap.count();
  }

  // Files count in the order of their hashes, whenever they came: then copies of one record in two
  // files are always laid to the same one.
  void place_new_files() {
    for (EvidenceFile& file : new_files_) {
      progress_.bytes_total += file.size;
      // What was asked for of the file before is still asked for.
      const auto before = read_before_.find(file.sha256);
      const bool is_again = before != read_before_.end();
      const bool recover = options_.recover || (is_again && before->second.recovered);
      file.slack = recover ? SlackRecords::carve : SlackRecords::leave;
      file.service_tickets =
          options_.service_tickets || (is_again && before->second.service_tickets);
      files_.push_back({.place = place_of_this_run(file),
                        .size = file.size,
                        .sha256 = file.sha256,
                        .recovered = recover,
                        .service_tickets = file.service_tickets,
                        .filters = filters_of(file.sha256)});
    }
    progress_.files_total = new_files_.size();
    std::ranges::sort(new_files_, {}, &EvidenceFile::sha256);
    std::ranges::sort(files_, {}, &EvidenceRow::sha256);
    places_ = places_of(files_);
  }

  // What was asked for of the file before is still asked for.
  std::vector<ReadFilter> filters_of(const std::string& sha256) const {
    const auto before = read_before_.find(sha256);
    if (filter_.lets_all()) return {};
    if (before == read_before_.end()) return {filter_};
    std::vector<ReadFilter> filters = before->second.filters;
    const bool is_known = std::ranges::find(filters, filter_) != filters.end();
    if (!filters.empty() && !is_known) filters.push_back(filter_);
    return filters;
  }

  std::uint32_t place_of(const std::string& sha256) const {
    const auto row = std::ranges::lower_bound(files_, sha256, {}, &EvidenceRow::sha256);
    return static_cast<std::uint32_t>(row - files_.begin());
  }

  void read_new_files() {
    IssueTable issues(case_.next(), {case_.previous(), places_, forgotten_});
    issues.add_without_evidence(without_evidence_);
    read_events(case_.previous(), places_, forgotten_,
                [&](std::span<const Event> events, const Strings& strings) {
                  records_.add(events, strings);
                });
    records_.add(read_ranges(case_.previous(), places_, records_.names(), forgotten_));
    report();
    std::vector<EvidenceFile> plain, contained;
    for (const EvidenceFile& file : new_files_)
      (file.within.empty() ? plain : contained).push_back(file);
    // First, for it takes processes, which a program of several threads makes badly. They come as
    // they lie in their containers; what depends on the order of files follows from their places.
    read_in_containers(contained, options_.containers, [&](Reading&& reading) {
      add(std::move(reading), place_of(contained[reading.file].sha256), issues);
    });
    is_in_order_ = true;
    read_in_parallel(plain, options_.threads, [&](Reading&& reading) {
      add(std::move(reading), place_of(plain[reading.file].sha256), issues);
    });
    issues.finish();
  }

  void add(Reading&& reading, std::uint32_t file, IssueTable& issues) {
    EvidenceRow& row = files_[file];
    count(row, reading);
    mark_deleted(row, reading);
    is_mixed_ = leave_out(row, reading) || reading.is_mixed || is_mixed_;
    row.events += reading.events.size();
    for (Event& event : reading.events) event.file = file;
    records_.add(reading.events, *reading.strings);
    for (RecordRange& range : reading.ranges)
      range.channel = records_.names().intern((*reading.strings)[range.channel]);
    ranges_of_file_.insert(ranges_of_file_.end(), reading.ranges.begin(), reading.ranges.end());
    row.whole = row.whole && reading.is_whole;
    issues_of_file_.add(std::move(reading.issues));
    progress_.records += reading.records;
    progress_.bytes += reading.bytes;
    if (reading.is_last) finish_file(row, file, issues);
    report();
  }

  void finish_file(EvidenceRow& row, std::uint32_t file, IssueTable& issues) {
    if (is_mixed_)
      std::erase_if(ranges_of_file_, [](const RecordRange& range) { return !range.is_sign; });
    is_mixed_ = false;
    join_stretches(ranges_of_file_);
    for (RecordRange& range : ranges_of_file_) range.file = file;
    records_.add(ranges_of_file_);
    ranges_of_file_.clear();
    ++(row.records == 0 && !issues_of_file_.empty() ? summary_.unreadable : summary_.files);
    std::vector<CountedIssue> of_file = issues_of_file_.take();
    for (const CountedIssue& counted : of_file) row.issues += counted.occurrences;
    if (is_in_order_) {
      issues.add(file, row.place.path, std::move(of_file));
    } else {
      issues.hold(file, row.place.path, std::move(of_file));
    }
    if (issues.rows() >= kIssuesListedInFull || issues.held() >= kIssuesHeldInFull)
      issues_of_file_ = IssueTally(1);
    summary_.records += row.records;
    summary_.events += row.events;
    summary_.left_out += row.left_out;
    summary_.tickets += row.tickets_left_out;
    ++progress_.files;
  }

  void rebuild() {
    write_case_rows(case_.next(), {files_, runs_, records_}, options_.correlate, options_.threads);
  }

  void summarize(const Database& database) {
    summary_.hosts = static_cast<std::uint64_t>(database.number("SELECT count(*) FROM host"));
    summary_.repeated = static_cast<std::uint64_t>(
        database.number("SELECT count(DISTINCT event_id) FROM event_source"));
    for_each_issue(database, [&](std::string_view sha256, PlacedIssue&& issue) {
      const bool is_given =
          sha256.empty() ? unreadable_.contains(issue.path) : given_.contains(std::string(sha256));
      if (!is_given) return;
      summary_.issues += issue.occurrences;
      name_issue(std::move(issue));
    });
  }

  void name_issue(PlacedIssue&& issue) {
    std::vector<PlacedIssue>& named = summary_.first_issues;
    named.insert(std::ranges::upper_bound(named, issue, comes_before), std::move(issue));
    if (named.size() > AnalyzeSummary::kIssuesNamed) named.pop_back();
  }

  void report() const {
    if (options_.progress) options_.progress(progress_);
  }

  const AnalyzeOptions& options_;
  RunRow run_;
  const Evidence evidence_;
  CaseFile case_;
  std::vector<RunRow> runs_;                   // of the case, then this one
  std::vector<EvidenceRow> files_;             // of the case and of this run
  std::vector<PlacedIssue> without_evidence_;  // of the case, then of this run
  EvidencePlaces places_;
  std::vector<EvidenceFile> new_files_;
  bool has_new_issues_ = false, has_new_places_ = false;
  const ReadFilter filter_ = plain_filter(options_.filter);
  std::map<std::string, EvidenceRow> read_before_;  // by hash, files that are read again
  IssueTally issues_of_file_;                       // the file in hand
  // What this run was given: the paths that it could read or list and those that it could not, and
  // the hashes of the files.
  std::set<std::string> readable_, unreadable_, given_;
  std::set<std::int64_t> forgotten_;         // evidence_ids of files that are read again
  GatheredRecords records_;                  // of the case and of this run
  std::vector<RecordRange> ranges_of_file_;  // the file in hand
  bool is_mixed_ = false;                    // its ranges do not measure what is missing
  bool is_in_order_ = false;                 // files come in the order of their places
  Progress progress_;
  AnalyzeSummary summary_;
};

}  // namespace

AnalyzeSummary analyze(const AnalyzeOptions& options) {
  RunRow run = begin_run(options.version, options.arguments);
  Evidence evidence = find_evidence(options.evidence, options.containers);
  refuse_evidence_as_output(evidence, options.output);
  if (evidence.files.empty()) refuse_evidence(evidence);
  return Analysis(options, std::move(run), std::move(evidence)).run();
}

}  // namespace sojourn
