// Which machine wrote which records.
//
// A log names its machine in every record. One name is one host, and each name in a file is a host
// of its own, for a file may hold what several machines forwarded. Two exceptions need a proof. A
// machine was renamed where it was restarted between the names, and either its record numbers go on
// without a hole or both names have one machine SID; alternation or overlap in time disproves it.
// And several machines have one name where their machine SIDs say so
// (correlator/hosts/same_name.h).
#pragma once

#include <string>
#include <vector>

#include "schema/event.h"
#include "schema/record_range.h"
#include "schema/strings.h"

namespace sojourn {

struct HostName {
  Text name = Text::none;
  Timestamp first, last;
};

struct Host {
  Text name = Text::none;           // of its latest record
  std::vector<HostName> names;      // all, by name
  std::string remark;               // what is to be known where others have the name, too
  std::vector<Event> events;        // in no particular order
  std::vector<RecordRange> ranges;  // of its own logs
  // Of files that hold other hosts' records, too: more evidence may prove that it is one machine,
  // renamed. Until then they do not measure what is missing.
  std::vector<RecordRange> unplaced_ranges;
};

// Splits events by host; the hosts come in the order of their names. The result does not depend on
// the order of `events`, nor on Event::file beyond which events share a file.
//
// `ranges` go along with the events of the files that tell of them (host_source_file). Those of a
// file in which names alternate are left out, for a collector may count what it gathers its own
// way, as are those of a file without any event of the catalog, which nothing but its name would
// tie to a host.
std::vector<Host> split_hosts(std::vector<Event> events, Strings& strings,
                              const std::vector<RecordRange>& ranges = {});

}  // namespace sojourn
