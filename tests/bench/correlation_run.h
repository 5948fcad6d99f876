// How long the correlator takes over one host's events, and how much memory.
#pragma once

#include <cstdint>

#include "tests/bench/hostile_logs.h"
#include "tests/bench/large_logs.h"

namespace sojourn::bench {

struct CorrelationRun {
  std::uint64_t events = 0;
  std::uint64_t sessions = 0;
  double seconds = 0;             // of processor time
  std::uint64_t peak_memory = 0;  // bytes; the events themselves included

  double nanoseconds_per_event() const { return seconds * 1e9 / static_cast<double>(events); }
  double bytes_per_event() const {
    return static_cast<double>(peak_memory) / static_cast<double>(events);
  }
};

// The first `events` of the log's; where it holds fewer, they happen again and again, each time
// later, under new LogonIds and, as Windows has it, under new LogonGuids and from other ports. On
// one thread, in a process of its own, so that its memory is its own. Throws std::runtime_error
// when that process fails.
CorrelationRun measure_correlation(const LargeLog& log, std::uint64_t events);
// About `events` of a log that is meant to take long, its hosts told apart first.
CorrelationRun measure_correlation(const HostileLog& log, std::uint64_t events);

}  // namespace sojourn::bench
