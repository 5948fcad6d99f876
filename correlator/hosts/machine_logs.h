// What each log says of the machine that wrote it.
//
// A log is what one file holds under one computer's name. A file may hold what several machines
// forwarded (Windows Event Forwarding), with the collector's record numbers or with their own, or
// what one machine wrote before and after it was renamed.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "schema/event.h"
#include "schema/record_range.h"
#include "schema/strings.h"

namespace sojourn {

// Kernel-General writes the time of a stop into the log of the next start, which may be some
// seconds before the last record of the old name.
inline constexpr Ticks kStopToStart = std::chrono::minutes{1};

// From which record to which, with their times. The order of records is that of their numbers: the
// clock may be set back between them.
struct ChannelReach {
  Text channel = Text::none;
  std::uint64_t first_record = 0, last_record = 0;
  Timestamp first, last;

  void extend(const ChannelReach& more) {
    if (std::tie(more.first_record, more.first) < std::tie(first_record, first))
      std::tie(first_record, first) = std::tie(more.first_record, more.first);
    if (std::tie(more.last_record, more.last) > std::tie(last_record, last))
      std::tie(last_record, last) = std::tie(more.last_record, more.last);
  }
};

struct MachineLog {
  std::string name;       // Computer in lower case
  bool is_mixed = false;  // with other names in its file: no machine gets an old name back
  std::vector<ChannelReach> channels;
  // The log as which it goes on under a new name: the file's records are numbered without a hole
  // from one to the other, and the machine was restarted in between.
  std::optional<std::size_t> renamed_to;
  // "S-1-5-21-a-b-c" of the accounts that have the computer's name for a domain: the machine SID.
  // Windows makes one when it is installed and keeps it when the computer is renamed.
  std::set<std::string> machine_sids;
  std::set<std::string> account_authorities;  // the same of all accounts
};

class MachineLogs {
 public:
  MachineLogs(const std::vector<Event>& events, const std::vector<RecordRange>& ranges,
              const Strings& strings);

  const std::vector<MachineLog>& all() const { return logs_; }
  // The index of the log that holds the record.
  std::size_t of(const Event& event) const {
    const std::vector<std::size_t>& logs = files_[event.file];
    return logs.size() == 1 ? logs.front() : by_computer_.at({event.file, event.computer});
  }
  // Of each file its logs; none where it holds no record of the catalog.
  const std::vector<std::vector<std::size_t>>& files() const { return files_; }
  struct Between {
    Timestamp from, to;
  };
  // Whether Windows started or stopped on a machine of one of these names between the times.
  bool is_restarted(const std::set<std::string>& names, const Between& between) const;

 private:
  // By file, computer and channel.
  using Reaches = std::map<std::tuple<std::uint32_t, Text, Text>, ChannelReach>;

  Reaches find_reaches(const std::vector<Event>& events, const Strings& strings);
  void make_logs(const Reaches& reaches, const Strings& strings);
  void find_renames(const std::vector<RecordRange>& ranges);
  void find_accounts(const std::vector<Event>& events, const Strings& strings);

  std::vector<MachineLog> logs_;
  std::vector<std::vector<std::size_t>> files_;
  std::map<std::pair<std::uint32_t, Text>, std::size_t> by_computer_;
  std::map<std::string, std::set<Timestamp>> restarts_;  // by name
};

}  // namespace sojourn
