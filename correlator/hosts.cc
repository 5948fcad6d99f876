#include "correlator/hosts.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>

#include "correlator/order.h"
#include "schema/ascii.h"

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

// Sets of names that belong together, by union and find.
class Groups {
 public:
  std::size_t add() {
    parent_.push_back(parent_.size());
    return parent_.size() - 1;
  }
  std::size_t find(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(std::size_t a, std::size_t b) { parent_[find(a)] = find(b); }

 private:
  std::vector<std::size_t> parent_;
};

// The Computer names of one file in the order of its records, each run of equal ones once.
std::vector<std::string> name_runs(std::vector<const Event*> records, const Strings& strings) {
  std::ranges::stable_sort(records, [](const Event* a, const Event* b) {
    return std::tuple{a->record, a->time} < std::tuple{b->record, b->time};
  });
  std::vector<std::string> runs;
  Text previous{0xFFFF'FFFF};
  for (const Event* record : records) {
    if (record->computer == previous) continue;
    previous = record->computer;
    std::string name = ascii_lower(strings[record->computer]);
    if (runs.empty() || runs.back() != name) runs.push_back(std::move(name));
  }
  return runs;
}

// A machine never gets an old name back between two records; a collector's log mixes machines.
bool is_collected(const std::vector<std::string>& runs) {
  return std::set<std::string>(runs.begin(), runs.end()).size() < runs.size();
}

class Identities {
 public:
  // The group of a machine known by `name`. Image names identify nobody: each file has its own.
  std::size_t of_name(const std::string& name) {
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
  Groups groups_;
  std::map<std::string, std::size_t> by_name_;
  std::vector<std::pair<std::string, std::size_t>> aliases_;
};

void collect_names(Host& host, const Strings& strings) {
  std::map<std::string_view, HostName> names;
  Timestamp latest = Timestamp::min();
  for (const Event& event : host.events) {
    const std::string_view text = strings[event.computer];
    const auto [entry, is_new] =
        names.try_emplace(text, HostName{event.computer, event.time, event.time});
    entry->second.first = std::min(entry->second.first, event.time);
    entry->second.last = std::max(entry->second.last, event.time);
    if (event.time > latest || (event.time == latest && text < strings[host.name])) {
      latest = event.time;
      host.name = event.computer;
    }
  }
  for (const auto& [text, name] : names) host.names.push_back(name);
}

// Leaves out the collectors' copies of records that a machine's own log holds, too. A collector
// counts records its own way: only time and content tell.
void drop_collected_copies(std::vector<Event>& events, const std::set<std::uint32_t>& collected,
                           const Strings& strings) {
  const auto before = [&](const Event* a, const Event* b) {
    const auto x = std::tuple{a->time, strings[a->channel]};
    const auto y = std::tuple{b->time, strings[b->channel]};
    return x != y ? x < y : compare_content(*a, *b, strings) < 0;
  };
  const auto in_order = [&](const Event* a, const Event* b) {
    if (before(a, b)) return true;
    if (before(b, a)) return false;
    return std::tuple{a->file, a->record} < std::tuple{b->file, b->record};
  };
  std::vector<const Event*> copies, own, dropped;
  for (const Event& event : events) {
    if (collected.contains(event.file)) copies.push_back(&event);
  }
  std::ranges::sort(copies, in_order);
  for (const Event& event : events) {
    if (collected.contains(event.file)) continue;
    if (std::ranges::binary_search(copies, event.time, {}, &Event::time)) own.push_back(&event);
  }
  std::ranges::sort(own, in_order);
  std::ranges::set_intersection(copies, own, std::back_inserter(dropped), before);
  std::ranges::sort(dropped);
  std::size_t kept = 0, next = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (next < dropped.size() && dropped[next] == &events[i]) {
      ++next;
    } else {
      events[kept++] = events[i];
    }
  }
  events.resize(kept);
}

}  // namespace

std::vector<Host> split_hosts(std::vector<Event> events, Strings& strings) {
  std::map<std::uint32_t, std::vector<const Event*>> files;
  for (const Event& event : events) files[event.file].push_back(&event);

  Identities identities;
  std::unordered_map<std::uint32_t, std::size_t> group_of_file;
  std::set<std::uint32_t> collected;
  for (const auto& [file, records] : files) {
    const auto runs = name_runs(records, strings);
    if (is_collected(runs)) {
      collected.insert(file);
      for (const std::string& name : runs) identities.of_name(name);
      continue;
    }
    const std::size_t group = group_of_file[file] = identities.of_name(runs.back());
    for (std::size_t i = 0; i + 1 < runs.size(); ++i) identities.add_alias(group, runs[i]);
  }
  identities.join_aliases();

  files.clear();
  if (!collected.empty()) drop_collected_copies(events, collected, strings);
  const auto group_of = [&](const Event& event) {
    return identities.find(collected.contains(event.file)
                               ? identities.of_name(ascii_lower(strings[event.computer]))
                               : group_of_file[event.file]);
  };
  std::unordered_map<std::size_t, std::size_t> count_of;
  for (const Event& event : events) ++count_of[group_of(event)];
  std::unordered_map<std::size_t, Host> by_group;
  if (count_of.size() == 1) {
    by_group[0].events = std::move(events);  // without a second copy of them all
  } else {
    for (const auto& [group, count] : count_of) by_group[group].events.reserve(count);
    for (const Event& event : events) by_group[group_of(event)].events.push_back(event);
  }

  std::vector<Host> hosts;
  hosts.reserve(by_group.size());
  for (auto& [group, host] : by_group) hosts.push_back(std::move(host));
  for (Host& host : hosts) collect_names(host, strings);
  const auto first_time = [](const Host& host) {
    return std::ranges::min(host.events, {}, &Event::time).time;
  };
  std::ranges::sort(hosts, [&](const Host& a, const Host& b) {
    const auto name_a = ascii_lower(strings[a.name]), name_b = ascii_lower(strings[b.name]);
    if (name_a != name_b) return name_a < name_b;
    return std::tuple{first_time(a), a.events.size()} < std::tuple{first_time(b), b.events.size()};
  });
  return hosts;
}

}  // namespace sojourn
