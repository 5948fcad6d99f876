#include "engine/container_search.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "engine/hash_of_parts.h"
#include "engine/image_parts.h"
#include "engine/sha256.h"
#include "engine/unread_forms.h"
#include "parsers/byte_text.h"
#include "parsers/evidence_form.h"
#include "parsers/holes.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using Kind = ContainerFault::Kind;

// Behind so many of one file, issues are counted and not listed.
constexpr std::uint64_t kIssuesListed = 1000;

Issue archive_issue(std::string wanted, std::string found) {
  return Issue{.what = "archive", .wanted = std::move(wanted), .found = std::move(found)};
}

std::string number_of_entries(std::uint64_t count) {
  return std::to_string(count) + (count == 1 ? " encrypted entry" : " encrypted entries");
}

// What may come out of a file of that size.
std::uint64_t room_of(std::uint64_t size, const ContainerOptions& options) {
  const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  const bool is_bounded = options.max_expansion == 0 || size <= most / options.max_expansion;
  return std::max(is_bounded ? size * options.max_expansion : most,
                  ContainerOptions::kFreeExpansion);
}

}  // namespace

fs::path path_in(const fs::path& container, const std::string& entry) {
  return container.string() + "!/" + (entry.empty() ? container.stem().string() : entry);
}

void ContainerSearch::look_through(const fs::path& path, EvidenceForm form,
                                   const FileState& state) {
  const FileDescriptor file = open_evidence(path);
  if (!file.is_open()) return;  // it was just read
  const std::uint64_t room = room_of(data_size(file.number()), options_);
  const std::uint64_t before = left_ = std::min(total_left_, room);
  entries_left_ = options_.max_entries;
  issues_ = unlisted_ = 0;
  Level level{.place = {.path = path, .file = path, .form = form, .state = state}};
  const std::vector<FileDescriptor> parts = open_further_parts(path);
  if (options_.hash_containers)
    level.place.container_sha256 = hash_of_parts(path, parts, options_.hashed).value_or("");
  if (!look_at(file.number(), level, parts)) {
    const bool of_all = total_left_ <= room;
    list_.add_unreadable(
        path, archive_issue(of_all ? "what comes out of archives, within --max-total"
                                   : "what comes out of it, within --max-expansion",
                            "more than " + std::to_string(before) +
                                " bytes: what came before was " + "read; " +
                                (of_all ? "--max-total" : "--max-expansion") + " allows more"));
  }
  total_left_ -= before - left_;
  if (unlisted_ > 0) {
    list_.add_unreadable(
        path, archive_issue("what is not listed",
                            std::to_string(unlisted_) + " more entries that could not be read"));
  }
}

void ContainerSearch::add_issue(const fs::path& path, Issue issue) {
  if (++issues_ > kIssuesListed) {
    ++unlisted_;
  } else {
    list_.add_unreadable(path, std::move(issue));
  }
}

// False where no more may come out of the file.
bool ContainerSearch::look_at(int file, Level& level, std::span<const FileDescriptor> parts) {
  ContainerRequest request{
      .passwords = options_.passwords, .deleted = options_.deleted, .most_entries = entries_left_};
  for (const FileDescriptor& part : parts) request.parts.push_back(part.number());
  ContainerReader reader(file, request);
  list_.add_readable(level.place.path);
  while (const auto entry = reader.next()) {
    if (level.place.within.empty()) level.place.container_hash = reader.stored_hash();
    if (entries_left_ == 0) {
      note_fault({Kind::entries, "more entries"}, level.place, nullptr);
      break;
    }
    --entries_left_;
    if (!look_at_entry(reader, *entry, level)) return false;
  }
  if (reader.fault()) note_fault(*reader.fault(), level.place, nullptr);
  note_locked(level);
  return true;
}

bool ContainerSearch::look_at_entry(ContainerReader& reader, const ContainerEntry& entry,
                                    Level& level) {
  EvidenceFile file = level.place;
  file.path = path_in(level.place.path, entry.name);
  list_.note(file.path);
  file.within.push_back(entry.number);
  file.modified = entry.modified;
  const auto form = evidence_form(as_bytes(entry.head));
  if (entry.has_bytes && form) file.form = *form;
  if (entry.has_bytes && form && !is_container(*form)) {
    return hash_log(reader, std::move(file), level);
  }
  if (entry.has_bytes && form) return look_into(reader, file, level);
  if (!take_bytes(reader, [](Bytes) {})) return false;
  if (reader.fault()) {
    note_fault(*reader.fault(), file, &level);
  } else if (auto issue = why_unread(file.path, entry.head, false)) {
    add_issue(file.path, *std::move(issue));
  } else {
    list_.add_passed_over(file.path);
  }
  return true;
}

// Gives all of the entry's bytes; false where there are more than may come out of the file.
template <class Consume>
bool ContainerSearch::take_bytes(ContainerReader& reader, Consume consume) {
  while (const auto piece = reader.next_piece()) {
    if (piece->size() > left_) return false;
    left_ -= piece->size();
    consume(*piece);
  }
  return true;
}

