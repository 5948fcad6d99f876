#include "tests/bench/answer.h"

#include <fcntl.h>
#include <malloc.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <optional>
#include <stdexcept>

#include "schema/time.h"
#include "tests/support/places.h"

namespace sojourn::bench {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// In the child: only what is allowed between fork and exec.
[[noreturn]] void become(char* const* arguments, int output) {
  const int nothing = open("/dev/null", O_RDWR);
  dup2(nothing, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(nothing, STDERR_FILENO);
  execv(arguments[0], arguments);
  constexpr int cannot_run = 127;
  _exit(cannot_run);
}

// Reads to the end, and notes when the first line came.
void read_answer(int input, Clock::time_point start, Answer& answer) {
  std::array<char, 1 << 16> bytes{};
  for (ssize_t count = 0; (count = read(input, bytes.data(), bytes.size())) > 0;) {
    const auto lines = std::count(bytes.data(), bytes.data() + count, '\n');
    if (answer.lines == 0 && lines > 0) answer.first_line = seconds_since(start);
    answer.lines += static_cast<std::uint64_t>(lines);
  }
}

void print(const std::string& what, const Answer& answer) {
  std::printf("%-34s%12.2f%10.2f%10llu%10.0f\n", what.c_str(), answer.first_line, answer.all,
              static_cast<unsigned long long>(answer.lines),
              static_cast<double>(answer.peak_memory) / (1 << 20));
  std::fflush(stdout);
}

// Another tool's timeline: rows without a session, on hosts of the company, over its sixty days.
void write_activity(const std::filesystem::path& path, std::uint64_t rows) {
  std::ofstream out(path);
  out << "Timestamp,Computer,Path,Description\n";
  const Timestamp first = *parse_time("2026-01-05T05:00:00Z");
  constexpr std::uint64_t kSeconds = std::uint64_t{60} * 24 * 3'600, kHosts = 20;
  for (std::uint64_t i = 0; i < rows; ++i) {
    const auto second = static_cast<std::int64_t>(i * kSeconds / rows);
    const std::string host = std::to_string(i % kHosts + 1);
    out << format_time(first + std::chrono::seconds{second}) << ",SRV-FILE"
        << (host.size() < 2 ? "0" : "") << host << ",D:\\Shares\\document-" << i
        << ".docx,file opened\n";
  }
  if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace

Answer ask(const std::vector<std::string>& words) {
  std::vector<std::string> command = {testing::program().string()};
  command.insert(command.end(), words.begin(), words.end());
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (std::string& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw std::runtime_error("cannot make a pipe");
  // Until it becomes the program, a child has this process's memory, and that counts as its own.
  malloc_trim(0);
  Answer answer;
  const Clock::time_point start = Clock::now();
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot make a process");
  if (child == 0) become(arguments.data(), ends[1]);
  close(ends[1]);
  read_answer(ends[0], start, answer);
  close(ends[0]);
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw std::runtime_error(words.front() + " failed");
  answer.all = seconds_since(start);
  constexpr std::uint64_t kibibyte = 1024;
  answer.peak_memory = static_cast<std::uint64_t>(usage.ru_maxrss) * kibibyte;
  return answer;
}

void ask_everything(const std::filesystem::path& case_file, const std::filesystem::path& folder) {
  std::printf("\n%-34s%12s%10s%10s%10s\n", "question", "first line s", "all s", "lines",
              "peak MiB");
  const std::string name = case_file.string();
  const auto measure = [&](const std::string& list, const std::vector<std::string>& options) {
    std::vector<std::string> words = {list, name};
    words.insert(words.end(), options.begin(), options.end());
    std::string what = list;
    for (const std::string& option : options) what += ' ' + option;
    print(what, ask(words));
  };
  for (const char* const list : {"sessions", "users", "sources", "failures", "timeline", "outbound",
                                 "lateral", "hosts", "gaps", "evidence"}) {
    measure(list, {});
  }
  measure("at", {"2026-02-01T12:00"});
  for (const char* const list : {"sessions", "users", "sources", "failures", "hosts"})
    measure(list, {"--host", "SRV-FILE07"});
  measure("sessions", {"--user", "person7"});
  measure("show", {"1000"});
  measure("export", {"--to", "csv"});
  measure("report", {"--format", "markdown"});
  const std::filesystem::path activity = folder / "activity.csv";
  constexpr std::uint64_t kRows = 10'000'000;
  for (const std::uint64_t rows : {kRows / 10, kRows}) {
    write_activity(activity, rows);
    print("attribute, " + std::to_string(rows) + " rows",
          ask({"attribute", name, activity.string()}));
  }
  std::filesystem::remove(activity);
}

}  // namespace sojourn::bench
