// The main job: evidence in, a case out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "correlator/correlate.h"
#include "engine/case/issue_table.h"
#include "engine/case/wait.h"
#include "engine/container_options.h"
#include "engine/read_filter.h"

namespace sojourn {

struct Progress {
  std::uint64_t files = 0, files_total = 0;
  std::uint64_t bytes = 0, bytes_total = 0;
  std::uint64_t records = 0;
};

struct AnalyzeOptions {
  std::vector<std::filesystem::path> evidence;  // files, folders and archives
  ContainerOptions containers;
  std::filesystem::path output;  // the case: made, or added to
  CorrelateOptions correlate;
  // That read and correlate; the one that calls writes beside them. With one, it does it all.
  std::size_t threads = 1;
  Wait wait;                                      // for another run on the same case
  bool recover = false;                           // carve slack records, too
  bool service_tickets = false;                   // read 4769, too, which else is only counted
  ReadFilter filter;                              // of records; what it leaves out is counted
  std::function<void(const Progress&)> progress;  // called now and then; may be empty
  std::string version;                            // of this program, for the table `run`
  std::string arguments;                          // what was typed, without passwords, for it
};

// What this run read, and what the case holds after it.
struct AnalyzeSummary {
  std::uint64_t files = 0;       // read by this run
  std::uint64_t known = 0;       // in the case already, and not read again
  std::uint64_t copies = 0;      // of files that were read or known
  std::uint64_t unreadable = 0;  // files of which nothing could be read
  std::uint64_t records = 0;     // in the files read
  std::uint64_t events = 0;      // of those, the ones of the catalog
  std::uint64_t left_out = 0;    // events of them that the filter did not let through
  std::uint64_t tickets = 0;     // service tickets of them that were not asked for
  std::uint64_t repeated = 0;    // events of the case that stand in several of its files
  std::uint64_t issues = 0;      // of the evidence given, met now or when it was read
  std::uint64_t hosts = 0;       // in the case
  // The first of these issues.
  static constexpr std::size_t kIssuesNamed = 3;
  std::vector<PlacedIssue> first_issues;
};

// Reads what is new and makes the case anew from all of its evidence, in a file beside it that
// takes its place at the end: when this returns, the case is whole; when it throws, or the process
// dies, the case is as it was. Who reads the case meanwhile reads on in the old one. Evidence that
// is in the case already is not read again, and a run without anything new writes nothing.
//
// The rows follow from the records alone, not from the order in which evidence came, names of
// files and folders (but for the columns that hold them), or the machine's locale and time zone.
//
// Throws std::runtime_error, one line that says what to do: evidence that is not there, no event
// log among it, a case that cannot be written.
AnalyzeSummary analyze(const AnalyzeOptions& options);

}  // namespace sojourn
