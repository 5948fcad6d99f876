#include "engine/merged_evidence.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <tuple>
#include <utility>

#include "engine/case/case_place.h"
#include "engine/evidence_tally.h"
#include "engine/known_places.h"

namespace sojourn {
namespace {

auto order_of(const RunRow& run) {
  return std::tie(run.started, run.ended, run.machine, run.folder, run.arguments, run.user,
                  run.version, run.libraries, run.network_gap_s);
}

bool comes_before(const RunRow& a, const RunRow& b) { return order_of(a) < order_of(b); }

std::vector<RunRow> runs_of(const std::vector<CaseToMerge>& cases) {
  std::vector<RunRow> runs;
  for (const CaseToMerge& one : cases) runs.insert(runs.end(), one.runs.begin(), one.runs.end());
  std::ranges::sort(runs, comes_before);
  const auto same = [](const RunRow& a, const RunRow& b) { return order_of(a) == order_of(b); };
  runs.erase(std::unique(runs.begin(), runs.end(), same), runs.end());
  return runs;
}

// A file as one of the cases has it.
struct FileOfCase {
  EvidenceRow row;
  std::size_t of = 0;  // the case
};

// Whether all that was read of the file for `other` was read for `one`.
bool has_all_of(const EvidenceRow& one, const EvidenceRow& other) {
  const bool lets_all =
      one.filters.empty() ||
      (!other.filters.empty() && std::ranges::all_of(other.filters, [&](const ReadFilter& filter) {
        return std::ranges::find(one.filters, filter) != one.filters.end();
      }));
  const bool has_tickets =
      one.service_tickets || one.tickets_left_out == 0 || !other.service_tickets;
  return lets_all && has_tickets && one.whole >= other.whole && one.recovered >= other.recovered;
}

class Merging {
 public:
  explicit Merging(std::vector<CaseToMerge> cases) : cases_(std::move(cases)) {
    merged_.runs = runs_of(cases_);
    merged_.shares.resize(cases_.size());
  }

  MergedEvidence run() {
    std::vector<FileOfCase> files;
    for (std::size_t i = 0; i < cases_.size(); ++i) {
      const std::vector<std::int64_t> ids = run_ids(cases_[i]);
      for (EvidenceRow& row : cases_[i].files) {
        place(row.place, ids, cases_[i]);
        for (EvidencePlace& copy : row.copies) place(copy, ids, cases_[i]);
        files.push_back({std::move(row), i});
      }
    }
    std::ranges::stable_sort(
        files, {}, [](const FileOfCase& file) -> const std::string& { return file.row.sha256; });
    for (auto first = files.begin(); first != files.end();) {
      const auto last = std::find_if(first, files.end(), [&](const auto& file) {
        return file.row.sha256 != first->row.sha256;
      });
      add(std::span(first, last));
      first = last;
    }
    return std::move(merged_);
  }

 private:
  // For each run of the case its id among all.
  std::vector<std::int64_t> run_ids(const CaseToMerge& one) const {
    std::vector<std::int64_t> ids;
    ids.reserve(one.runs.size());
    for (const RunRow& run : one.runs) {
      const auto among = std::ranges::lower_bound(merged_.runs, run, comes_before);
      ids.push_back(among - merged_.runs.begin() + 1);
    }
    return ids;
  }

  static void place(EvidencePlace& place, const std::vector<std::int64_t>& ids,
                    const CaseToMerge& one) {
    const std::int64_t id = place.run_id;
    if (id < 1 || id > static_cast<std::int64_t>(ids.size())) {
      refuse(one.named, "has evidence of run " + std::to_string(id) +
                            ", which it does not have: analyze the evidence into a new case");
    }
    place.run_id = ids[static_cast<std::size_t>(id) - 1];
  }

  // Of one content.
  void add(std::span<FileOfCase> files) {
    std::vector<EvidencePlace> places = places_of_all(files);
    const FileOfCase* best = best_of(files, is_deleted(places.front()));
    const auto number = static_cast<std::uint32_t>(merged_.files.size());
    for (const FileOfCase& file : files) {
      MergedEvidence::Share& share = merged_.shares[file.of];
      if (&file == best) {
        share.places[file.row.evidence_id] = number;
      } else {
        share.without.insert(file.row.evidence_id);
      }
    }
    EvidenceRow& row = merged_.files.emplace_back(best->row);
    row.place = std::move(places.front());
    row.copies.assign(std::move_iterator(places.begin() + 1), std::move_iterator(places.end()));
  }

  std::vector<EvidencePlace> places_of_all(std::span<const FileOfCase> files) const {
    std::vector<EvidencePlace> all;
    for (const auto& [row, of] : files) {
      all.push_back(row.place);
      all.insert(all.end(), row.copies.begin(), row.copies.end());
    }
    std::ranges::sort(all, {}, [](const EvidencePlace& place) {
      return std::tie(place.path, place.run_id, place.container);
    });
    KnownPlaces known({}, merged_.runs);
    EvidenceRow distinct;
    distinct.sha256 = files.front().row.sha256;
    for (EvidencePlace& place : all) known.add(distinct, std::move(place));
    return std::move(distinct.copies);
  }

  const FileOfCase* best_of(std::span<const FileOfCase> files, bool deleted) const {
    const FileOfCase& best = *std::ranges::max_element(files, {}, [&](const FileOfCase& file) {
      const EvidenceRow& row = file.row;
      return std::tuple{row.whole,          row.recovered,       row.filters.empty(),
                        row.filters.size(), row.service_tickets, is_deleted(row.place) == deleted,
                        row.records,        row.events};
    });
    for (const FileOfCase& file : files) {
      if (has_all_of(best.row, file.row)) continue;
      refuse(cases_[best.of].named, "and " + cases_[file.of].named.string() +
                                        " have different records of " + file.row.place.path +
                                        " (--host, --channel, --recover, --service-tickets, or "
                                        "what could be read): add it to one of them "
                                        "with sojourn analyze, asking for all that the other has");
    }
    return &best;
  }

  std::vector<CaseToMerge> cases_;
  MergedEvidence merged_;
};

}  // namespace

MergedEvidence merge_evidence(std::vector<CaseToMerge> cases) {
  return Merging(std::move(cases)).run();
}

}  // namespace sojourn
