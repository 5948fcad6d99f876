#include "correlator/hosts/host_identity.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "correlator/hosts/same_name.h"
#include "correlator/hosts/union_find.h"
#include "correlator/names/computer_name.h"

namespace sojourn {
namespace {

// One name is one host, and so is "pc01" with the only "pc01.…".
std::vector<std::size_t> hosts_by_name(const std::vector<MachineLog>& logs) {
  UnionFind hosts(logs.size());
  std::map<std::string, std::size_t> by_name;
  for (std::size_t i = 0; i < logs.size(); ++i) {
    // What many machines were called says nothing; where the log goes on, its next name does.
    if (is_image_name(logs[i].name) || (is_setup_name(logs[i].name) && logs[i].renamed_to))
      continue;
    hosts.join(i, by_name.try_emplace(logs[i].name, i).first->second);
  }
  std::map<std::string, std::set<std::size_t>> by_label;
  for (const auto& [name, log] : by_name) {
    if (const auto dot = name.find('.'); dot != std::string::npos)
      by_label[name.substr(0, dot)].insert(log);
  }
  for (const auto& [label, full_names] : by_label) {
    const auto known = by_name.find(label);
    if (known != by_name.end() && full_names.size() == 1)
      hosts.join(known->second, *full_names.begin());
  }
  std::vector<std::size_t> found(logs.size());
  for (std::size_t i = 0; i < logs.size(); ++i) found[i] = hosts.find(i);
  return found;
}

// What is known of all logs of one host together. The clock may have been set back, so that the
// first and the last time of a channel are those of its records with the least and highest number.
struct Machine {
  std::set<std::string> names, machine_sids;
  std::map<Text, ChannelReach> channels;
  // Of logs in which other machines' records stand between.
  Timestamp mixed_first = Timestamp::max(), mixed_last = Timestamp::min();

  void add(const MachineLog& log) {
    names.insert(log.name);
    machine_sids.insert(log.machine_sids.begin(), log.machine_sids.end());
    for (const ChannelReach& reach : log.channels) {
      if (!log.is_mixed) {
        channels.try_emplace(reach.channel, reach).first->second.extend(reach);
      } else {
        mixed_first = std::min(mixed_first, reach.first);
        mixed_last = std::max(mixed_last, reach.last);
      }
    }
  }
  void add(const Machine& other) {
    names.insert(other.names.begin(), other.names.end());
    for (const auto& [channel, reach] : other.channels)
      channels.try_emplace(channel, reach).first->second.extend(reach);
    mixed_first = std::min(mixed_first, other.mixed_first);
    mixed_last = std::max(mixed_last, other.mixed_last);
  }
  Timestamp first() const {
    Timestamp first = mixed_first;
    for (const auto& [channel, reach] : channels) first = std::min(first, reach.first);
    return first;
  }
  Timestamp last() const {
    Timestamp last = mixed_last;
    for (const auto& [channel, reach] : channels) last = std::max(last, reach.last);
    return last;
  }
};

// By host, the machines that their logs show.
std::map<std::size_t, Machine> machines_of(const std::vector<std::size_t>& hosts,
                                           const std::vector<MachineLog>& logs) {
  std::map<std::size_t, Machine> machines;
  for (std::size_t i = 0; i < hosts.size(); ++i) machines[hosts[i]].add(logs[i]);
  return machines;
}

void join_hosts(std::vector<std::size_t>& hosts, UnionFind& joined) {
  for (std::size_t& host : hosts) host = joined.find(host);
}

// A file goes on under a new name. The machine's other logs have the old name no longer, or another
// machine has it. Where the clock was set back and two logs go on, no other has the old name later
// than they do, nor the new one earlier.
void join_by_record_sequence(std::vector<std::size_t>& hosts, const std::vector<MachineLog>& logs,
                             std::size_t count) {
  const auto machines = machines_of(hosts, logs);
  struct Passage {
    std::size_t logs = 0;
    Timestamp last = Timestamp::min(), first = Timestamp::max();  // of the old name and the new
  };
  std::map<std::pair<std::size_t, std::size_t>, Passage> passages;
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    if (!logs[i].renamed_to) continue;
    const MachineLog& next = logs[*logs[i].renamed_to];
    Passage& passage = passages[{hosts[i], hosts[*logs[i].renamed_to]}];
    ++passage.logs;
    passage.last = std::max(passage.last, logs[i].channels.front().last);
    passage.first = std::min(passage.first, next.channels.front().first);
  }
  UnionFind joined(count);
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    if (!logs[i].renamed_to) continue;
    const std::size_t before = hosts[i], after = hosts[*logs[i].renamed_to];
    const Machine &earlier = machines.at(before), &later = machines.at(after);
    const Passage& passage = passages.at({before, after});
    const bool only_these = passage.logs > 1 && earlier.last() <= passage.last + kStopToStart &&
                            passage.first <= later.first();
    if (is_setup_name(logs[i].name) || only_these ||
        earlier.last() <= later.first() + kStopToStart) {
      joined.join(before, after);
    }
  }
  join_hosts(hosts, joined);
}

