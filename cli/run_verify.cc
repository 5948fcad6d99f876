#include "cli/run_verify.h"

#include <string>

#include "cli/escape.h"
#include "cli/rows.h"
#include "cli/wording.h"
#include "engine/verify.h"

namespace sojourn {
namespace {

constexpr int kNotVerified = 3;

std::int64_t whole(std::uint64_t number) { return static_cast<std::int64_t>(number); }

}  // namespace

int run_verify(const VerifyCommand& command, const Streams& streams) {
  const auto& [out, err] = streams;
  std::uint64_t files = 0, agreed = 0, explained = 0, unexplained = 0;
  Rows counts(Format::table,
              {"file", "records", "by libevtx", "events", "by libevtx", "differences"}, out);
  std::vector<std::vector<Cell>> differences;
  const auto compare = [&](const FileComparison& file) {
    ++files;
    agreed += file.disagreements.empty() ? 1 : 0;
    counts.add({file.path.string(), whole(file.native_records), whole(file.libevtx_records),
                whole(file.native_events), whole(file.libevtx_events),
                whole(file.disagreements.size())});
    for (const Disagreement& at : file.disagreements) {
      ++(at.fault.empty() ? unexplained : explained);
      const std::string right = at.fault.empty() ? "unknown" : "native: " + std::string(at.fault);
      differences.push_back(
          {file.path.string(), whole(at.record), at.field, at.native, at.libevtx, right});
    }
    if (file.native_records < file.libevtx_records) {
      ++unexplained;
      differences.push_back({file.path.string(), Cell(), std::string("records"),
                             grouped(file.native_records), grouped(file.libevtx_records),
                             std::string("unknown")});
    }
  };
  const auto unreadable = verify(command.evidence, compare, command.containers);
  counts.finish();
  if (!differences.empty()) {
    out << '\n';
    Rows rows(Format::table, {"file", "record", "field", "native", "libevtx", "who is right"}, out);
    for (const auto& difference : differences) rows.add(difference);
    rows.finish();
  }
  for (const auto& [path, issue] : unreadable) {
    err << escape(path.string()) << ": wanted " << escape(issue.wanted) << ", found "
        << escape(issue.found) << '\n';
  }
  err << grouped(agreed) << " of " << grouped(files) << " files read alike; " << grouped(explained)
      << " differences are known faults of libevtx, " << grouped(unexplained) << " are not\n";
  return unexplained == 0 && unreadable.empty() ? 0 : kNotVerified;
}

}  // namespace sojourn
