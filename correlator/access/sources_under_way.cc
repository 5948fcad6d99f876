#include "correlator/access/sources_under_way.h"

namespace sojourn {

void SourcesUnderWay::go_on_to(const HostLog& log, EventRef ref, Ticks gap) {
  if (boot_ != log.boot(ref)) {
    boot_ = log.boot(ref);
    by_source_.clear();
    by_last_.clear();
  }
  while (!by_last_.empty()) {
    const auto oldest = by_last_.begin();
    if (oldest->first >= ref || log.between(oldest->first, ref) <= gap) return;
    by_source_.erase(oldest->second);
    by_last_.erase(oldest);
  }
}

SessionUnderWay* SourcesUnderWay::find(const NetworkSource& source) {
  const bool only = source.address == Text::none && by_source_.size() == 1;
  const auto found = only ? by_source_.begin() : by_source_.find(source);
  return found == by_source_.end() ? nullptr : &found->second;
}

SessionUnderWay& SourcesUnderWay::add(const SessionUnderWay& session) {
  by_last_.emplace(session.last, session.source);
  return by_source_[session.source] = session;
}

void SourcesUnderWay::prolong(SessionUnderWay& session, EventRef last) {
  if (last <= session.last) return;
  by_last_.erase({session.last, session.source});
  session.last = last;
  by_last_.emplace(last, session.source);
}

}  // namespace sojourn
