#include "correlator/hosts/same_name.h"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "correlator/hosts/union_find.h"
#include "correlator/names/activity_id.h"
#include "correlator/names/computer_name.h"
#include "schema/ascii.h"

namespace sojourn {
namespace {

// What only one machine's logs have: an RDP connection's ActivityID, or a record, which copies of a
// log share.
struct Trace {
  std::size_t host = 0;
  Text text = Text::none;
  std::uint64_t record = 0;
  Timestamp time;
  std::size_t log = 0;

  bool is_same(const Trace& other) const {
    return host == other.host && text == other.text && record == other.record && time == other.time;
  }
  auto operator<=>(const Trace&) const = default;
};

class SameName {
 public:
  SameName(const std::vector<std::size_t>& hosts, const std::vector<MachineLog>& logs)
      : hosts_(hosts), parts_(hosts.size()) {
    std::map<std::pair<std::size_t, std::string>, std::size_t> log_of_sid;
    for (std::size_t i = 0; i < logs.size(); ++i) {
      for (const std::string& sid : logs[i].machine_sids)
        parts_.join(i, log_of_sid.try_emplace({hosts[i], sid}, i).first->second);
    }
    std::map<std::size_t, std::map<std::size_t, std::string>> machines;  // their SIDs, by host
    for (const auto& [key, log] : log_of_sid) {
      std::string& sids = machines[key.first][parts_.find(log)];
      sids += (sids.empty() ? "" : ", ") + key.second;
    }
    std::erase_if(machines, [](const auto& of_host) { return of_host.second.size() == 1; });
    for (const auto& [host, of_host] : machines) {
      parted_.insert(host);
      sids_.insert(of_host.begin(), of_host.end());
    }
    // Winlogon and User Profile Service write the SIDs of local accounts without their domain.
    MachinesOfParts machines_of;
    for (std::size_t i = 0; i < logs.size(); ++i) {
      for (const std::string& authority : logs[i].account_authorities) {
        const auto found = log_of_sid.find({hosts[i], authority});
        if (found != log_of_sid.end()) machines_of[i].insert(parts_.find(found->second));
      }
    }
    follow(machines_of);
  }

  bool is_any_parted() const { return !parted_.empty(); }
  bool is_parted(std::size_t log) const { return parted_.contains(hosts_[log]); }

  void follow_traces(std::vector<Trace> traces) {
    std::ranges::sort(traces);
    MachinesOfParts machines_of;
    for (const bool among_untold : {true, false}) {
      for (std::size_t first = 0, last = 0; first < traces.size(); first = last) {
        std::set<std::size_t> machines, untold;
        for (; last < traces.size() && traces[last].is_same(traces[first]); ++last) {
          const std::size_t part = parts_.find(traces[last].log);
          (sids_.contains(part) ? machines : untold).insert(part);
        }
        if (machines.size() > 1) continue;  // what two machines have says nothing
        for (const std::size_t part : untold) {
          if (among_untold) parts_.join(part, *untold.begin());
          if (!among_untold) machines_of[part].insert(machines.begin(), machines.end());
        }
      }
    }
    follow(machines_of);
  }

  // Each part becomes a host of its own, with the number of one of its logs.
  std::vector<std::string> part(std::vector<std::size_t>& hosts) {
    std::vector<std::string> remarks(hosts.size());
    std::vector<std::size_t> parted = hosts;
    for (std::size_t i = 0; i < hosts.size(); ++i) {
      if (!is_parted(i)) continue;
      parted[i] = parts_.find(i);
      const auto sids = sids_.find(parted[i]);
      remarks[i] =
          sids != sids_.end()
              ? "told from another machine that had its name by the machine SID " + sids->second
              : "several machines have this name, and nothing tells which of them wrote "
                "these records";
    }
    hosts = std::move(parted);
    return remarks;
  }

 private:
  using MachinesOfParts = std::map<std::size_t, std::set<std::size_t>>;

  // A part whose machine is not told goes with the only one that it is tied to.
  void follow(const MachinesOfParts& machines_of) {
    for (const auto& [part, machines] : machines_of) {
      if (machines.size() == 1 && !sids_.contains(parts_.find(part)))
        parts_.join(part, *machines.begin());
    }
  }

  const std::vector<std::size_t>& hosts_;
  UnionFind parts_;
  std::set<std::size_t> parted_;             // hosts that are several machines
  std::map<std::size_t, std::string> sids_;  // of each of these machines, by the root of its part
};

}  // namespace

std::vector<std::string> part_machines_of_one_name(std::vector<std::size_t>& hosts,
                                                   const MachineLogs& logs,
                                                   const RecordsOfLogs& records) {
  SameName same_name(hosts, logs.all());
  if (!same_name.is_any_parted()) return std::vector<std::string>(hosts.size());
  std::set<LogName> parted;
  for (const auto& [name, extent] : logs.extents()) {
    const std::size_t log = logs.of(name);
    // Machines of one image have the records of its making in common.
    if (same_name.is_parted(log) && !is_setup_name(logs.all()[log].name)) parted.insert(name);
  }
  std::vector<Trace> traces;
  Strings texts;
  records(parted, [&](const LogName& name, std::span<const Event> events, const Strings& strings) {
    const std::size_t log = logs.of(name);
    for (const Event& event : events) {
      const std::string_view channel = strings[event.channel];
      traces.push_back({hosts[log], texts.intern(channel), event.record, event.time, log});
      // In Security the ActivityID is LSASS's, of another kind.
      if (channel != "Security" && names_connection(strings[event.activity]))
        traces.push_back({hosts[log], texts.intern(strings[event.activity]), 0, {}, log});
    }
  });
  same_name.follow_traces(std::move(traces));
  return same_name.part(hosts);
}

}  // namespace sojourn
