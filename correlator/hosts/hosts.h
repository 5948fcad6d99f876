// Which machine wrote which records.
//
// A log names its machine in every record, and the name changes: Windows sets itself up under the
// image's name, machines are renamed and join domains. So a log belongs to one host, whose name is
// the last it carries; its earlier names are aliases. The machine SID, where a log has local
// accounts, tells two machines of one name apart and finds one machine under two names. Logs of
// forwarded events are the exception: there each record speaks for itself.
#pragma once

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
  std::vector<Event> events;        // in no particular order
  std::vector<RecordRange> ranges;  // of its own logs
};

// Splits events by host; the hosts come in the order of their names. The result does not depend on
// the order of `events`, nor on Event::file beyond which events share a file.
//
// `ranges` go along with the events of the files that tell of them. Those of a collector's file are
// left out, for it counts what it gathers its own way, as are those of a file without any event of
// the catalog, which nothing but its name would tie to a host.
std::vector<Host> split_hosts(std::vector<Event> events, Strings& strings,
                              const std::vector<RecordRange>& ranges = {});

}  // namespace sojourn
