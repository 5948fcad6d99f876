#include "correlator/records/range_moments.h"

#include <algorithm>

namespace sojourn {
namespace {

// Records of one moment may stand before that which says that the clock was set.
constexpr Ticks kOneMoment = std::chrono::minutes{1};
// Where none says so, the clock may have gone on behind the last one that the catalog knows.
constexpr Ticks kUnseen = std::chrono::hours{1};

}  // namespace

Timestamp RangeMoments::until(std::size_t epoch) const {
  if (epoch + 1 >= epochs_.size()) return Timestamp::max();
  const ClockEpoch& next = epochs_[epoch + 1];
  const Ticks unseen = next.reason == ClockChange::unrecorded ? kUnseen : kOneMoment;
  return std::max(epochs_[epoch].last, next.first - next.step) + unseen;
}

Moment RangeMoments::first(const RecordRange& range) const {
  std::size_t epoch = 0;
  while (epoch + 1 < epochs_.size() && until(epoch) < range.first_time) ++epoch;
  return {EpochId(epoch), range.first_time};
}

Moment RangeMoments::last(const RecordRange& range) const {
  std::size_t epoch = std::max<std::size_t>(epochs_.size(), 1) - 1;
  while (epoch > 0 && epochs_[epoch].first > range.last_time) --epoch;
  return {EpochId(epoch), range.last_time};
}

Moment RangeMoments::first(const RecordRange& range, Moment first, Moment last) const {
  const Timestamp time = range.first_time;
  if (time >= first.time) return first;
  for (std::size_t epoch = first.epoch.place() + 1; epoch <= last.epoch.place(); ++epoch) {
    if (epochs_[epoch].first <= time + kOneMoment) return first;
  }
  for (std::size_t epoch = first.epoch.place() + 1; epoch-- > 0;) {
    if (epochs_[epoch].first <= time) return {EpochId(epoch), time};
  }
  return {first.epoch, time};
}

Moment RangeMoments::last(const RecordRange& range, Moment first, Moment last) const {
  const Timestamp time = range.last_time;
  if (time <= last.time) return last;
  for (std::size_t epoch = first.epoch.place(); epoch < last.epoch.place(); ++epoch) {
    if (until(epoch) >= time) return last;
  }
  for (std::size_t epoch = last.epoch.place(); epoch < epochs_.size(); ++epoch) {
    if (until(epoch) >= time) return {EpochId(epoch), time};
  }
  return {last.epoch, time};
}

}  // namespace sojourn
