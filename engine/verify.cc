#include "engine/verify.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/contained_files.h"
#include "engine/hex.h"
#include "engine/libevtx_faults.h"
#include "parsers/isolated_reader.h"
#include "parsers/native_reader.h"
#include "schema/event_members.h"
#include "schema/extra_fields.h"
#include "schema/guid.h"
#include "schema/strings.h"

namespace sojourn {
namespace {

struct Log {
  std::vector<Event> events;
  std::vector<Issue> issues;
  std::uint64_t records = 0;
};

template <class Reader>
Log read_all(const std::filesystem::path& path, Strings& strings) {
  Reader reader(path, strings);
  Log log;
  while (const auto result = reader.next()) {
    if (*result) {
      log.events.push_back(result->value());
    } else {
      log.issues.push_back(result->issue());
    }
  }
  log.records = reader.records();
  return log;
}

bool is_same_record(const Event& a, const Event& b) {
  return a.record == b.record && a.kind == b.kind && a.time == b.time;
}

// Why libevtx may lack records of this file. Its own words name no record, so the reason is the
// file's: which of these it met, in the order in which they explain most.
std::string_view why_records_lack(const Log& libevtx, const Log& native) {
  const auto any = [](const Log& log, std::string_view what, std::string_view found) {
    return std::ranges::any_of(log.issues, [&](const Issue& issue) {
      return issue.what.starts_with(what) && issue.found.find(found) != std::string::npos;
    });
  };
  if (any(libevtx, "file", "the reader ")) return fault::kGivesUp;
  if (any(libevtx, "record", "unable to retrieve record values")) return fault::kRefusesRecord;
  if (any(libevtx, "file", "corrupted") || any(native, "chunk", "") || any(native, "record", "")) {
    return fault::kLeavesOutDamaged;
  }
  return {};
}

class Comparison {
 public:
  Comparison(const Strings& strings, FileComparison& file, const std::filesystem::path& path)
      : strings_(strings), file_(file), last_of_full_(last_records_of_full_chunks(path)) {}

  void compare(const Log& native, const Log& libevtx) {
    const std::string_view reason = why_records_lack(libevtx, native);
    auto at = native.events.begin();
    for (const Event& event : libevtx.events) {
      const auto same = std::find_if(at, native.events.end(),
                                     [&](const Event& e) { return is_same_record(e, event); });
      if (same == native.events.end()) {
        file_.disagreements.push_back({event.record, "record", "", "present", {}});
        continue;
      }
      for (; at != same; ++at) lack(*at, reason);
      compare(*at, event);
      ++at;
    }
    for (; at != native.events.end(); ++at) lack(*at, reason);
  }

 private:
  void lack(const Event& event, std::string_view reason) {
    const bool lost = last_of_full_.contains(event.record);
    file_.disagreements.push_back(
        {event.record, "record", "present", "", lost ? fault::kLosesLastOfFull : reason});
  }

  void compare(const Event& native, const Event& libevtx) {
    record_ = native.record;
    const auto number = [&](std::string_view name, std::uint64_t a, std::uint64_t b) {
      differ(name, std::to_string(a), std::to_string(b));
    };
    for (const auto& [name, member] : kTextMembers) {
      differ(name, std::string(strings_[native.*member]), std::string(strings_[libevtx.*member]));
    }
    differ("extra", extra_fields_json(strings_[native.extra]),
           extra_fields_json(strings_[libevtx.extra]));
    differ("logon_guid", guid_text(native.logon_guid), guid_text(libevtx.logon_guid));
    for (const auto& [name, member] : kLogonIdMembers) {
      differ(name, hex_text(native.*member), hex_text(libevtx.*member));
    }
    for (const auto& [name, member] : kNumberMembers) {
      number(name, native.*member, libevtx.*member);
    }
    number("version", native.version, libevtx.version);
    number("logon_type", native.logon_type, libevtx.logon_type);
    number("elevated", static_cast<std::uint64_t>(native.elevated),
           static_cast<std::uint64_t>(libevtx.elevated));
    differ("other_time", format_time(native.other_time), format_time(libevtx.other_time));
  }

  void differ(std::string_view field, std::string native, std::string libevtx) {
    if (native == libevtx) return;
    const bool lowered = with_lowered_surrogates(native) == libevtx;
    file_.disagreements.push_back({record_, std::string(field), std::move(native),
                                   std::move(libevtx),
                                   lowered ? fault::kLowersSurrogates : std::string_view{}});
  }

  const Strings& strings_;
  FileComparison& file_;
  const std::set<std::uint64_t> last_of_full_;
  std::uint64_t record_ = 0;
};

// Of the log that is named so and stands `there`.
FileComparison compare_readers(const EvidenceFile& file, const std::filesystem::path& there) {
  Strings strings;
  const Log native = read_all<NativeReader>(there, strings);
  const Log libevtx = read_all<IsolatedReader>(there, strings);
  FileComparison comparison{.path = file.path,
                            .native_records = native.records,
                            .libevtx_records = libevtx.records,
                            .native_events = native.events.size(),
                            .libevtx_events = libevtx.events.size(),
                            .disagreements = {}};
  Comparison(strings, comparison, there).compare(native, libevtx);
  return comparison;
}

}  // namespace

bool FileComparison::is_explained() const {
  return native_records >= libevtx_records &&
         std::ranges::none_of(disagreements, [](const auto& d) { return d.fault.empty(); });
}

std::vector<UnreadableFile> verify(const std::vector<std::filesystem::path>& evidence,
                                   const std::function<void(const FileComparison&)>& take,
                                   const ContainerOptions& options) {
  Evidence found = find_evidence(evidence, options);
  std::erase_if(found.files, [](const EvidenceFile& file) {
    return file.form != EvidenceForm::log;  // libevtx reads nothing else
  });
  std::ranges::sort(found.files, {}, &EvidenceFile::path);
  std::vector<EvidenceFile> contained;
  for (EvidenceFile& file : found.files) {
    if (file.within.empty()) {
      take(compare_readers(file, file.path));
    } else {
      contained.push_back(std::move(file));
    }
  }
  read_contained(contained, options, [&](const ContainedBytes& log) {
    const EvidenceFile& file = contained[log.file];
    if (log.bytes != nullptr) take(compare_readers(file, log.bytes->path()));
    if (log.issue) found.unreadable.push_back({file.path, *log.issue});
  });
  return found.unreadable;
}

}  // namespace sojourn
