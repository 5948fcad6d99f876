#include "tests/bench/correlation_run.h"

#include <malloc.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ctime>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "correlator/correlate.h"
#include "parsers/native_reader.h"
#include "tests/support/split_hosts.h"

namespace sojourn::bench {
namespace {

// Of this process, so that what else the machine does counts little.
double processor_seconds() {
  return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC);
}

// REQUIRES: the log holds no LogonId as large as the step, which Windows never reaches either.
constexpr std::uint64_t kLogonIdStep = std::uint64_t{1} << 40;

// No two logons share a LogonGuid, and few a port.
void make_unique(Event& logon, std::uint64_t number) {
  constexpr std::uint32_t first_port = 49'152, ports = 16'384;
  if (logon.logon_guid != Guid{}) {
    for (std::size_t i = 0; i < sizeof number; ++i)
      logon.logon_guid.bytes[i] = static_cast<std::uint8_t>(number >> 8 * i);
  }
  if (logon.src_port != kNoNumber)
    logon.src_port = first_port + static_cast<std::uint32_t>(number % ports);
}

std::vector<Event> read_repeatedly(const LargeLog& log, std::uint64_t count, Strings& strings) {
  std::vector<Event> events;
  events.reserve(count);
  NativeReader reader(log.path, strings);
  while (events.size() < count) {
    auto result = reader.next();
    if (!result) break;
    events.push_back(result->value());
  }
  const std::size_t once = events.size();
  if (once == 0) throw std::runtime_error(log.name + " holds no events");
  const Ticks lasts = events[once - 1].time - events[0].time + std::chrono::seconds{1};
  for (std::size_t i = once; i < count; ++i) {
    Event event = events[i - once];
    event.time += lasts;
    event.record += log.records;
    for (std::uint64_t Event::*id : {&Event::logon_id, &Event::subject_logon_id}) {
      if (event.*id > 0xFFFF) event.*id += kLogonIdStep;
    }
    if (event.kind == EventKind::logon) make_unique(event, i);
    events.push_back(event);
  }
  return events;
}

CorrelationRun correlate_here(const LargeLog& log, std::uint64_t count) {
  Strings strings;
  std::vector<Event> events = read_repeatedly(log, count, strings);
  malloc_trim(0);
  const double spent = processor_seconds();
  const Correlation found = correlate(std::move(events), strings);
  CorrelationRun run{.events = count, .sessions = found.sessions.size()};
  run.seconds = processor_seconds() - spent;
  return run;
}

// As the whole job does it: host by host.
CorrelationRun correlate_hosts_here(const HostileLog& log, std::uint64_t count) {
  Strings strings;
  std::vector<Event> events = events_of(log, count, strings);
  malloc_trim(0);
  CorrelationRun run{.events = events.size()};
  const double spent = processor_seconds();
  for (Host& host : split_hosts(std::move(events), strings))
    run.sessions += correlate(std::move(host.events), strings).sessions.size();
  run.seconds = processor_seconds() - spent;
  return run;
}

// In a process of its own, so that its memory is its own.
CorrelationRun run_apart(std::string_view name, const std::function<CorrelationRun()>& work) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("cannot make a pipe");
  malloc_trim(0);
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot make a process");
  if (child == 0) {
    try {
      const CorrelationRun run = work();
      _exit(write(ends[1], &run, sizeof run) == sizeof run ? 0 : 1);
    } catch (...) {
      _exit(1);
    }
  }
  close(ends[1]);
  CorrelationRun run;
  const bool told = read(ends[0], &run, sizeof run) == sizeof run;
  close(ends[0]);
  int status = 0;
  rusage usage{};
  const bool ended = wait4(child, &status, 0, &usage) == child && status == 0;
  if (!told || !ended)
    throw std::runtime_error("correlating the events of " + std::string(name) + " failed");
  constexpr std::uint64_t kibibyte = 1024;
  run.peak_memory = static_cast<std::uint64_t>(usage.ru_maxrss) * kibibyte;
  return run;
}

}  // namespace

CorrelationRun measure_correlation(const LargeLog& log, std::uint64_t events) {
  return run_apart(log.name, [&] { return correlate_here(log, events); });
}

CorrelationRun measure_correlation(const HostileLog& log, std::uint64_t events) {
  return run_apart(log.name, [&] { return correlate_hosts_here(log, events); });
}

}  // namespace sojourn::bench
