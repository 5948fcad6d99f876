#include "tests/faults/calls.h"

#include <dirent.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>

namespace sojourn::testing {
namespace {

constexpr std::array<std::string_view, kCalls> kNames = {
    "pread",          "pwrite", "fsync",  "open",  "readdir",
    "pthread_create", "stat",   "rename", "flock", "allocation"};

Fault armed;
std::atomic<CallCounts*> counts_now{nullptr};

// The definition that would stand without this one.
template <class Function>
Function* next(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

std::string_view name_of(Call call) { return kNames[static_cast<std::size_t>(call)]; }

void arm(const Fault& fault, CallCounts& counts) {
  if (fault.kind == Fault::Kind::ways) {  // allocates when it is called first
    void* here = nullptr;
    backtrace(&here, 1);
  }
  armed = fault;
  counts_now = &counts;
}

void disarm() { counts_now = nullptr; }

bool fails(Call call) {
  CallCounts* counts = counts_now;
  if (counts == nullptr) return false;
  const std::uint64_t made = ++counts->made[static_cast<std::size_t>(call)];
  if (call != Call::allocation && ++counts->all == armed.n && armed.kind == Fault::Kind::kill) {
    counts->struck = true;
    kill(getpid(), SIGKILL);
  }
  if (armed.kind == Fault::Kind::ways && call == Call::allocation) {
    note_way(*counts, static_cast<std::uint32_t>(made));
  }
  if (armed.kind != Fault::Kind::failure || armed.call != call || made != armed.n) return false;
  counts->struck = true;
  return true;
}

std::size_t room_for(std::size_t size) {
  CallCounts* counts = counts_now;
  if (counts == nullptr) return size;
  const std::uint64_t before = counts->written.fetch_add(size);
  if (armed.kind != Fault::Kind::full_disk || before + size <= armed.n) return size;
  counts->struck = true;
  return before < armed.n ? armed.n - before : 0;
}

namespace {

// Calls that return -1 and set errno.
template <class Function, class... Arguments>
auto call_or(Call call, int error, const char* name, Arguments... arguments)
    -> decltype(static_cast<Function*>(nullptr)(arguments...)) {
  if (fails(call)) {
    errno = error;
    return -1;
  }
  return next<Function>(name)(arguments...);
}

ssize_t write_at(const char* name, int file, const void* bytes, size_t size, off_t offset) {
  const std::size_t room = room_for(size);
  if (room == 0 && size > 0) {
    errno = ENOSPC;
    return -1;
  }
  return call_or<ssize_t(int, const void*, size_t, off_t)>(Call::pwrite, ENOSPC, name, file, bytes,
                                                           room, offset);
}

mode_t mode_of(int flags, va_list arguments) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

}  // namespace
}  // namespace sojourn::testing

using sojourn::testing::Call;
using sojourn::testing::call_or;

// The C library names the parameters otherwise in its headers, and has these functions twice: with
// offsets of 64 bits, which they all have here, and with those of the machine.
// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name, cert-dcl50-cpp)
extern "C" {

ssize_t pread(int file, void* into, size_t size, off_t offset) {
  return call_or<ssize_t(int, void*, size_t, off_t)>(Call::pread, EIO, "pread", file, into, size,
                                                     offset);
}
ssize_t pread64(int file, void* into, size_t size, off64_t offset) {
  return call_or<ssize_t(int, void*, size_t, off64_t)>(Call::pread, EIO, "pread64", file, into,
                                                       size, offset);
}
ssize_t pwrite(int file, const void* bytes, size_t size, off_t offset) {
  return sojourn::testing::write_at("pwrite", file, bytes, size, offset);
}
ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t offset) {
  return sojourn::testing::write_at("pwrite64", file, bytes, size, offset);
}

int fsync(int file) { return call_or<int(int)>(Call::fsync, EIO, "fsync", file); }
int fdatasync(int file) { return call_or<int(int)>(Call::fsync, EIO, "fdatasync", file); }

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = sojourn::testing::mode_of(flags, arguments);
  va_end(arguments);
  return call_or<int(const char*, int, ...)>(Call::open, EMFILE, "open", path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = sojourn::testing::mode_of(flags, arguments);
  va_end(arguments);
  return call_or<int(const char*, int, ...)>(Call::open, EMFILE, "open64", path, flags, mode);
}
int openat(int folder, const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = sojourn::testing::mode_of(flags, arguments);
  va_end(arguments);
  return call_or<int(int, const char*, int, ...)>(Call::open, EMFILE, "openat", folder, path, flags,
                                                  mode);
}
DIR* opendir(const char* path) {
  if (sojourn::testing::fails(Call::open)) {
    errno = EMFILE;
    return nullptr;
  }
  return sojourn::testing::next<DIR*(const char*)>("opendir")(path);
}

dirent* readdir(DIR* folder) {
  if (sojourn::testing::fails(Call::readdir)) {
    errno = EIO;
    return nullptr;
  }
  return sojourn::testing::next<dirent*(DIR*)>("readdir")(folder);
}

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*begin)(void*),
                   void* argument) {
  if (sojourn::testing::fails(Call::thread)) return EAGAIN;
  return sojourn::testing::next<int(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*)>(
      "pthread_create")(thread, attributes, begin, argument);
}

int stat(const char* path, struct stat* into) noexcept {
  return call_or<int(const char*, struct stat*)>(Call::stat, EIO, "stat", path, into);
}
int lstat(const char* path, struct stat* into) noexcept {
  return call_or<int(const char*, struct stat*)>(Call::stat, EIO, "lstat", path, into);
}
int fstat(int file, struct stat* into) noexcept {
  return call_or<int(int, struct stat*)>(Call::stat, EIO, "fstat", file, into);
}
int stat64(const char* path, struct stat64* into) noexcept {
  return call_or<int(const char*, struct stat64*)>(Call::stat, EIO, "stat64", path, into);
}
int lstat64(const char* path, struct stat64* into) noexcept {
  return call_or<int(const char*, struct stat64*)>(Call::stat, EIO, "lstat64", path, into);
}
int fstat64(int file, struct stat64* into) noexcept {
  return call_or<int(int, struct stat64*)>(Call::stat, EIO, "fstat64", file, into);
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to,
              unsigned flags) noexcept {
  return call_or<int(int, const char*, int, const char*, unsigned)>(
      Call::rename, EIO, "renameat2", from_folder, from, to_folder, to, flags);
}

int flock(int file, int operation) noexcept {
  return call_or<int(int, int)>(Call::flock, ENOLCK, "flock", file, operation);
}

}  // extern "C"
// NOLINTEND(readability-inconsistent-declaration-parameter-name, cert-dcl50-cpp)
