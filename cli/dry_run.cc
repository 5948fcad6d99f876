#include "cli/dry_run.h"

#include <map>
#include <set>
#include <string>
#include <system_error>
#include <utility>

#include "cli/rows.h"
#include "cli/wording.h"
#include "engine/case/case_reader.h"
#include "engine/evidence.h"

namespace sojourn {
namespace {

// The hashes of the files that the case has.
std::set<std::string> known_files(const std::filesystem::path& path) {
  std::set<std::string> known;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return known;
  const CaseReader reader(path);
  Query rows = reader.query("SELECT sha256 FROM evidence");
  while (const auto cells = rows.next()) {
    if (const auto* sha256 = std::get_if<std::string>(&cells->front())) known.insert(*sha256);
  }
  return known;
}

const char* word_of(EvidenceForm form) { return form == EvidenceForm::log ? "log" : "export"; }

}  // namespace

bool show_dry_run(const DryRun& run, const Streams& streams) {
  const Evidence evidence = find_evidence(run.evidence, run.containers, Others::name);
  const std::set<std::string> known = known_files(run.output);
  struct Line {
    std::string what, why;
    Cell bytes;
  };
  std::multimap<std::filesystem::path, Line> lines;
  std::uint64_t read = 0;
  for (const EvidenceFile& file : evidence.files) {
    const bool is_known = known.contains(file.sha256);
    read += is_known ? 0 : 1;
    lines.emplace(file.path, Line{is_known ? "known" : "read",
                                  is_known ? "the case has it already" : word_of(file.form),
                                  static_cast<std::int64_t>(file.size)});
  }
  for (const EvidenceFile& copy : evidence.copies)
    lines.emplace(copy.path, Line{"copy", "has the bytes of another file", {}});
  for (const auto& [path, issue] : evidence.unreadable)
    lines.emplace(path, Line{"unreadable", issue.found, {}});
  for (const auto& path : evidence.passed_over)
    lines.emplace(path, Line{"passed over", "begins like no event log, export or archive", {}});
  Rows rows(Format::table, {"file", "what", "bytes", "why"}, streams.out);
  for (const auto& [path, line] : lines) rows.add({path.string(), line.what, line.bytes, line.why});
  rows.finish();
  streams.err << grouped(read) << " of " << grouped(lines.size()) << " files would be read\n";
  return evidence.unreadable.empty();
}

}  // namespace sojourn
