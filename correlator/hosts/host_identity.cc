#include "correlator/hosts/host_identity.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "correlator/hosts/namesakes.h"
#include "correlator/hosts/union_find.h"

namespace sojourn {
namespace {

// Names of Windows images, which many machines carried before they got their own (observed:
// 37L4247F27-25 in logs of two unrelated machines).
bool is_image_name(const std::string& name) {
  return name == "minwinpc" || name.starts_with("37l4247");
}

// What Setup calls a machine until somebody names it. Random, hence good enough to be known by, but
// a clone of the image carries it among its earlier names.
bool is_setup_name(const std::string& name) {
  return is_image_name(name) || (name.starts_with("win-") && name.size() == 15);
}

class Names {
 public:
  // The group of a machine known by `name`. Image names identify nobody: each log has its own.
  std::size_t group_of(const std::string& name) {
    if (is_image_name(name) || name.empty()) return groups_.add();
    const auto [entry, is_new] = by_name_.try_emplace(name, 0);
    if (is_new) entry->second = groups_.add();
    return entry->second;
  }

  void add_alias(std::size_t group, const std::string& name) {
    if (!is_setup_name(name)) aliases_.emplace_back(name, group);
  }

  // A machine's earlier name that another log still ends with, and "pc01" where there is one
  // "pc01.…".
  void join_aliases() {
    for (const auto& [name, group] : aliases_) {
      if (const auto known = by_name_.find(name); known != by_name_.end())
        groups_.join(known->second, group);
    }
    std::map<std::string, std::set<std::size_t>> full_names;
    for (const auto& [name, group] : by_name_) {
      if (const auto dot = name.find('.'); dot != std::string::npos) {
        full_names[name.substr(0, dot)].insert(groups_.find(group));
      }
    }
    for (const auto& [label, hosts] : full_names) {
      const auto known = by_name_.find(label);
      if (known != by_name_.end() && hosts.size() == 1) groups_.join(known->second, *hosts.begin());
    }
  }

  std::size_t find(std::size_t group) { return groups_.find(group); }

 private:
  UnionFind groups_;
  std::map<std::string, std::size_t> by_name_;
  std::vector<std::pair<std::string, std::size_t>> aliases_;
};

std::vector<std::size_t> hosts_by_name(const MachineLogs& logs) {
  Names names;
  std::vector<std::size_t> hosts;
  for (const MachineLog& log : logs.all()) {
    hosts.push_back(names.group_of(log.names.back()));
    for (std::size_t i = 0; i + 1 < log.names.size(); ++i)
      names.add_alias(hosts.back(), log.names[i]);
  }
  names.join_aliases();
  for (std::size_t& host : hosts) host = names.find(host);
  return hosts;
}

// What is known of all logs of one host together.
struct Machine {
  std::size_t host = 0;
  std::string name;  // the least of those that its logs end with
  bool is_image = false;
  Timestamp first = Timestamp::max(), last = Timestamp::min();
  std::set<std::string> machine_sids, account_authorities;
  std::map<Text, ChannelReach> channels;  // of its own logs: a collector counts differently
};

// What two machines reach, together.
void extend(std::map<Text, ChannelReach>& channels, const ChannelReach& reach) {
  ChannelReach& known = channels.try_emplace(reach.channel, reach).first->second;
  known.first_record = std::min(known.first_record, reach.first_record);
  known.last_record = std::max(known.last_record, reach.last_record);
}

void add(Machine& machine, const MachineLog& log) {
  if (machine.name.empty() || log.names.back() < machine.name) machine.name = log.names.back();
  machine.is_image =
      machine.is_image || is_image_name(log.names.back()) || log.names.back().empty();
  machine.machine_sids.insert(log.machine_sids.begin(), log.machine_sids.end());
  machine.account_authorities.insert(log.account_authorities.begin(),
                                     log.account_authorities.end());
  for (const ChannelReach& reach : log.channels) {
    machine.first = std::min(machine.first, reach.first);
    machine.last = std::max(machine.last, reach.last);
    if (!log.collected) extend(machine.channels, reach);
  }
}

bool share_any(const std::set<std::string>& a, const std::set<std::string>& b) {
  return std::ranges::any_of(a, [&](const std::string& text) { return b.contains(text); });
}

// Whether the later machine can be the earlier one under a new name: a machine has one name at a
// time, and its logs count on. Kernel-General writes the time of the stop into the next start's
// log, which may be some seconds before the last record of the old name.
bool can_follow(const Machine& later, const Machine& earlier) {
  if (later.first + std::chrono::minutes{1} < earlier.last) return false;
  return std::ranges::all_of(later.channels, [&](const auto& entry) {
    const auto before = earlier.channels.find(entry.first);
    return before == earlier.channels.end() ||
           before->second.last_record < entry.second.first_record;
  });
}

// Joins what was renamed although no log has both names.
class Renamed {
 public:
  Renamed(std::vector<std::size_t>& hosts, const MachineLogs& logs) : hosts_(hosts) {
    std::map<std::size_t, std::size_t> place;
    for (std::size_t i = 0; i < hosts_.size(); ++i) {
      const auto [entry, is_new] = place.try_emplace(hosts_[i], machines_.size());
      if (is_new) machines_.emplace_back().host = hosts_[i];
      add(machines_[entry->second], logs.all()[i]);
    }
    std::erase_if(machines_, [](const Machine& machine) { return machine.is_image; });
    // Nothing may depend on the numbers of files.
    std::ranges::sort(machines_, [](const Machine& a, const Machine& b) {
      return std::tie(a.first, a.last, a.name) < std::tie(b.first, b.last, b.name);
    });
    joined_ = UnionFind(machines_.size());
  }