// Whether the later machine can be the earlier one under a new name: a machine has one name at a
// time, is restarted to change it, and its logs count on.
bool can_follow(const Machine& later, const Machine& earlier, const MachineLogs& logs) {
  std::set<std::string> names = earlier.names;
  names.insert(later.names.begin(), later.names.end());
  return earlier.last() <= later.first() + kStopToStart &&
         logs.is_restarted(names, {earlier.last(), later.first()}) &&
         std::ranges::all_of(later.channels, [&](const auto& entry) {
           const auto before = earlier.channels.find(entry.first);
           return before == earlier.channels.end() ||
                  before->second.last_record < entry.second.first_record;
         });
}

// Machines of one SID that come one after another. Copies of an image that nobody generalized have
// one machine SID, too, but are several machines at a time: as soon as two of its bearers are, the
// SID says nothing of any of them.
void join_by_machine_sid(std::vector<std::size_t>& hosts, const MachineLogs& logs,
                         std::size_t count) {
  const auto machines = machines_of(hosts, logs.all());
  std::map<std::string, std::vector<std::size_t>> bearers;
  for (const auto& [host, machine] : machines) {
    if (std::ranges::any_of(machine.names, is_image_name) && machine.names.size() == 1) continue;
    for (const std::string& sid : machine.machine_sids) bearers[sid].push_back(host);
  }
  UnionFind joined(count);
  for (auto& [sid, of_sid] : bearers) {
    std::ranges::sort(of_sid, {}, [&](std::size_t host) {
      const Machine& machine = machines.at(host);
      return std::tuple{machine.first(), machine.last(), machine.names};
    });
    Machine before = machines.at(of_sid.front());
    const bool one_after_another =
        std::all_of(of_sid.begin() + 1, of_sid.end(), [&](std::size_t host) {
          const Machine& machine = machines.at(host);
          const bool follows = can_follow(machine, before, logs);
          before.add(machine);
          return follows;
        });
    if (!one_after_another) continue;
    for (const std::size_t host : of_sid) joined.join(host, of_sid.front());
  }
  join_hosts(hosts, joined);
}

}  // namespace

HostsOfLogs hosts_of(const MachineLogs& logs, const RecordsOfLogs& records) {
  std::vector<std::size_t> hosts = hosts_by_name(logs.all());
  std::vector<std::string> remarks = part_machines_of_one_name(hosts, logs, records);
  const std::size_t count = logs.all().size();  // hosts are numbered by one of their logs
  join_by_record_sequence(hosts, logs.all(), count);
  join_by_machine_sid(hosts, logs, count);
  return {std::move(hosts), std::move(remarks)};
}

}  // namespace sojourn
