#include "engine/reading.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "engine/contained_files.h"
#include "parsers/event_reader.h"
#include "parsers/json_export.h"
#include "parsers/native_reader.h"
#include "parsers/xml_export.h"
#include "schema/event_members.h"

namespace sojourn {
namespace {

constexpr std::uint64_t kChunksOfTask = 256;  // 16 MiB

struct ReadTask {
  std::size_t file;
  ChunkRange chunks;
  bool is_last;
};

// A Reading with the texts its events refer to.
struct OwnReading {
  Reading reading;
  std::unique_ptr<Strings> strings = std::make_unique<Strings>();
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

void read_all(EventReader auto& reader, IssueTally& issues, Reading& reading) {
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
  reading.is_whole = reader.source().is_whole();
  reading.records = reader.records();
  reading.is_mixed = reader.ranges().is_mixed();
  reading.ranges = reader.ranges().take();
  const std::vector<RecordRange> signs = reader.ranges().take_signs();
  reading.ranges.insert(reading.ranges.end(), signs.begin(), signs.end());
}

void read_file(EventReader auto reader, const FileState& hashed, Reading& reading) {
  IssueTally issues;
  read_all(reader, issues, reading);
  if (reader.source().failure().empty() && reader.source().state() != hashed) {
    reading.is_whole = false;
    issues.add(
        Issue{.what = "file",
              .wanted = "the bytes that sha256 is of",
              .found = "a file that changed while it was analysed: copy it and analyze that"});
  }
  reading.issues = issues.take();
}

OwnReading read(const std::vector<EvidenceFile>& files, const ReadTask& task, SlackRecords slack) {
  OwnReading own;
  Reading& reading = own.reading;
  reading.file = task.file;
  reading.is_last = task.is_last;
  const EvidenceFile& file = files[task.file];
  reading.bytes = task.is_last ? file.size - std::min(file.size, task.chunks.first * 65536)
                               : kChunksOfTask * 65536;
  if (file.form == EvidenceForm::xml) {
    read_file(XmlExportReader(file.path, *own.strings), file.state, reading);
  } else if (file.form == EvidenceForm::json) {
    read_file(JsonExportReader(file.path, *own.strings), file.state, reading);
  } else {
    read_file(NativeReader(file.path, *own.strings, task.chunks, slack), file.state, reading);
  }
  return own;
}

void move_texts(OwnReading& own, Strings& strings) {
  std::vector<Text> known(own.strings->size(), Text::none);
  for (std::size_t i = 1; i < known.size(); ++i) {
    known[i] = strings.intern((*own.strings)[static_cast<Text>(i)]);
  }
  for (Event& event : own.reading.events) {
    for (const auto& [name, member] : kTextMembers) {
      event.*member = known[static_cast<std::size_t>(event.*member)];
    }
    event.extra = known[static_cast<std::size_t>(event.extra)];
  }
  for (RecordRange& range : own.reading.ranges)
    range.channel = known[static_cast<std::size_t>(range.channel)];
}

// Read tasks in the hands of several threads, taken in their order.
class ReadAhead {
 public:
  ReadAhead(const std::vector<EvidenceFile>& files, SlackRecords slack)
      : files_(files), slack_(slack), tasks_(tasks_of(files)), done_(tasks_.size()) {
    const std::size_t threads =
        std::min<std::size_t>(std::max(1U, std::thread::hardware_concurrency()), tasks_.size());
    ahead_ = 2 * threads;
    threads_.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) {
      try {
        threads_.emplace_back([this] { work(); });
      } catch (const std::exception&) {  // of threads, or of memory for one
        if (threads_.empty()) throw;     // else fewer do it, too
        break;
      }
    }
  }

  ~ReadAhead() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  // Nothing after the last. Throws what a thread threw.
  std::optional<OwnReading> next() {
    std::unique_lock lock(mutex_);
    if (taken_ == tasks_.size()) return std::nullopt;
    changed_.wait(lock, [this] { return done_[taken_].has_value() || error_ != nullptr; });
    if (error_ != nullptr) std::rethrow_exception(error_);
    OwnReading own = *std::exchange(done_[taken_], std::nullopt);
    ++taken_;
    changed_.notify_all();
    return own;
  }

 private:
  void work() {
    try {
      while (const auto mine = claim()) {
        OwnReading own = read(files_, tasks_[*mine], slack_);
        const std::lock_guard lock(mutex_);
        done_[*mine] = std::move(own);
        changed_.notify_all();
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      error_ = std::current_exception();
      changed_.notify_all();
    }
  }

  std::optional<std::size_t> claim() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stop_ || claimed_ < taken_ + ahead_; });
    if (stop_ || claimed_ == tasks_.size()) return std::nullopt;
    return claimed_++;
  }

  const std::vector<EvidenceFile>& files_;
  const SlackRecords slack_;
  const std::vector<ReadTask> tasks_;
  std::size_t ahead_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::optional<OwnReading>> done_;  // by task, until they are taken
  std::size_t claimed_ = 0, taken_ = 0;
  bool stop_ = false;
  std::exception_ptr error_;
  std::vector<std::thread> threads_;
};

}  // namespace

void read_in_parallel(const std::vector<EvidenceFile>& files, SlackRecords slack, Strings& strings,
                      const std::function<void(Reading&&)>& take) {
  ReadAhead ahead(files, slack);
  while (auto own = ahead.next()) {
    move_texts(*own, strings);
    take(std::move(own->reading));
  }
}

void read_in_containers(const std::vector<EvidenceFile>& files, const ContainerOptions& options,
                        SlackRecords slack, Strings& strings,
                        const std::function<void(Reading&&)>& take) {
  read_contained(files, options, [&](const ContainedBytes& contained) {
    Reading reading;
    reading.file = contained.file;
    reading.is_last = true;
    const EvidenceFile& file = files[contained.file];
    IssueTally issues;
    if (contained.bytes != nullptr && file.form == EvidenceForm::xml) {
      XmlExportReader reader(contained.bytes->source(), strings);
      read_all(reader, issues, reading);
    } else if (contained.bytes != nullptr && file.form == EvidenceForm::json) {
      JsonExportReader reader(contained.bytes->source(), strings);
      read_all(reader, issues, reading);
    } else if (contained.bytes != nullptr) {
      NativeReader reader(contained.bytes->source(), strings, {}, slack);
      read_all(reader, issues, reading);
    }
    reading.bytes = file.size;
    reading.is_whole = reading.is_whole && !contained.issue;
    if (contained.issue) issues.add(*contained.issue);
    reading.issues = issues.take();
    take(std::move(reading));
  });
}

}  // namespace sojourn
