// The network sessions of one account that may still be joined, by where they came from.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "correlator/records/host_log.h"
#include "schema/session.h"

namespace sojourn {

// The address, or what the client calls itself where none is known.
struct NetworkSource {
  Text address = Text::none, client = Text::none;
  auto operator<=>(const NetworkSource&) const = default;
};

struct SessionUnderWay {
  NetworkSource source;
  SessionId session;
  EventRef last = kNone;  // its latest record
  EventRef last_logon = kNone;
};

class SourcesUnderWay {
 public:
  // Leaves out what no logon at `ref` can join: sessions of an earlier boot, and those of which the
  // last record lies more than `gap` before it.
  void go_on_to(const HostLog& log, EventRef ref, Ticks gap);

  // The session of this source, or the only one where the logon tells of no address. Null where
  // there is none, or several of which none is it for certain.
  SessionUnderWay* find(const NetworkSource& source);

  SessionUnderWay& add(const SessionUnderWay& session);
  void prolong(SessionUnderWay& session, EventRef last);

 private:
  BootId boot_;
  std::map<NetworkSource, SessionUnderWay> by_source_;
  std::set<std::pair<EventRef, NetworkSource>> by_last_;
};

}  // namespace sojourn
