#include "correlator/hosts/hosts.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "correlator/hosts/host_identity.h"
#include "correlator/hosts/machine_logs.h"
#include "schema/ascii.h"
#include "schema/compare_events.h"

namespace sojourn {
namespace {

void collect_names(Host& host, const Strings& strings) {
  std::map<std::string_view, HostName> names;
  Timestamp latest = Timestamp::min();
  HostName* known = nullptr;  // as good as always the record before it has the same
  for (const Event& event : host.events) {
    const std::string_view text = strings[event.computer];
    if (known == nullptr || known->name != event.computer) {
      known =
          &names.try_emplace(text, HostName{event.computer, event.time, event.time}).first->second;
    }
    known->first = std::min(known->first, event.time);
    known->last = std::max(known->last, event.time);
    if (event.time > latest || (event.time == latest && text < strings[host.name])) {
      latest = event.time;
      host.name = event.computer;
    }
  }
  for (const auto& [text, name] : names) host.names.push_back(name);
}

// Of each file: whether it holds records of several machines.
std::vector<bool> forwarded_files(const MachineLogs& logs, const std::vector<std::size_t>& hosts) {
  std::vector<bool> forwarded;
  for (const std::vector<std::size_t>& of_file : logs.files()) {
    forwarded.push_back(std::ranges::any_of(of_file, [&](std::size_t log) {
      return logs.all()[log].is_mixed || hosts[log] != hosts[of_file.front()];
    }));
  }
  return forwarded;
}

// Leaves out the forwarded copies of records that a machine's own log holds, too. Their numbers may
// be the collector's: only time and content tell.
void drop_forwarded_copies(std::vector<Event>& events, const std::vector<bool>& forwarded,
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
    if (forwarded[event.file]) copies.push_back(&event);
  }
  std::ranges::sort(copies, in_order);
  for (const Event& event : events) {
    if (forwarded[event.file]) continue;
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

// Machines of one name come in the order of their first records.
void sort_by_name(std::vector<Host>& hosts, const Strings& strings) {
  struct Key {
    std::string name;
    const Event* first;
    std::size_t events;
  };
  const auto earlier = [&](const Event& a, const Event& b) {
    const auto x = std::tuple{a.time, strings[a.channel], a.record};
    const auto y = std::tuple{b.time, strings[b.channel], b.record};
    return x != y ? x < y : compare_content(a, b, strings) < 0;
  };
  std::vector<std::pair<Key, std::size_t>> keys;
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    const std::vector<Event>& events = hosts[i].events;
    keys.push_back({{ascii_lower(strings[hosts[i].name]),
                     &*std::ranges::min_element(events, earlier), events.size()},
                    i});
  }
  std::ranges::sort(keys, [&](const auto& x, const auto& y) {
    const Key &a = x.first, &b = y.first;
    if (a.name != b.name) return a.name < b.name;
    if (earlier(*a.first, *b.first) || earlier(*b.first, *a.first))
      return earlier(*a.first, *b.first);
    return a.events < b.events;
  });
  std::vector<Host> sorted;
  sorted.reserve(hosts.size());
  for (const auto& [key, place] : keys) sorted.push_back(std::move(hosts[place]));
  hosts = std::move(sorted);
}

}  // namespace

std::vector<Host> split_hosts(std::vector<Event> events, Strings& strings,
                              const std::vector<RecordRange>& ranges) {
  const MachineLogs logs(events, ranges, strings);
  const auto [host_of_log, remarks] = hosts_of(logs, events, strings);
  const std::vector<bool> forwarded = forwarded_files(logs, host_of_log);
  if (std::ranges::find(forwarded, true) != forwarded.end())
    drop_forwarded_copies(events, forwarded, strings);

  std::map<std::size_t, std::vector<RecordRange>> ranges_of, unplaced_of;
  for (const RecordRange& range : ranges) {
    if (range.host_source_file >= forwarded.size()) continue;
    const std::vector<std::size_t>& of_file = logs.files()[range.host_source_file];
    if (of_file.empty() || logs.all()[of_file.back()].is_mixed) continue;
    auto& of_host = forwarded[range.host_source_file] ? unplaced_of : ranges_of;
    of_host[host_of_log[of_file.back()]].push_back(range);
  }
  std::map<std::size_t, std::string> remark_of;
  for (std::size_t i = 0; i < remarks.size(); ++i)
    remark_of[host_of_log[i]] = std::max(remark_of[host_of_log[i]], remarks[i]);
  std::map<std::size_t, std::size_t> count_of;
  for (const Event& event : events) ++count_of[host_of_log[logs.of(event)]];
  std::vector<Host> hosts(count_of.size());
  if (hosts.size() == 1) {
    hosts.front().events = std::move(events);  // without a second copy of them all
  } else {
    std::unordered_map<std::size_t, Host*> by_number;
    for (const auto& [number, count] : count_of) {
      Host& host = hosts[by_number.size()];
      host.events.reserve(count);
      by_number[number] = &host;
    }
    for (const Event& event : events)
      by_number[host_of_log[logs.of(event)]]->events.push_back(event);
  }
  std::size_t next = 0;
  for (const auto& [number, count] : count_of) {
    hosts[next].ranges = std::move(ranges_of[number]);
    hosts[next].unplaced_ranges = std::move(unplaced_of[number]);
    hosts[next++].remark = std::move(remark_of[number]);
  }
  for (Host& host : hosts) collect_names(host, strings);
  sort_by_name(hosts, strings);
  return hosts;
}

}  // namespace sojourn
