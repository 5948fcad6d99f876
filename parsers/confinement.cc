#include "parsers/confinement.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <vector>

namespace sojourn {
namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr bool kAddressSanitized = true;
#else
constexpr bool kAddressSanitized = false;
#endif

std::uint64_t mapped_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t pages = 0;
  statm >> pages;
  return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

bool set_limit(__rlimit_resource resource, std::uint64_t soft, std::uint64_t hard) {
  rlimit limit{};
  if (getrlimit(resource, &limit) != 0) return false;
  limit.rlim_cur = std::min<rlim_t>(soft, limit.rlim_max);
  limit.rlim_max = std::min<rlim_t>(hard, limit.rlim_max);
  return setrlimit(resource, &limit) == 0;
}

bool set_limits(const ReadLimits& limits, std::uint64_t file_size) {
  const std::uint64_t seconds =
      limits.processor_seconds + (file_size >> 20) * limits.processor_seconds_per_megabyte;
  // AddressSanitizer maps terabytes that it does not use.
  const std::uint64_t memory = mapped_bytes() + limits.memory;
  return set_limit(RLIMIT_CORE, 0, 0) && set_limit(RLIMIT_FSIZE, 0, 0) &&
         set_limit(RLIMIT_NOFILE, limits.descriptors, limits.descriptors) &&
         set_limit(RLIMIT_CPU, seconds, seconds + 1) &&  // at the soft limit, SIGXCPU
         (kAddressSanitized || set_limit(RLIMIT_AS, memory, memory));
}

// Root that reads the file of another becomes that one: without root's rights it could not read
// what only its owner may.
bool leave_root() {
  struct stat status {};
  if (geteuid() != 0 || fstat(kConfinedEvidence, &status) != 0 || status.st_uid == 0) return true;
  return setgroups(0, nullptr) == 0 &&
         setresgid(status.st_gid, status.st_gid, status.st_gid) == 0 &&
         setresuid(status.st_uid, status.st_uid, status.st_uid) == 0;
}

bool drop_capabilities() {
  __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> none{};
  return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) == 0 &&
         syscall(SYS_capset, &header, none.data()) == 0;
}

// What reading, computing and ending take. AddressSanitizer asks for more when it reports.
constexpr int kAllowed[] = {
    SCMP_SYS(read),          SCMP_SYS(pread64),      SCMP_SYS(readv),
    SCMP_SYS(lseek),         SCMP_SYS(close),        SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),    SCMP_SYS(stat),         SCMP_SYS(lstat),
    SCMP_SYS(statx),         SCMP_SYS(brk),          SCMP_SYS(munmap),
    SCMP_SYS(mremap),        SCMP_SYS(madvise),      SCMP_SYS(futex),
    SCMP_SYS(getrandom),     SCMP_SYS(getpid),       SCMP_SYS(gettid),
    SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(sched_yield),
    SCMP_SYS(rt_sigreturn),  SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(sigaltstack),   SCMP_SYS(exit),         SCMP_SYS(exit_group),
    SCMP_SYS(readlink),      SCMP_SYS(getcwd),       SCMP_SYS(restart_syscall),
};

class Filter {
 public:
  Filter() : context_(seccomp_init(SCMP_ACT_KILL_PROCESS)) {}
  ~Filter() { seccomp_release(context_); }
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  template <class... Conditions>
  void allow(int call, Conditions... conditions) {
    error_ = error_ != 0 ? error_
                         : seccomp_rule_add(context_, SCMP_ACT_ALLOW, call, sizeof...(conditions),
                                            conditions...);
  }

  bool load() {
    if (context_ == nullptr) error_ = -ENOMEM;
    if (error_ == 0) error_ = seccomp_load(context_);  // sets no_new_privs, too
    errno = -error_;
    return error_ == 0;
  }

 private:
  scmp_filter_ctx context_;
  int error_ = 0;
};

bool filter_calls() {
  Filter filter;
  for (const int call : kAllowed) filter.allow(call);
  constexpr scmp_datum_t kWriting = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
  filter.allow(SCMP_SYS(openat), SCMP_A2(SCMP_CMP_MASKED_EQ, kWriting, O_RDONLY));
  filter.allow(SCMP_SYS(open), SCMP_A1(SCMP_CMP_MASKED_EQ, kWriting, O_RDONLY));
  filter.allow(SCMP_SYS(write), SCMP_A0(SCMP_CMP_EQ, kConfinedPipe));
  if (kAddressSanitized) filter.allow(SCMP_SYS(write), SCMP_A0(SCMP_CMP_EQ, STDERR_FILENO));
  // Memory to run code in is not to be had.
  constexpr scmp_datum_t kRun = PROT_EXEC;
  filter.allow(SCMP_SYS(mmap), SCMP_A2(SCMP_CMP_MASKED_EQ, kRun, 0));
  filter.allow(SCMP_SYS(mprotect), SCMP_A2(SCMP_CMP_MASKED_EQ, kRun, 0));
  // abort() sends itself a signal.
  filter.allow(SCMP_SYS(tgkill), SCMP_A0(SCMP_CMP_EQ, static_cast<scmp_datum_t>(getpid())));
  return filter.load();
}

// Where what is written is lost and nothing can be read. A root without devices has no /dev/null.
int open_nothing() {
  const int nothing = open("/dev/null", O_RDWR);
  return nothing < 0 && errno == ENOENT ? memfd_create("nothing", 0) : nothing;
}

// Kernels before 5.9 have no call for it.
bool close_one_by_one(int first) {
  std::error_code error;
  std::vector<int> open_ones;
  for (std::filesystem::directory_iterator entry("/proc/self/fd", error), end;
       !error && entry != end; entry.increment(error)) {
    const int number = std::atoi(entry->path().filename().c_str());
    if (number >= first) open_ones.push_back(number);
  }
  for (const int number : open_ones) close(number);
  return !error;
}

bool close_from(int first) {
  if (close_range(static_cast<unsigned>(first), ~0U, 0) == 0) return true;
  return errno == ENOSYS && close_one_by_one(first);
}

}  // namespace

bool keep_only(int pipe, int evidence, std::span<const int> further) {
  // Away from the numbers they are to have, and from those that are about to be closed.
  const int away = 64 + static_cast<int>(further.size());
  const int away_pipe = fcntl(pipe, F_DUPFD, away);
  const int away_evidence = evidence < 0 ? -1 : fcntl(evidence, F_DUPFD, away);
  std::vector<int> away_further;
  for (const int file : further) {
    away_further.push_back(fcntl(file, F_DUPFD, away));
    if (away_further.back() < 0) return false;
  }
  const int nothing = open_nothing();
  if (away_pipe < 0 || nothing < 0) return false;
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (standard == STDERR_FILENO && kAddressSanitized) continue;  // it reports there
    if (dup2(nothing, standard) < 0) return false;
  }
  if (dup2(away_pipe, kConfinedPipe) < 0) return false;
  if (away_evidence < 0) {
    close(kConfinedEvidence);
  } else if (dup2(away_evidence, kConfinedEvidence) < 0) {
    return false;
  }
  int next = kConfinedFurther;
  for (const int file : away_further) {
    if (dup2(file, next++) < 0) return false;
  }
  return close_from(next);
}

bool confine(const ReadLimits& limits, std::uint64_t file_size) {
  // A change of the user clears the wish to end with the parent, so that comes after it.
  return set_limits(limits, file_size) && leave_root() && drop_capabilities() &&
         prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && filter_calls();
}

}  // namespace sojourn
