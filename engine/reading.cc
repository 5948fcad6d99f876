#include "engine/reading.h"

#include <algorithm>
#include <utility>

#include "engine/contained_files.h"
#include "engine/ordered_work.h"
#include "parsers/event_reader.h"
#include "parsers/json_export.h"
#include "parsers/native_reader.h"
#include "parsers/xml_export.h"

namespace sojourn {
namespace {

constexpr std::uint64_t kChunksOfTask = 256;  // 16 MiB

struct ReadTask {
  std::size_t file;
  ChunkRange chunks;
  bool is_last;
};

std::vector<ReadTask> tasks_of(const std::vector<EvidenceFile>& files) {
  std::vector<ReadTask> tasks;
  for (std::size_t i = 0; i < files.size(); ++i) {
    // An export has no places at which to divide it.
    const std::uint64_t chunks =
        files[i].form == EvidenceForm::log ? chunk_count(files[i].path) : 0;
    std::uint64_t first = 0;
    for (; first + kChunksOfTask < chunks; first += kChunksOfTask) {
      tasks.push_back({i, {first, first + kChunksOfTask}, false});
    }
    tasks.push_back({i, {first}, true});
  }
  return tasks;
}

void read_all(EventReader auto& reader, const EvidenceFile& file, IssueTally& issues,
              Reading& reading) {
  if (!file.service_tickets) reader.left_out().kind = EventKind::service_ticket_requested;
  while (auto result = reader.next()) {
    if (*result) {
      reading.events.push_back(result->value());
    } else {
      if (result->issue().record) ++reading.bad_records;
      issues.add(result->issue());
    }
  }
  if constexpr (requires { reader.tally(); }) {
    const ChunkTally& tally = reader.tally();
    reading.bad_records = tally.bad_records;
    reading.chunks = tally.chunks;
    reading.bad_chunks = tally.bad_chunks;
  }
  reading.tickets = reader.left_out().records;
  reading.is_whole = reader.source().is_whole();
  reading.records = reader.records();
  reading.is_mixed = reader.ranges().is_mixed();
  reading.ranges = reader.ranges().take();
  const std::vector<RecordRange> signs = reader.ranges().take_signs();
  reading.ranges.insert(reading.ranges.end(), signs.begin(), signs.end());
}

void read_file(EventReader auto reader, const EvidenceFile& file, Reading& reading) {
  IssueTally issues;
  read_all(reader, file, issues, reading);
  if (reader.source().failure().empty() && reader.source().state() != file.state) {
    reading.is_whole = false;
    issues.add(
        Issue{.what = "file",
              .wanted = "the bytes that sha256 is of",
              .found = "a file that changed while it was analysed: copy it and analyze that"});
  }
  reading.issues = issues.take();
}

Reading read(const EvidenceFile& file, const ReadTask& task) {
  Reading reading;
  reading.file = task.file;
  reading.is_last = task.is_last;
  reading.bytes = task.is_last ? file.size - std::min(file.size, task.chunks.first * 65536)
                               : kChunksOfTask * 65536;
  Strings& strings = *reading.strings;
  if (file.form == EvidenceForm::xml) {
    read_file(XmlExportReader(file.path, strings), file, reading);
  } else if (file.form == EvidenceForm::json) {
    read_file(JsonExportReader(file.path, strings), file, reading);
  } else {
    read_file(NativeReader(file.path, strings, task.chunks, file.slack), file, reading);
  }
  return reading;
}

}  // namespace

void read_in_parallel(const std::vector<EvidenceFile>& files, std::size_t threads,
                      const std::function<void(Reading&&)>& take) {
  const std::vector<ReadTask> tasks = tasks_of(files);
  OrderedWork<Reading> readings({.count = tasks.size(),
                                 .work =
                                     [&](std::size_t place) {
                                       const ReadTask& task = tasks[place];
                                       return read(files[task.file], task);
                                     },
                                 .weight = [](std::size_t) { return 1; },
                                 .most = 2 * threads + 1},
                                threads);
  while (auto reading = readings.next()) take(std::move(*reading));
}

void read_in_containers(const std::vector<EvidenceFile>& files, const ContainerOptions& options,
                        const std::function<void(Reading&&)>& take) {
  read_contained(files, options, [&](const ContainedBytes& contained) {
    Reading reading;
    reading.file = contained.file;
    reading.is_last = true;
    const EvidenceFile& file = files[contained.file];
    Strings& strings = *reading.strings;
    IssueTally issues;
    if (contained.bytes != nullptr && file.form == EvidenceForm::xml) {
      XmlExportReader reader(contained.bytes->source(), strings);
      read_all(reader, file, issues, reading);
    } else if (contained.bytes != nullptr && file.form == EvidenceForm::json) {
      JsonExportReader reader(contained.bytes->source(), strings);
      read_all(reader, file, issues, reading);
    } else if (contained.bytes != nullptr) {
      NativeReader reader(contained.bytes->source(), strings, {}, file.slack);
      read_all(reader, file, issues, reading);
    }
    reading.bytes = file.size;
    reading.is_whole = reading.is_whole && !contained.issue;
    if (contained.issue) issues.add(*contained.issue);
    reading.issues = issues.take();
    take(std::move(reading));
  });
}

}  // namespace sojourn
