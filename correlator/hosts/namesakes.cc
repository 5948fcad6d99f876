#include "correlator/hosts/namesakes.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "correlator/hosts/namesake_marks.h"

namespace sojourn {
namespace {

// For which machines the marks of a log speak.
class Votes {
 public:
  // One more, or one less.
  void count(std::size_t machine, bool is_for) {
    std::size_t& votes = of_machine_[machine];
    most_.erase({votes, machine});
    if (is_for) {
      ++votes;
      ++all_;
    } else {
      --votes;
      --all_;
    }
    if (votes > 0) most_.insert({votes, machine});
  }
  std::optional<std::size_t> nearly_all() const {
    if (most_.empty()) return std::nullopt;
    const auto [votes, machine] = *most_.rbegin();
    return 10 * (all_ - votes) <= votes ? std::optional{machine} : std::nullopt;
  }

 private:
  std::map<std::size_t, std::size_t> of_machine_;
  std::set<std::pair<std::size_t, std::size_t>> most_;
  std::size_t all_ = 0;
};

class Namesakes {
 public:
  Namesakes(std::vector<std::size_t>& hosts, const MachineLogs& logs)
      : hosts_(hosts), logs_(logs.all()), parts_(hosts.size()), settled_(hosts.size()) {
    std::map<std::pair<std::size_t, std::string>, std::size_t> first;
    for (std::size_t i = 0; i < hosts_.size(); ++i) {
      for (const std::string& sid : logs_[i].machine_sids)
        parts_.join(i, first.try_emplace({hosts_[i], sid}, i).first->second);
    }
    std::map<std::size_t, std::set<std::size_t>> machines;
    for (std::size_t i = 0; i < hosts_.size(); ++i) {
      if (logs_[i].machine_sids.empty()) continue;
      settled_[i] = true;
      machines[hosts_[i]].insert(parts_.find(i));
    }
    for (const auto& [host, roots] : machines) {
      if (roots.size() > 1) parted_.insert(host);
    }
    settle_by_accounts(first);
  }

  bool any() const { return !parted_.empty(); }
  bool is_parted(std::size_t log) const { return parted_.contains(hosts_[log]); }

  // Rounds, because a log may be tied to the machine's Security log only by way of a third. Each
  // looks only at the logs that the last has votes for.
  void settle(const std::vector<Mark>& marks) {
    group(marks);
    for (std::size_t log = 0; log < hosts_.size(); ++log) {
      if (is_parted(log) && is_settled(log)) vote(log, parts_.find(log));
    }
    bool changed = true;
    while (changed) changed = std::ranges::any_of(kTies, [&](Tie tie) { return settle_by(tie); });
    settle_by_name();
    join_unsettled();
  }

  void part() {
    // Beyond every number in use; each part becomes a host of its own.
    const std::size_t beyond = hosts_.empty() ? 0 : *std::ranges::max_element(hosts_) + 1;
    std::vector<std::size_t> result = hosts_;
    for (std::size_t i = 0; i < hosts_.size(); ++i) {
      if (is_parted(i)) result[i] = beyond + parts_.find(i);
    }
    hosts_ = std::move(result);
  }

 private:
  // Of accounts of one of the machines: User Profile Service and Winlogon log SIDs without domains.
  void settle_by_accounts(
      const std::map<std::pair<std::size_t, std::string>, std::size_t>& log_of_sid) {
    std::vector<std::pair<std::size_t, std::size_t>> joins;
    for (std::size_t i = 0; i < hosts_.size(); ++i) {
      if (!is_parted(i) || is_settled(i)) continue;
      std::set<std::size_t> machines;
      for (const std::string& authority : logs_[i].account_authorities) {
        const auto found = log_of_sid.find({hosts_[i], authority});
        if (found != log_of_sid.end()) machines.insert(parts_.find(found->second));
      }
      if (machines.size() == 1) joins.emplace_back(i, *machines.begin());
    }
    for (const auto& [part, machine] : joins) join(part, machine);
  }

  // The logs of each mark on each host that has it in several logs.
  struct Group {
    Tie tie{};
    std::vector<std::size_t> logs;
    std::size_t machine = kNobody;  // the only one among them, or kSeveral
  };
  static constexpr std::size_t kNobody = static_cast<std::size_t>(-1);
  static constexpr std::size_t kSeveral = static_cast<std::size_t>(-2);

