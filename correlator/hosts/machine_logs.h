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
#include <span>
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

// What one file holds under one spelling of a computer's name.
struct LogName {
  std::uint32_t file = 0;  // as Event::file
  Text computer = Text::none;
  auto operator<=>(const LogName&) const = default;
};

struct LogExtent {
  Timestamp first = Timestamp::max(), last = Timestamp::min();
  std::uint64_t events = 0;
};

// Is told all records and ranges, then finish()ed, then asked.
class MachineLogs {
 public:
  // Keeps the names of computers and channels in `names`, of which LogName::computer and
  // ChannelReach::channel are; it must outlive this.
  explicit MachineLogs(Strings& names) : names_(names) {}

  // A stretch of records in any order. Their texts are of `strings`.
  void note(std::span<const Event> events, const Strings& strings);
  // The channels of `ranges` are of the names.
  void finish(const std::vector<RecordRange>& ranges);

  const std::vector<MachineLog>& all() const { return logs_; }
  // What was noted by file and spelling, and the index of the log it is in.
  const std::map<LogName, LogExtent>& extents() const { return extents_; }
  std::size_t of(const LogName& name) const { return by_name_.at(name); }
  // Of each file its logs; none where it holds no record of the catalog.
  const std::vector<std::vector<std::size_t>>& files() const { return files_; }
  const Strings& names() const { return names_; }
  struct Between {
    Timestamp from, to;
  };
  // Whether Windows started or stopped on a machine of one of these names between the times.
  bool is_restarted(const std::set<std::string>& names, const Between& between) const;

 private:
  struct Accounts {
    std::set<std::string> machine_sids, authorities;
  };
  class Noting;

  void make_logs();
  void find_renames(const std::vector<RecordRange>& ranges);

  Strings& names_;
  std::map<LogName, LogExtent> extents_;
  std::map<LogName, std::map<Text, ChannelReach>> reaches_;  // by channel
  std::map<LogName, Accounts> accounts_;
  std::vector<MachineLog> logs_;
  std::vector<std::vector<std::size_t>> files_;
  std::map<LogName, std::size_t> by_name_;
  std::map<std::string, std::set<Timestamp>> restarts_;  // by name
};

}  // namespace sojourn
