// One figure each: how long it took, how much there was to read, how much memory it needed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/large_logs.h"

namespace sojourn::bench {

// What is measured, by name.
inline constexpr std::string_view kNative = "native reader";
inline constexpr std::string_view kLibevtx = "libevtx reader";
inline constexpr std::string_view kDumpOne = "evtx_dump -t 1";
inline constexpr std::string_view kDumpTwo = "evtx_dump -t 2 -f";
inline constexpr std::string_view kAnalyze = "sojourn analyze";

struct Measurement {
  std::string_view what;
  std::string log;
  std::uint64_t bytes = 0, records = 0;  // of the log
  std::uint64_t events = 0;              // in the catalog; 0 where nobody counts them
  double seconds = 0;
  double processor_seconds = 0;                   // user and system
  std::optional<std::uint64_t> peak_memory = {};  // bytes, of a child process

  double bytes_per_second() const { return static_cast<double>(bytes) / seconds; }
  double records_per_second() const { return static_cast<double>(records) / seconds; }
};

// The shortest: whatever else the machine does can only make it longer.
Measurement best_of(int runs, const std::function<Measurement()>& measure);

// In this process, on one thread. Throw std::runtime_error when the reader meets anything that it
// cannot read, and the native one also when it finds another number of records than were written.
Measurement measure_native_reader(const LargeLog& log);
Measurement measure_libevtx_reader(const LargeLog& log);

// A program with its arguments; found on PATH when its name has no slash. What it says is thrown
// away. Throws std::runtime_error when it cannot be run or fails.
Measurement measure_program(std::string_view what, const LargeLog& log,
                            const std::vector<std::string>& command);

// Whether a program of that name is on PATH.
bool is_installed(const std::string& program);

// Reads it once, so that what is measured is the program and not the disk.
void warm(const std::filesystem::path& path);

}  // namespace sojourn::bench
