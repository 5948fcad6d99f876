#include "correlator/namesakes.h"

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "correlator/connections.h"
#include "schema/ascii.h"

namespace sojourn {
namespace {

using std::chrono::seconds;

// How two logs of one machine show it, from the surest down.
enum class Tie : std::uint8_t {
  identical,  // one record in both, or one RDP connection, or one start of LSASS
  start,      // both saw Windows start
  logon,      // both saw somebody come or go
};
constexpr std::array kTies{Tie::identical, Tie::start, Tie::logon};

// Two logs with the same mark are tied.
struct Mark {
  Tie tie{};
  Text text = Text::none;
  std::uint64_t number = 0;
  Timestamp time;
  std::size_t log = 0;

  auto key() const { return std::tuple{tie, text, number, time}; }
  auto operator<=>(const Mark&) const = default;
};

bool is_start(const Event& event) {
  using enum EventKind;
  return event.kind == lsass_started || event.kind == os_started ||
         event.kind == event_log_started || event.kind == lsm_started;
}

bool is_coming_or_going(const Event& event) {
  using enum EventKind;
  if (event.kind == logon) {
    return event.logon_type == 2 || event.logon_type == 7 || event.logon_type == 10 ||
           event.logon_type == 11;
  }
  constexpr std::array kKinds{
      session_logon,           session_logoff,         session_reconnected,
      rdp_authenticated,       logoff_initiated,       winlogon_logon,
      winlogon_logoff,         profile_logon_received, profile_logon_finished,
      profile_logoff_received, profile_logoff_finished};
  return std::ranges::find(kKinds, event.kind) != kKinds.end();
}

class Marks {
 public:
  Marks(const MachineLogs& logs, Strings& strings)
      : logs_(logs), strings_(strings), security_(strings.intern("Security")) {
    for (const MachineLog& log : logs.all()) {
      for (const ChannelReach& reach : log.channels)
        if (!log.collected) beginnings_.emplace(reach.channel, reach.first_record);
    }
  }

  void add(const Event& event) {
    log_ = logs_.of(event);
    // Of two logs that overlap, one holds the record with which the other begins.
    if (!logs_.all()[log_].collected && beginnings_.contains({event.channel, event.record}))
      put(Tie::identical, event.channel, event.record, event.time);
    add_activity(event);
    // Observed: from Kernel-General 12 to EventLog 6005 10 to 19 s.
    if (is_start(event)) put_near(Tie::start, Text::none, event.time, seconds{20});
    // The OpenSSH server's log and Security's records of its logons.
    if (event.kind == EventKind::ssh_message || strings_[event.process].ends_with("\\sshd.exe"))
      put_near(Tie::logon, strings_.intern("sshd"), event.time, seconds{5});
    // Observed: 5 s at most from a logon to the other logs' records of it.
    if (!is_coming_or_going(event)) return;
    if (event.sid != Text::none) put_near(Tie::logon, event.sid, event.time, seconds{5});
    if (event.user != Text::none) put_near(Tie::logon, folded(event.user), event.time, seconds{5});
  }

  std::vector<Mark> take() {
    std::ranges::sort(marks_);
    marks_.erase(std::unique(marks_.begin(), marks_.end()), marks_.end());
    return std::move(marks_);
  }

 private:
  // In Security the first half names the start of LSASS (observed on Windows 10, one value a boot),
  // where it is no random GUID (version 4, the third group's first digit).
  void add_activity(const Event& event) {
    const std::string_view activity = strings_[event.activity];
    if (!names_connection(activity)) return;
    if (event.channel != security_) {
      put(Tie::identical, event.activity, 0, {});
    } else if (activity.size() == 36 && activity[14] != '4') {
      put(Tie::identical, strings_.intern(activity.substr(0, 13)), 0, {});
    }
  }

  void put(Tie tie, Text text, std::uint64_t number, Timestamp time) {
    marks_.push_back({tie, text, number, time, log_});
  }

  // Marks of which two records no further apart than `reach` have at least one in common, and two
  // twice as far apart have none: the times in steps of double width, once from 0 and once from the
  // middle.
  void put_near(Tie tie, Text text, Timestamp time, Ticks reach) {
    const std::int64_t step = 2 * reach.count(), at = time.time_since_epoch().count();
    put(tie, text, 0, Timestamp{Ticks{at / step}});
    put(tie, text, 1, Timestamp{Ticks{(at + reach.count()) / step}});
  }

