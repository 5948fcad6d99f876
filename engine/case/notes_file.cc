#include "engine/case/notes_file.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <optional>
#include <stdexcept>
#include <string_view>

#include "engine/case/case_place.h"
#include "parsers/file_descriptor.h"
#include "schema/json.h"
#include "schema/time.h"

namespace sojourn {
namespace {

constexpr std::string_view kFirstLine = "{\"sojourn\":\"notes\",\"version\":\"1\"}\n";
constexpr std::size_t kMostBytes = 4'000'000;
constexpr std::size_t kLongestLine = 32'000;  // a note of which each byte is escaped
constexpr std::array<std::string_view, 4> kActs = {"note", "tag", "remove_note", "remove_tag"};

bool is_of(std::string_view text, std::string_view signs) {
  return std::ranges::all_of(text, [signs](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           signs.find(c) != std::string_view::npos;
  });
}

bool is_uid(std::string_view text) {
  constexpr std::size_t kLongestUid = 64;
  return !text.empty() && text.size() <= kLongestUid && is_of(text, "");
}

bool fits(const NoteLine& line) {
  const bool is_of_tag = line.act == NoteLine::Act::tag || line.act == NoteLine::Act::remove_tag;
  if (!is_uid(line.uid) || !parse_time(line.time)) return false;
  if (is_of_tag) return is_tag(line.text);
  return line.text.size() <= kLongestNote &&
         (!line.text.empty() || line.act == NoteLine::Act::remove_note);
}

std::optional<NoteLine> line_of(std::string_view text) {
  if (text.size() > kLongestLine) return std::nullopt;
  std::map<std::string, std::string> members;
  for (auto& [name, value] : json_members(text)) members[name] = std::move(value);
  const auto act = std::ranges::find(kActs, members["do"]);
  if (act == kActs.end()) return std::nullopt;
  NoteLine line{.act = static_cast<NoteLine::Act>(act - kActs.begin()),
                .uid = members["uid"],
                .text = members["text"],
                .time = members["time"]};
  return fits(line) ? std::optional(std::move(line)) : std::nullopt;
}

std::string text_of(const NoteLine& line) {
  return "{\"do\":" + json_string(kActs[static_cast<std::size_t>(line.act)]) +
         ",\"uid\":" + json_string(line.uid) + ",\"text\":" + json_string(line.text) +
         ",\"time\":" + json_string(line.time) + "}\n";
}

// Why this is no file of notes; empty where it may be one.
std::string refusal(const FileDescriptor& file) {
  struct stat status {};
  if (fstat(file.number(), &status) != 0)
    throw std::runtime_error(std::string("cannot read the notes: ") + std::strerror(errno));
  if (!S_ISREG(status.st_mode) || status.st_nlink > 1) return "it is no file of its own";
  if (static_cast<std::uintmax_t>(status.st_size) > kMostBytes) return "it is too large";
  return {};
}

// Up to the bound.
std::string bytes_of(const FileDescriptor& file) {
  std::string bytes;
  std::array<char, 65'536> some{};
  while (bytes.size() <= kMostBytes) {
    const ssize_t count =
        pread(file.number(), some.data(), some.size(), static_cast<off_t>(bytes.size()));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      throw std::runtime_error(std::string("cannot read the notes: ") + std::strerror(errno));
    if (count == 0) break;
    bytes.append(some.data(), static_cast<std::size_t>(count));
  }
  return bytes;
}

// A name that leads elsewhere is not followed, and a pipe holds nobody up.
constexpr int kHow = O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;

FileDescriptor open_locked(const std::filesystem::path& path, const Wait& wait) {
  constexpr mode_t kReadableByAll = 0666;  // less what the user's mask takes away
  FileDescriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | kHow, kReadableByAll));
  if (!file.is_open())
    refuse(path, std::string("cannot be written (") + std::strerror(errno) + ")");
  for (BusyWait busy(wait); flock(file.number(), LOCK_EX | LOCK_NB) != 0;) {
    if (errno == EINTR) continue;
    if (errno != EWOULDBLOCK || !busy.again())
      refuse(path, "is being written by another program: try again, or --wait longer");
  }
  return file;
}

void append(const FileDescriptor& file, const std::string& bytes, std::size_t size) {
  std::size_t done = 0;
  int reason = 0;
  while (done < bytes.size() && reason == 0) {
    const ssize_t count = write(file.number(), bytes.data() + done, bytes.size() - done);
    if (count > 0) done += static_cast<std::size_t>(count);
    if (count < 0 && errno != EINTR) reason = errno;
    if (count == 0) reason = ENOSPC;
  }
  if (reason == 0 && fdatasync(file.number()) == 0) return;
  if (reason == 0) reason = errno;
  if (ftruncate(file.number(), static_cast<off_t>(size)) != 0) reason = errno;
  throw std::runtime_error(std::string("cannot write the note: ") + std::strerror(reason));
}

}  // namespace

bool is_tag(const std::string& word) {
  return !word.empty() && word.size() <= kLongestTag && is_of(word, "._-") && word[0] != '-';
}

std::filesystem::path notes_path(const std::filesystem::path& case_file) {
  std::filesystem::path path = look_at(case_file).path;
  return path += ".notes";
}

NotesRead read_notes(const std::filesystem::path& path) {
  const FileDescriptor file(open(path.c_str(), O_RDONLY | kHow));
  if (!file.is_open()) {
    if (errno == ENOENT) return {};
    // What the file itself is: a link, or not for this user. All else is no matter of notes.
    if (errno == ELOOP || errno == EACCES || errno == ENXIO)
      return {.lines = {}, .trouble = std::strerror(errno)};
    refuse(path, std::string("cannot be read (") + std::strerror(errno) + ")");
  }
  if (std::string why = refusal(file); !why.empty()) return {.lines = {}, .trouble = why};
  const std::string bytes = bytes_of(file);
  if (bytes.empty()) return {};
  if (!bytes.starts_with(kFirstLine)) return {.lines = {}, .trouble = "it has no notes of sojourn"};
  NotesRead read;
  std::uint64_t strange = 0;
  std::string_view left = std::string_view(bytes).substr(kFirstLine.size());
  for (std::size_t end = 0; (end = left.find('\n')) != std::string_view::npos;
       left.remove_prefix(end + 1)) {
    if (auto line = line_of(left.substr(0, end))) {
      read.lines.push_back(std::move(*line));
    } else {
      ++strange;
    }
  }
  if (strange > 0) read.trouble = "of its lines " + std::to_string(strange) + " are no notes";
  return read;
}

void append_note(const std::filesystem::path& path, const NoteLine& line, const Wait& wait) {
  if (!fits(line)) throw std::runtime_error("this is no note, or one that is too long");
  const FileDescriptor file = open_locked(path, wait);
  if (const std::string why = refusal(file); !why.empty())
    refuse(path, "cannot take notes: " + why);
  const std::string before = bytes_of(file);
  if (!before.empty() && !before.starts_with(kFirstLine))
    refuse(path, "cannot take notes: it has no notes of sojourn");
  std::string added(before.empty() ? kFirstLine : "");
  // Where a writer died, what it wrote ends here.
  if (!before.empty() && before.back() != '\n') added += '\n';
  added += text_of(line);
  if (before.size() + added.size() > kMostBytes) refuse(path, "cannot take notes: it is full");
  append(file, added, before.size());
}

}  // namespace sojourn
