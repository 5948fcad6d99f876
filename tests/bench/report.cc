#include "tests/bench/report.h"

#include <algorithm>
#include <cstdio>
#include <ostream>
#include <utility>

namespace sojourn::bench {
namespace {

constexpr double kMegabyte = 1e6;
constexpr double kGigabyte = 1e9;
constexpr double kMebibyte = 1 << 20;
constexpr double kFreeMemory = 96 * kMebibyte;  // what a job may take however few events there are

// "12.3", right-aligned, or a dash for what is not known.
std::string number(const std::optional<double>& value, int width, int decimals) {
  char text[64];
  if (value) {
    std::snprintf(text, sizeof text, "%*.*f", width, decimals, *value);
  } else {
    std::snprintf(text, sizeof text, "%*s", width, "-");
  }
  return text;
}

std::string left(std::string_view text, std::size_t width) {
  std::string padded(text);
  if (padded.size() < width) padded.resize(width, ' ');
  return padded;
}

std::optional<double> known(std::uint64_t count) {
  if (count == 0) return std::nullopt;
  return static_cast<double>(count);
}

std::optional<double> memory_per_event(const Measurement& measured) {
  if (!measured.peak_memory || measured.events == 0) return std::nullopt;
  const double beyond = static_cast<double>(*measured.peak_memory) - kFreeMemory;
  return std::max(beyond, 0.0) / static_cast<double>(measured.events);
}

}  // namespace

Report::Report(std::ostream& out) : out_(out) {
  out_ << "what               log              MB    records     events        s    cpu s    MB/s"
          "  records/s  peak MiB  B/event\n";
}

void Report::add(Measurement measured) {
  const auto& peak = measured.peak_memory;
  out_ << left(measured.what, 19) << left(measured.log, 13)
       << number(static_cast<double>(measured.bytes) / kMegabyte, 6, 0)
       << number(known(measured.records), 11, 0) << number(known(measured.events), 11, 0)
       << number(measured.seconds, 9, 2) << number(measured.processor_seconds, 9, 2)
       << number(measured.bytes_per_second() / kMegabyte, 8, 0)
       << number(measured.records_per_second(), 11, 0)
       << number(peak ? std::optional(static_cast<double>(*peak) / kMebibyte) : std::nullopt, 10, 0)
       << number(memory_per_event(measured), 9, 0) << std::endl;
  measured_.push_back(std::move(measured));
}

const Measurement* Report::find(std::string_view what, std::string_view log) const {
  for (const Measurement& measured : measured_) {
    if (measured.what == what && measured.log == log) return &measured;
  }
  return nullptr;
}

std::optional<double> Report::faster(std::string_view what, std::string_view than,
                                     std::string_view log) const {
  const Measurement* const one = find(what, log);
  const Measurement* const other = find(than, log);
  if (one == nullptr || other == nullptr) return std::nullopt;
  return one->bytes_per_second() / other->bytes_per_second();
}

std::optional<double> Report::times_as_long(std::string_view log) const {
  return faster(kDumpTwo, kAnalyze, log);
}

std::optional<double> Report::growth(double Measurement::*part) const {
  const Measurement* const small = find(kAnalyze, "storm-100k");
  const Measurement* const large = find(kAnalyze, "storm");
  if (small == nullptr || large == nullptr) return std::nullopt;
  return large->*part / (small->*part);
}

void Report::promise(std::string_view about, std::string_view target,
                     const std::optional<double>& figure) const {
  out_ << left(about, 58) << left(target, 9) << number(figure, 8, 2) << '\n';
}

void Report::write_promises() const {
  out_ << '\n' << left("promise", 58) << left("target", 9) << "  figure\n";
  for (const std::string_view log : {"mix", "logons", "sparse"}) {
    const std::string of = ", " + std::string(log);
    const Measurement* const native = find(kNative, log);
    const std::optional<double> speed =
        native ? std::optional(native->bytes_per_second() / kGigabyte) : std::nullopt;
    promise("native reader, GB/s on one thread" + of, ">= 1", speed);
    promise("native reader : evtx_dump -t 1" + of, ">= 2", faster(kNative, kDumpOne, log));
  }
  for (const std::string_view log : {"mix-16", "logons-16"}) {
    promise("native reader : libevtx reader, " + std::string(log), ">= 60",
            faster(kNative, kLibevtx, log));
  }
  promise("analyze, times as long as evtx_dump -t 2 to disk, mix", "<= 1", times_as_long("mix"));
  promise("analyze, times as long as evtx_dump -t 2 to disk, logons", "<= 2",
          times_as_long("logons"));
  for (const Measurement& measured : measured_) {
    if (measured.what != kAnalyze) continue;
    promise("analyze, bytes per event beyond 96 MiB, " + measured.log, "<= 160",
            memory_per_event(measured));
  }
  promise("analyze, 1,000,000 failures : 100,000, time", "<= 11", growth(&Measurement::seconds));
  promise("analyze, 1,000,000 failures : 100,000, processor time", "<= 11",
          growth(&Measurement::processor_seconds));
}

}  // namespace sojourn::bench
