#include "engine/case/case_place.h"

#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "engine/case/case_format.h"
#include "parsers/file_descriptor.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;

// Of SQLite's file format.
constexpr std::size_t kHeader = 100;
constexpr std::string_view kDatabaseMagic{"SQLite format 3\0", 16};
constexpr std::string_view kJournalMagic{"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", 8};
constexpr std::size_t kWriteVersion = 18, kReadVersion = 19, kUserVersion = 60, kApplication = 68;

fs::path beside(const fs::path& path, const char* ending) {
  fs::path name = path;
  return name += ending;
}

// What can be read of [offset, offset + size).
std::string bytes_at(const FileDescriptor& file, off_t offset, std::size_t size) {
  std::string bytes(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    const ssize_t count =
        pread(file.number(), bytes.data() + done, size - done, offset + static_cast<off_t>(done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    done += static_cast<std::size_t>(count);
  }
  bytes.resize(done);
  return bytes;
}

std::int64_t number_at(std::string_view bytes, std::size_t place) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    number = number << 8 | static_cast<std::uint8_t>(bytes[place + i]);
  }
  return number;
}

// The file that a name leads to, whatever links lie on the way.
fs::path without_links(const fs::path& named) {
  std::error_code error;
  fs::path path = fs::weakly_canonical(fs::absolute(named, error), error);
  if (error) refuse(named, "cannot be opened (" + error.message() + ")");
  if (fs::is_symlink(fs::symlink_status(path, error))) {
    refuse(named, "is a link to a file that does not exist: name the file itself");
  }
  return path;
}

void read_header(CasePlace& place, std::uintmax_t size) {
  const FileDescriptor file = open_evidence(place.path);
  if (!file.is_open()) {
    refuse(place.named, std::string("cannot be opened (") + std::strerror(errno) + ")");
  }
  if (size == 0) {
    place.standing = Standing::empty;
    return;
  }
  const std::string header = bytes_at(file, 0, kHeader);
  place.standing = Standing::not_a_case;
  if (header.size() < kHeader || !header.starts_with(kDatabaseMagic)) return;
  if (number_at(header, kApplication) != kApplicationId) return;
  place.version = number_at(header, kUserVersion);
  const bool rolls_back = header[kWriteVersion] == 1 && header[kReadVersion] == 1;
  place.standing = rolls_back ? Standing::a_case : Standing::write_ahead;
}

}  // namespace

void refuse(const fs::path& path, const std::string& why) {
  throw std::runtime_error(path.string() + " " + why);
}

void refuse_unless_current(const CasePlace& place) {
  if (place.standing == Standing::write_ahead) {
    refuse(place.named,
           "is kept by another program with a write-ahead log: end that with sqlite3 " +
               place.named.string() + " 'PRAGMA journal_mode = DELETE'");
  }
  if (place.standing == Standing::a_case && place.version != kSchemaVersion) {
    refuse(place.named, "has schema version " + std::to_string(place.version) +
                            ", this sojourn knows version " + std::to_string(kSchemaVersion) +
                            ": make it anew with sojourn analyze EVIDENCE -o another.db");
  }
}

CasePlace look_at(const fs::path& named) {
  CasePlace place{.named = named, .path = without_links(named)};
  struct stat status {};
  if (lstat(place.path.c_str(), &status) != 0) {
    if (errno != ENOENT) {
      refuse(named, std::string("cannot be opened (") + std::strerror(errno) + ")");
    }
  } else if (S_ISDIR(status.st_mode)) {
    refuse(named, "is a folder, not a sojourn case");
  } else if (!S_ISREG(status.st_mode)) {
    refuse(named, "is not a file");
  } else {
    read_header(place, static_cast<std::uintmax_t>(status.st_size));
  }
  for (const char* ending : {"-wal", "-shm"}) {
    if (place.standing != Standing::not_a_case &&
        lstat(beside(place.path, ending).c_str(), &status) == 0) {
      place.standing = Standing::write_ahead;
    }
  }
  return place;
}

CasePlace look_at_case(const fs::path& named) {
  CasePlace place = look_at(named);
  switch (place.standing) {
    case Standing::nothing:
      throw std::runtime_error("no such case: " + named.string() +
                               " (make it with: sojourn analyze EVIDENCE -o " + named.string() +
                               ")");
    case Standing::empty:
    case Standing::not_a_case:
      refuse(named, "is not a sojourn case");
    case Standing::write_ahead:
    case Standing::a_case:
      refuse_unless_current(place);
  }
  has_journal(place);
  return place;
}

bool has_journal(const CasePlace& place) {
  const fs::path path = beside(place.path, "-journal");
  struct stat status {};
  if (lstat(path.c_str(), &status) != 0) return false;
  if (!S_ISREG(status.st_mode) || status.st_nlink != 1) {
    refuse(path, "is no journal of a database: take it away");
  }
  if (status.st_size == 0) return false;
  const FileDescriptor file = open_evidence(path);
  if (!file.is_open()) {
    refuse(path, std::string("cannot be opened (") + std::strerror(errno) + ")");
  }
  // Where it begins with zeros it is over: some programs keep the file.
  if (bytes_at(file, 0, 1) == std::string(1, '\0')) return false;
  const std::string tail =
      bytes_at(file, std::max<off_t>(0, status.st_size - 8), kJournalMagic.size());
  // Where it ends like this, the name of another journal stands before.
  if (tail == kJournalMagic) {
    refuse(path, "names another journal, which sojourn must not touch: take it away");
  }
  return true;
}

}  // namespace sojourn