  void group(const std::vector<Mark>& marks) {
    for (auto first = marks.begin(); first != marks.end();) {
      const auto last = std::find_if(first, marks.end(),
                                     [&](const Mark& mark) { return mark.key() != first->key(); });
      std::map<std::size_t, std::vector<std::size_t>> by_host;
      for (auto mark = first; mark != last; ++mark) by_host[hosts_[mark->log]].push_back(mark->log);
      for (auto& [host, logs] : by_host) {
        if (logs.size() > 1) groups_.push_back({first->tie, std::move(logs), kNobody});
      }
      first = last;
    }
    groups_of_.resize(hosts_.size());
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      for (const std::size_t log : groups_[g].logs) groups_of_[log].push_back(g);
    }
  }

  bool is_settled(std::size_t root) { return settled_[parts_.find(root)]; }

  void join(std::size_t part, std::size_t machine) {
    const bool settled = is_settled(part) || is_settled(machine);
    parts_.join(part, machine);
    settled_[parts_.find(machine)] = settled;
  }

  // The log is known to be the machine's: so are, it seems, those that share a mark with it. A mark
  // that two machines have says nothing.
  void vote(std::size_t log, std::size_t machine) {
    for (const std::size_t g : groups_of_[log]) {
      Group& group = groups_[g];
      if (group.machine == machine || group.machine == kSeveral) continue;
      const bool is_first = group.machine == kNobody;
      const std::size_t of = is_first ? machine : group.machine;
      group.machine = is_first ? machine : kSeveral;
      for (const std::size_t other : group.logs) {
        if (is_settled(other)) continue;
        votes_[{group.tie, other}].count(of, is_first);
        undecided_[static_cast<std::size_t>(group.tie)].insert(other);
      }
    }
  }

  // Whether that settled any log. Of its votes nearly all must be for one machine: two machines
  // restart or see an Administrator within the same seconds now and then.
  bool settle_by(Tie tie) {
    std::vector<std::pair<std::size_t, std::size_t>> joins;
    for (const std::size_t log : std::exchange(undecided_[static_cast<std::size_t>(tie)], {})) {
      if (is_settled(log)) continue;
      const auto machine = votes_[{tie, log}].nearly_all();
      if (machine) joins.emplace_back(log, *machine);
    }
    for (const auto& [log, machine] : joins) join(log, machine);
    for (const auto& [log, machine] : joins) vote(log, machine);
    return !joins.empty();
  }

  // A name that only one of the machines ever had.
  void settle_by_name() {
    std::map<std::pair<std::size_t, std::string>, std::set<std::size_t>> bearers;
    for (std::size_t i = 0; i < hosts_.size(); ++i) {
      if (!is_parted(i) || !is_settled(i)) continue;
      for (const std::string& name : logs_[i].names)
        bearers[{hosts_[i], name}].insert(parts_.find(i));
    }
    for (std::size_t i = 0; i < hosts_.size(); ++i) {
      if (!is_parted(i) || is_settled(i)) continue;
      const auto found = bearers.find({hosts_[i], logs_[i].names.back()});
      if (found != bearers.end() && found->second.size() == 1) join(i, *found->second.begin());
    }
  }

  void join_unsettled() {
    for (const Tie tie : {Tie::identical, Tie::start}) {
      for (const Group& group : groups_) {
        if (group.tie != tie ||
            std::ranges::any_of(group.logs, [&](std::size_t log) { return is_settled(log); })) {
          continue;
        }
        for (const std::size_t log : group.logs) join(log, group.logs.front());
      }
    }
  }

  std::vector<std::size_t>& hosts_;
  const std::vector<MachineLog>& logs_;
  UnionFind parts_;
  std::vector<bool> settled_;  // by the root of a part: its machine SID is known
  std::set<std::size_t> parted_;
  std::vector<Group> groups_;
  std::vector<std::vector<std::size_t>> groups_of_;            // by log
  std::map<std::pair<Tie, std::size_t>, Votes> votes_;         // of each log by a kind of tie
  std::array<std::set<std::size_t>, kTies.size()> undecided_;  // logs with new votes, by tie
};

}  // namespace

void part_namesakes(std::vector<std::size_t>& hosts, const MachineLogs& logs,
                    const std::vector<Event>& events, Strings& strings) {
  Namesakes namesakes(hosts, logs);
  if (!namesakes.any()) return;
  NamesakeMarks marks(logs, strings);
  for (const Event& event : events) {
    if (namesakes.is_parted(logs.of(event))) marks.add(event);
  }
  namesakes.settle(marks.take());
  namesakes.part();
}

}  // namespace sojourn
