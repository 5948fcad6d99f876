#include "tests/faults/forked_run.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <thread>
#include <utility>

// cli/main.cc, which is compiled under this name here.
int sojourn_main(int count, char** arguments);

namespace sojourn::testing {
namespace {

constexpr unsigned kSecondsAtMost = 60;

std::string contents_of(int file) {
  std::string all(static_cast<std::size_t>(lseek(file, 0, SEEK_END)), '\0');
  lseek(file, 0, SEEK_SET);
  if (read(file, all.data(), all.size()) != static_cast<ssize_t>(all.size())) all.clear();
  return all;
}

}  // namespace

ForkedRun::ForkedRun(const std::filesystem::path& folder, const std::vector<std::string>& arguments,
                     const Fault& fault)
    : out_(memfd_create("out", MFD_CLOEXEC)), err_(memfd_create("err", MFD_CLOEXEC)) {
  void* shared =
      mmap(nullptr, sizeof(CallCounts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED || out_ < 0 || err_ < 0) throw std::runtime_error("cannot run sojourn");
  counts_ = new (shared) CallCounts;
  std::vector<std::string> words = {"sojourn"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);

  std::fflush(nullptr);
  process_ = fork();
  if (process_ < 0) throw std::runtime_error("cannot fork");
  if (process_ > 0) return;
  alarm(kSecondsAtMost);
  if (chdir(folder.c_str()) != 0 || dup2(open("/dev/null", O_RDONLY), 0) < 0 || dup2(out_, 1) < 0 ||
      dup2(err_, 2) < 0) {
    _exit(99);
  }
  arm(fault, *counts_);
  const int status = sojourn_main(static_cast<int>(words.size()), pointers.data());
  disarm();
  std::fflush(nullptr);
  _exit(status);
}

ForkedRun::~ForkedRun() {
  if (process_ > 0) {
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  close(out_);
  close(err_);
  munmap(counts_, sizeof(CallCounts));
}

void ForkedRun::kill_after(std::chrono::microseconds time) const {
  std::this_thread::sleep_for(time);
  kill(process_, SIGKILL);
}

ForkedOutcome ForkedRun::wait() {
  int how = 0;
  waitpid(std::exchange(process_, 0), &how, 0);
  ForkedOutcome outcome;
  if (WIFEXITED(how)) outcome.status = WEXITSTATUS(how);
  if (WIFSIGNALED(how)) outcome.signal = WTERMSIG(how);
  outcome.out = contents_of(out_);
  outcome.err = contents_of(err_);
  outcome.struck = counts_->struck;
  for (std::size_t i = 0; i < kCalls; ++i) outcome.calls[i] = counts_->made[i];
  outcome.all_calls = counts_->all;
  outcome.written = counts_->written;
  for (std::uint32_t i = 0; i < counts_->ways_found; ++i) outcome.ways.push_back(counts_->ways[i]);
  return outcome;
}

}  // namespace sojourn::testing