  Text folded(Text user) {
    Text& known = folded_[user];
    if (known == Text::none) known = strings_.intern(ascii_lower(strings_[user]));
    return known;
  }

  const MachineLogs& logs_;
  Strings& strings_;
  const Text security_;
  std::set<std::pair<Text, std::uint64_t>> beginnings_;
  std::map<Text, Text> folded_;
  std::vector<Mark> marks_;
  std::size_t log_ = 0;
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

  // Rounds, because a log may be tied to the machine's Security log only by way of a third.
  void settle(const std::vector<Mark>& marks) {
    for (bool changed = true; changed;) {
      changed = false;
      for (const Tie tie : kTies) {
        if (!settle_by(tie, marks)) continue;
        changed = true;
        break;
      }
    }
    settle_by_name();
    join_unsettled(marks);
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

  using Votes = std::map<std::pair<std::size_t, std::size_t>, std::size_t>;

  // Calls `visit` with the logs of each mark of this tie and host.
  template <typename Visit>
  void for_each_mark(Tie tie, const std::vector<Mark>& marks, Visit visit) {
    for (auto first = marks.begin(); first != marks.end();) {
      const auto last = std::find_if(first, marks.end(),
                                     [&](const Mark& mark) { return mark.key() != first->key(); });
      if (first->tie == tie) {
        std::map<std::size_t, std::set<std::size_t>> parts;  // by host
        for (auto mark = first; mark != last; ++mark)
          parts[hosts_[mark->log]].insert(parts_.find(mark->log));
        for (const auto& [host, roots] : parts) {
          if (roots.size() > 1) visit(roots);
        }
      }
      first = last;
    }
  }

  bool is_settled(std::size_t root) { return settled_[parts_.find(root)]; }

  void join(std::size_t part, std::size_t machine) {
    const bool settled = is_settled(part) || is_settled(machine);
    parts_.join(part, machine);
    settled_[parts_.find(machine)] = settled;
  }

  // A mark that two machines have says nothing. Of the others nearly all must be one machine's:
  // two machines restart or see an Administrator within the same seconds now and then.
  bool settle_by(Tie tie, const std::vector<Mark>& marks) {
    Votes votes;
    for_each_mark(tie, marks, [&](const std::set<std::size_t>& roots) {
      std::optional<std::size_t> machine;
      for (const std::size_t root : roots) {
        if (!is_settled(root)) continue;
        if (machine) return;
        machine = root;
      }
      if (!machine) return;
      for (const std::size_t root : roots) {
        if (root != *machine) ++votes[{root, *machine}];
      }
    });
    std::vector<std::pair<std::size_t, std::size_t>> joins;
    for (auto first = votes.begin(); first != votes.end();) {
      std::size_t all = 0;
      auto best = first, next = first;
      for (; next != votes.end() && next->first.first == first->first.first; ++next) {
        all += next->second;
        if (next->second > best->second) best = next;
      }
      if (10 * (all - best->second) <= best->second) joins.push_back(best->first);
      first = next;
    }
    for (const auto& [part, machine] : joins) join(part, machine);
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

  void join_unsettled(const std::vector<Mark>& marks) {
    for (const Tie tie : {Tie::identical, Tie::start}) {
      for_each_mark(tie, marks, [&](const std::set<std::size_t>& roots) {
        if (std::ranges::any_of(roots, [&](std::size_t root) { return is_settled(root); })) return;
        for (const std::size_t root : roots) join(root, *roots.begin());
      });
    }
  }

  std::vector<std::size_t>& hosts_;
  const std::vector<MachineLog>& logs_;
  UnionFind parts_;
  std::vector<bool> settled_;  // by the root of a part: its machine SID is known
  std::set<std::size_t> parted_;
};

}  // namespace

void part_namesakes(std::vector<std::size_t>& hosts, const MachineLogs& logs,
                    const std::vector<Event>& events, Strings& strings) {
  Namesakes namesakes(hosts, logs);
  if (!namesakes.any()) return;
  Marks marks(logs, strings);
  for (const Event& event : events) {
    if (namesakes.is_parted(logs.of(event))) marks.add(event);
  }
  namesakes.settle(marks.take());
  namesakes.part();
}

}  // namespace sojourn
