#include "correlator/findings/crash_ends.h"

#include <algorithm>
#include <optional>
#include <tuple>

#include "schema/rules.h"

namespace sojourn {
namespace {

constexpr EventRef kStartRecords = 256;  // among which a start says how the boot before it ended
constexpr Ticks kOneStart = std::chrono::minutes{30};
// Before its own record of the start a machine may write others.
constexpr Ticks kFirstRecords = std::chrono::seconds{1};

bool tells_of_crash(EventKind kind) {
  return kind == EventKind::unexpected_shutdown || kind == EventKind::dirty_restart;
}

// A clock that was set more often proves nothing.
constexpr std::size_t kMostEpochs = 1'000;

// By which of its clocks a host showed the time, none for none; nothing where it did twice.
std::optional<EpochId> only_epoch(const std::vector<ClockEpoch>& epochs, Timestamp time) {
  if (epochs.size() > kMostEpochs) return std::nullopt;
  EpochId found;
  for (const EpochId epoch : IdRange<ClockEpoch>(epochs.size())) {
    const ClockEpoch& row = row_of(epochs, epoch);
    if (time < row.first || row.last < time) continue;
    if (found != kNone) return std::nullopt;
    found = epoch;
  }
  return found;
}

// What ended with the last record of its boot lasted until the boot's stop.
template <class Row>
void end_rows(std::vector<Row>& rows, const std::vector<Boot>& boots, const HostLog& log) {
  for (Row& row : rows) {
    const Boot& boot = row_of(boots, row.boot);
    if (row.end_reason == EndReason::crash && row.end == log[boot.stop_event].time)
      row.end = boot.stop;
  }
}

}  // namespace

CrashEnds::CrashEnds(const HostLog& log, const std::vector<RecordRange>& ranges) : log_(log) {
  for (const RecordRange& range : ranges) {
    if (!range.is_sign) continue;
    const auto epoch = only_epoch(log.clock_epochs().rows, range.first_time);
    if (epoch) signs_.push_back({*epoch, range});
  }
  std::ranges::sort(signs_, {}, [&](const Sign& sign) {
    return std::tuple{sign.moment(), sign.record.file, sign.record.first,
                      log.strings()[sign.record.channel]};
  });
}

// Its records that say when it started, and how the boot before it ended.
std::vector<EventRef> CrashEnds::records_of_start(BootId boot) const {
  std::vector<EventRef> records;
  const EventRef first = log_.boot_begin(boot);
  const EventRef end = first + std::min(kStartRecords, log_.boot_end(boot) - first);
  for (EventRef ref = first; ref < end; ++ref) {
    if (log_[ref].time - log_[first].time > kOneStart) break;
    if (tells_of_crash(log_[ref].kind) || log_[ref].kind == EventKind::os_started)
      records.push_back(ref);
  }
  return records;
}

// The latest sign of life behind the boot's last record and `before` the next start.
const RecordRange* CrashEnds::last_sign(const std::vector<Boot>& boots, BootId crashed,
                                        Timestamp before) const {
  const Boot& next = boots[crashed.place() + 1];
  const Moment bound = log_.moment(row_of(boots, crashed).stop_event);
  if (next.start_event == kNone || bound.epoch != log_.moment(next.first_event).epoch)
    return nullptr;
  const RecordRange* last = nullptr;
  for (const EpochId epoch : {bound.epoch, EpochId()}) {
    const auto later =
        std::ranges::upper_bound(signs_, Moment{epoch, before - kFirstRecords}, {}, &Sign::moment);
    if (later == signs_.begin()) continue;
    const Sign& sign = *std::prev(later);
    if (sign.epoch != epoch || sign.record.first_time <= bound.time) continue;
    if (last == nullptr || last->first_time < sign.record.first_time) last = &sign.record;
  }
  return last;
}

// Gives back what tells of it.
std::vector<EventRef> CrashEnds::find_stop(std::vector<Boot>& boots, BootId crashed) const {
  const BootId behind(crashed.place() + std::size_t{1});
  Boot& boot = row_of(boots, crashed);
  const auto name = [&](EventRef ref) {
    boot.stop_file = log_[ref].file;
    boot.stop_record = {log_[ref].channel, log_[ref].record, log_[ref].time};
  };
  name(boot.stop_event);
  std::vector<EventRef> signs;
  const Timestamp bound = log_[boot.stop_event].time;
  const Timestamp latest = log_[log_.boot_begin(behind)].time;
  Timestamp started = latest;
  for (const EventRef ref : records_of_start(behind)) {
    const Timestamp other = log_[ref].other_time;
    if (log_[ref].kind == EventKind::os_started) {
      if (other > bound) started = std::min(started, other);
      continue;
    }
    signs.push_back(ref);
    // Observed an hour off on one host: it counts only where the machine may have run.
    if (other <= *boot.stop || other <= bound || other > latest) continue;
    boot.stop = other;
    name(ref);
  }
  const RecordRange* sign = last_sign(boots, crashed, started);
  if (sign != nullptr && sign->first_time > *boot.stop) {
    boot.stop = sign->first_time;
    boot.stop_file = sign->file;
    boot.stop_record = {sign->channel, sign->first, sign->first_time};
  }
  signs.push_back(boot.stop_event);
  return signs;
}

std::vector<EventRef> CrashEnds::end(std::vector<Session>& sessions,
                                     std::vector<LocalSession>& locals,
                                     std::vector<Boot>& boots) const {
  ById<Boot, std::vector<EventRef>> signs(boots.size());
  for (const BootId boot : IdRange<Boot>(boots.size())) {
    const bool crashed = row_of(boots, boot).stop_kind == Boot::Stop::crash;
    if (crashed && boot.place() + std::size_t{1} < boots.size())
      signs[boot] = find_stop(boots, boot);
  }
  end_rows(locals, boots, log_);
  end_rows(sessions, boots, log_);
  std::vector<EventRef> used;
  for (Session& session : sessions) {
    if (session.end_reason != EndReason::crash) continue;
    for (const EventRef ref : signs[session.boot]) {
      used.push_back(ref);
      if (std::ranges::find(session.evidence, ref, &Citation::event) != session.evidence.end())
        continue;
      session.evidence.push_back({ref, Role::corroborates_end, Rule::last_sign_of_life});
    }
    std::ranges::sort(session.evidence, {}, &Citation::event);
  }
  return used;
}

}  // namespace sojourn
