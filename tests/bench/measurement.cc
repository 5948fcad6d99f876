#include "tests/bench/measurement.h"

#include <fcntl.h>
#include <malloc.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "parsers/libevtx_reader.h"
#include "parsers/native_reader.h"

namespace sojourn::bench {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double processor_seconds(const rusage& usage) {
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double own_processor_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return processor_seconds(usage);
}

// libevtx outside of a child process with limits: the log is no stranger's.
template <class Reader>
Measurement measure_reader(std::string_view what, const LargeLog& log) {
  Measurement measured{.what = what, .log = log.name, .bytes = log.bytes};
  Strings strings;
  const double spent = own_processor_seconds();
  const Clock::time_point start = Clock::now();
  Reader reader(log.path, strings);
  while (const auto result = reader.next()) {
    if (!*result)
      throw std::runtime_error(std::string(what) + " could not read all of " + log.name);
    ++measured.events;
  }
  measured.seconds = seconds_since(start);
  measured.processor_seconds = own_processor_seconds() - spent;
  measured.records = reader.records();
  return measured;
}

// In the child: only what is allowed between fork and exec.
[[noreturn]] void become(char* const* arguments) {
  const int nothing = open("/dev/null", O_RDWR);
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    dup2(nothing, descriptor);
  execvp(arguments[0], arguments);
  constexpr int cannot_run = 127;
  _exit(cannot_run);
}

}  // namespace

Measurement best_of(int runs, const std::function<Measurement()>& measure) {
  Measurement best = measure();
  for (int run = 1; run < runs; ++run) {
    Measurement measured = measure();
    if (measured.seconds < best.seconds) best = std::move(measured);
  }
  return best;
}

Measurement measure_native_reader(const LargeLog& log) {
  Measurement measured = measure_reader<NativeReader>(kNative, log);
  if (measured.records != log.records)
    throw std::runtime_error("the native reader did not find every record of " + log.name);
  return measured;
}

// libevtx 20181227 leaves out the last record of a chunk that is full to its last byte, so that it
// finds a few fewer.
Measurement measure_libevtx_reader(const LargeLog& log) {
  return measure_reader<LibevtxReader>(kLibevtx, log);
}

Measurement measure_program(std::string_view what, const LargeLog& log,
                            const std::vector<std::string>& command) {
  std::vector<std::string> words = command;
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  // Until it becomes the program, a child has this process's memory, and that counts as its own.
  malloc_trim(0);
  const Clock::time_point start = Clock::now();
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot make a process");
  if (child == 0) become(arguments.data());
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw std::runtime_error(std::string(what) + " failed for " + log.name);

  constexpr std::uint64_t kibibyte = 1024;
  return {.what = what,
          .log = log.name,
          .bytes = log.bytes,
          .records = log.records,
          .seconds = seconds_since(start),
          .processor_seconds = processor_seconds(usage),
          .peak_memory = static_cast<std::uint64_t>(usage.ru_maxrss) * kibibyte};
}

bool is_installed(const std::string& program) {
  const char* const path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (access((std::filesystem::path(folder) / program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

void warm(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string buffer(std::size_t{1} << 20, '\0');
  while (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()))) continue;
}

}  // namespace sojourn::bench
