// Which machine wrote which records.
//
// A log names its machine in every record. One name is one host, and each name in a file is a host
// of its own, for a file may hold what several machines forwarded. Two exceptions need a proof. A
// machine was renamed where it was restarted between the names, and either its record numbers go on
// without a hole or both names have one machine SID; alternation or overlap in time disproves it,
// but where the clock was set back and the numbers of two logs go on. And several machines have one
// name where their machine SIDs say so (correlator/hosts/same_name.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "correlator/hosts/machine_logs.h"
#include "correlator/hosts/records_of_logs.h"
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

// Says which records are of which host, without having them in memory, and gives one host's after
// the other. The result does not depend on the order of the records, nor on Event::file beyond
// which of them share a file.
class HostSplit {
 public:
  // `ranges` go along with the events of their files. Those of a file in which names alternate are
  // left out, for a collector may count what it gathers its own way, as are those of a file without
  // any event of the catalog, which nothing but its name would tie to a host. `logs` is finished,
  // `records` gives the records that it was told, and both must outlive this.
  HostSplit(const MachineLogs& logs, const std::vector<RecordRange>& ranges, RecordsOfLogs records);

  // The hosts stand in the order of their names.
  std::size_t size() const { return hosts_.size(); }
  // At most so many records has the host.
  std::uint64_t events(std::size_t place) const { return hosts_[place].events; }
  // Its texts are of `strings`, which gets those that it lacks. Several threads may each take a
  // host, into pools of their own.
  Host take(std::size_t place, Strings& strings) const;

 private:
  struct Plan {
    std::size_t number = 0;   // as in host_of_log_
    std::set<LogName> names;  // of its records
    // Of all machines of these names, where one of their files holds several machines' records:
    // copies of the host's own records may stand there.
    std::set<LogName> beside;
    std::uint64_t events = 0;
    std::string remark;
    std::vector<RecordRange> ranges, unplaced_ranges;  // their channels are of the logs' names
  };

  void make_plans(const std::vector<RecordRange>& ranges);
  void find_forwarded();
  void find_copies();
  void sort_by_name();
  std::string latest_name(const Plan& plan) const;
  std::vector<Event> events_of(const Plan& plan, Strings& strings) const;

  const MachineLogs& logs_;
  const RecordsOfLogs records_;
  std::vector<std::size_t> host_of_log_;
  std::vector<std::string> remarks_;  // of each log
  std::vector<bool> forwarded_;       // of each file: whether it holds several machines' records
  std::vector<Plan> hosts_;
};

}  // namespace sojourn