  void join() {
    join_by_machine_sid();
    join_by_record_id();
    std::map<std::size_t, std::size_t> host_of;
    for (std::size_t i = 0; i < machines_.size(); ++i)
      host_of[machines_[i].host] = machines_[joined_.find(i)].host;
    for (std::size_t& host : hosts_) {
      if (const auto found = host_of.find(host); found != host_of.end()) host = found->second;
    }
  }

 private:
  // Copies of an image that nobody generalized have one machine SID, too, but are several machines
  // at a time. As soon as two of its bearers are, the SID says nothing of any of them.
  void join_by_machine_sid() {
    std::map<std::string, std::vector<std::size_t>> bearers;
    for (std::size_t i = 0; i < machines_.size(); ++i) {
      for (const std::string& sid : machines_[i].machine_sids) bearers[sid].push_back(i);
    }
    for (const auto& [sid, machines] : bearers) {
      if (!come_one_after_another(machines)) continue;
      for (const std::size_t machine : machines) joined_.join(machine, machines.front());
    }
  }

  bool come_one_after_another(const std::vector<std::size_t>& machines) const {
    Machine before;  // all earlier ones together
    return std::ranges::all_of(machines, [&](std::size_t i) {
      const bool follows = can_follow(machines_[i], before);
      before.last = std::max(before.last, machines_[i].last);
      for (const auto& [channel, reach] : machines_[i].channels) extend(before.channels, reach);
      return follows;
    });
  }

  // A log that begins with the very record id behind another's last, where nothing else fits.
  // Record ids alone are small numbers that many logs have: accounts of one domain or machine must
  // be in both.
  void join_by_record_id() {
    std::map<std::pair<Text, std::uint64_t>, std::vector<std::size_t>> beginnings;
    for (std::size_t i = 0; i < machines_.size(); ++i) {
      for (const auto& [channel, reach] : machines_[i].channels)
        beginnings[{channel, reach.first_record}].push_back(i);
    }
    std::map<std::size_t, std::set<std::size_t>> later_ones, earlier_ones;
    for (std::size_t i = 0; i < machines_.size(); ++i) {
      std::set<std::size_t> asked;
      for (const auto& [channel, reach] : machines_[i].channels) {
        const auto found = beginnings.find({channel, reach.last_record + 1});
        if (found == beginnings.end() || found->second.size() > kMostBeginnings) continue;
        for (const std::size_t later : found->second) {
          if (!asked.insert(later).second || !continues(machines_[later], machines_[i])) continue;
          later_ones[i].insert(later);
          earlier_ones[later].insert(i);
        }
      }
    }
    for (const auto& [earlier, later] : later_ones) {
      if (later.size() == 1 && earlier_ones[*later.begin()].size() == 1)
        joined_.join(*later.begin(), earlier);
    }
  }

  static bool continues(const Machine& later, const Machine& earlier) {
    const bool one_installation = later.machine_sids.empty() || earlier.machine_sids.empty() ||
                                  share_any(later.machine_sids, earlier.machine_sids);
    return &later != &earlier && one_installation && can_follow(later, earlier) &&
           share_any(later.account_authorities, earlier.account_authorities);
  }

  // Of logs that so many machines begin at one record id, as clones of an image do, none is known
  // by it.
  static constexpr std::size_t kMostBeginnings = 256;

  std::vector<std::size_t>& hosts_;
  std::vector<Machine> machines_;  // by the time of their first record
  UnionFind joined_;
};

}  // namespace

std::vector<std::size_t> hosts_of(const MachineLogs& logs, const std::vector<Event>& events,
                                  Strings& strings) {
  std::vector<std::size_t> hosts = hosts_by_name(logs);
  part_namesakes(hosts, logs, events, strings);
  Renamed(hosts, logs).join();
  return hosts;
}

}  // namespace sojourn
