#include "cli/run_verify_case.h"

#include <string>

#include "cli/wording.h"
#include "engine/verify_case.h"

namespace sojourn {
namespace {

constexpr int kNotAsItWas = 3;

std::string word_of(VerifiedFile::State state) {
  switch (state) {
    case VerifiedFile::State::same:
      return "same";
    case VerifiedFile::State::changed:
      return "changed";
    case VerifiedFile::State::missing:
      return "missing";
    case VerifiedFile::State::unreadable:
      return "unreadable";
  }
  return "";
}

}  // namespace

int run_verify_case(const VerifyCaseCommand& command, const Streams& streams) {
  const CaseReader reader = open_case(command.case_file, command.reading, streams.err);
  const auto files = verify_case(reader, command.containers);
  Rows rows(command.format, {"file", "state", "sha256", "found"}, streams.out);
  std::uint64_t same = 0;
  for (const VerifiedFile& file : files) {
    const bool is_same = file.state == VerifiedFile::State::same;
    same += is_same ? 1 : 0;
    if (is_same && command.format == Format::table) continue;
    rows.add({file.path, word_of(file.state), file.sha256, file.found});
  }
  if (same < files.size() || command.format != Format::table) rows.finish();
  streams.err << grouped(same) << " of " << grouped(files.size()) << " files are as they were\n";
  return same == files.size() ? 0 : kNotAsItWas;
}

}  // namespace sojourn