bool ContainerSearch::hash_log(ContainerReader& reader, EvidenceFile&& file, Level& level) {
  Sha256 sha256;
  if (!take_bytes(reader, [&](Bytes piece) {
        sha256.add(as_text(piece));
        file.size += piece.size();
      })) {
    return false;
  }
  if (reader.fault()) {
    note_fault(*reader.fault(), file, &level);
  } else {
    file.sha256 = sha256.hex();
    list_.add(std::move(file));
  }
  return true;
}

// A container in a container.
bool ContainerSearch::look_into(ContainerReader& reader, const EvidenceFile& place, Level& level) {
  const bool is_too_deep = place.within.size() >= options_.max_depth;
  Sha256 sha256;
  HeldBytes held = HeldBytes::beside(level.held_above, options_.temp);
  if (!take_bytes(reader, [&](Bytes piece) {
        if (is_too_deep) return;
        sha256.add(as_text(piece));
        held.add(piece);
      })) {
    return false;
  }
  if (is_too_deep) {
    add_issue(place.path, archive_issue("an archive that lies in fewer others",
                                        "one in " + std::to_string(place.within.size()) +
                                            " others: --max-depth allows more"));
    return true;
  }
  // What of it can be read is: a torn archive may hold whole logs.
  if (reader.fault()) note_fault(*reader.fault(), place, &level);
  const auto [known, is_new] = known_.try_emplace(sha256.hex(), Known{.place = place});
  if (!is_new) {
    list_.add_readable(place.path);
    add_copies(known->second, place);
    return true;
  }
  Level inner{.place = place, .held_above = level.held_above + held.in_memory()};
  const std::size_t first = list_.files().size();
  const bool goes_on = look_at(held.number(), inner);
  known->second.first = first;
  known->second.last = list_.files().size();
  return goes_on;
}

// What lies in a container that is the copy of one lies in it, too.
void ContainerSearch::add_copies(const Known& known, const EvidenceFile& place) {
  for (std::size_t i = known.first; i < known.last; ++i) {
    if (entries_left_ == 0) return note_fault({Kind::entries, "more entries"}, place, nullptr);
    --entries_left_;
    EvidenceFile copy = list_.files()[i];
    const auto behind = static_cast<std::ptrdiff_t>(known.place.within.size());
    std::vector<std::uint64_t> within = place.within;
    within.insert(within.end(), copy.within.begin() + behind, copy.within.end());
    copy.within = std::move(within);
    copy.path = place.path.string() + copy.path.string().substr(known.place.path.string().size());
    copy.file = place.file;
    copy.state = place.state;
    copy.container_sha256 = place.container_sha256;
    copy.container_hash = place.container_hash;
    list_.add(std::move(copy));
  }
}

// Encrypted entries of one container are one issue of it; without `level`, the fault is the
// container's own.
void ContainerSearch::note_fault(const ContainerFault& fault, const EvidenceFile& at,
                                 Level* level) {
  const bool is_locked = fault.kind == Kind::password || fault.kind == Kind::encrypted;
  if (is_locked && level != nullptr) {
    if (level->locked.empty()) level->first_locked = at.path.string();
    ++level->locked[fault.kind];
    return;
  }
  const char* const what = level != nullptr                 ? "entry"
                           : at.form == EvidenceForm::image ? "disk image"
                                                            : "archive";
  Issue issue{.what = what, .wanted = std::string("the whole ") + what, .found = fault.found};
  if (is_locked) {
    issue.wanted = "an archive that is not encrypted";
    issue.found += ": unpack it and name the folder of what it holds";
  } else if (fault.kind == Kind::volume) {
    issue.what = "volume";
    issue.wanted = "a volume that is not encrypted";
    issue.found +=
        ": unlock it (manage-bde, dislocker) and name an image of what is in it, or "
        "mount that read-only and name its folder";
  } else if (fault.kind == Kind::deleted) {
    issue.what = "deleted log";
    issue.wanted = "its records";
  } else if (fault.kind == Kind::packed) {
    issue.found += ": unpack it and name the folder of what it holds";
  } else if (fault.kind == Kind::entries) {
    issue.wanted = "at most " + std::to_string(options_.max_entries) + " entries";
    issue.found += ": the first ones were read; --max-entries allows more";
  } else if (level == nullptr && (at.form == EvidenceForm::archive || fault.kind == Kind::reader)) {
    issue.found += ": what came before was read";
  }
  add_issue(at.path, std::move(issue));
}

void ContainerSearch::note_locked(const Level& level) {
  for (const auto& [kind, count] : level.locked) {
    const std::string entries = number_of_entries(count) + ", the first " + level.first_locked;
    if (kind == Kind::encrypted) {
      add_issue(level.place.path,
                archive_issue("entries that can be decrypted",
                              entries + ": unpack it and name the folder of what it holds"));
    } else {
      add_issue(level.place.path,
                archive_issue("the password of its entries",
                              entries + (options_.passwords.empty()
                                             ? ": name the password with --password"
                                             : ", which no --password that was named opens")));
    }
  }
}

}  // namespace sojourn
