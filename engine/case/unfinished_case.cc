#include "engine/case/unfinished_case.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "engine/case/case_place.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kMode = 0666;  // less the user's mask

bool is_same_file(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

[[noreturn]] void refuse_place(const fs::path& named, int error) {
  refuse(named, std::string("cannot be written (") + std::strerror(error) +
                    "): name another file with -o");
}

}  // namespace

UnfinishedCase::UnfinishedCase(const Place& place, const Wait& wait)
    : named_(place.named), case_path_(place.file), path_(place.file) {
  path_ += ".unfinished";
  BusyWait busy(wait);
  while (!take_hold()) {
    if (!busy.again()) {
      refuse(named_, "is being written by another run: wait for it, or name another file with -o");
    }
  }
  empty_what_was_left();
  is_ours_ = true;
}

UnfinishedCase::~UnfinishedCase() {
  if (is_ours_) unlink(path_.c_str());
}

// False while another run has it.
bool UnfinishedCase::take_hold() {
  file_ = FileDescriptor(
      open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, kMode));
  if (!file_.is_open() && errno == ELOOP) refuse(path_, "is a link: take it away");
  if (!file_.is_open()) refuse_place(named_, errno);
  struct stat held {
  }, there{};
  if (fstat(file_.number(), &held) != 0) refuse_place(named_, errno);
  if (!S_ISREG(held.st_mode)) refuse(path_, "is not a file of sojourn's: take it away");
  if (flock(file_.number(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return false;
    refuse_place(named_, errno);
  }
  // The run that had it may have finished between the two calls, and this is the case now.
  return lstat(path_.c_str(), &there) == 0 && is_same_file(held, there);
}

// Only what a run has begun, which has no journal: a file without bytes, or one with a case's
// header.
void UnfinishedCase::empty_what_was_left() const {
  struct stat status {};
  for (const char* ending : {"-journal", "-wal"}) {
    fs::path beside = path_;
    beside += ending;
    if (lstat(beside.c_str(), &status) == 0) refuse(beside, "is not sojourn's: take it away");
  }
  if (fstat(file_.number(), &status) != 0) refuse_place(named_, errno);
  if (status.st_size == 0) return;
  if (status.st_nlink != 1 || look_at(path_).standing != Standing::a_case) {
    refuse(path_, "is not a file of sojourn's: take it away");
  }
  if (ftruncate(file_.number(), 0) != 0) refuse_place(named_, errno);
}

void UnfinishedCase::become_case(const FileDescriptor* replaces) {
  if (replaces != nullptr) {
    struct stat was {
    }, is{};
    if (fstat(replaces->number(), &was) != 0 || lstat(case_path_.c_str(), &is) != 0 ||
        !is_same_file(was, is)) {
      refuse(named_, "was replaced by another program meanwhile and stays as it is: try again");
    }
    // As far as this user may: who could read the case still can.
    fchmod(file_.number(), was.st_mode & 07777);
    if (fchown(file_.number(), was.st_uid, was.st_gid) != 0) errno = 0;
  }
  if (fsync(file_.number()) != 0) refuse_place(named_, errno);
  const int flags = replaces == nullptr ? RENAME_NOREPLACE : 0;
  int code = renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, case_path_.c_str(), flags);
  if (code != 0 && errno == EINVAL && flags != 0) {  // a file system without that
    code = link(path_.c_str(), case_path_.c_str());
    if (code == 0) unlink(path_.c_str());
  }
  if (code != 0 && errno == EEXIST) {
    refuse(named_, "was made by another program meanwhile and stays as it is: try again");
  }
  if (code != 0) refuse_place(named_, errno);
  is_ours_ = false;
  const FileDescriptor folder(
      open(case_path_.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.is_open()) fsync(folder.number());
}

}  // namespace sojourn
