#include "correlator/hosts/hosts.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "correlator/hosts/host_identity.h"
#include "schema/ascii.h"
#include "schema/compare_events.h"
#include "schema/event_members.h"

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

// The first of some records, whatever their order.
bool is_earlier(const Event& a, const Event& b, const Strings& strings) {
  const auto x = std::tuple{a.time, strings[a.channel], a.record};
  const auto y = std::tuple{b.time, strings[b.channel], b.record};
  return x != y ? x < y : compare_content(a, b, strings) < 0;
}

}  // namespace

HostSplit::HostSplit(const MachineLogs& logs, const std::vector<RecordRange>& ranges,
                     RecordsOfLogs records)
    : logs_(logs), records_(std::move(records)) {
  HostsOfLogs found = hosts_of(logs_, records_);
  host_of_log_ = std::move(found.hosts);
  remarks_ = std::move(found.remarks);
  find_forwarded();
  make_plans(ranges);
  find_copies();
  sort_by_name();
}

void HostSplit::find_forwarded() {
  for (const std::vector<std::size_t>& of_file : logs_.files()) {
    forwarded_.push_back(std::ranges::any_of(of_file, [&](std::size_t log) {
      return logs_.all()[log].is_mixed || host_of_log_[log] != host_of_log_[of_file.front()];
    }));
  }
}

void HostSplit::make_plans(const std::vector<RecordRange>& ranges) {
  std::map<std::size_t, Plan> plans;
  for (const auto& [name, extent] : logs_.extents()) {
    const std::size_t log = logs_.of(name), number = host_of_log_[log];
    Plan& plan = plans[number];
    plan.number = number;
    plan.names.insert(name);
    plan.events += extent.events;
    plan.remark = std::max(plan.remark, remarks_[log]);
  }
  for (const RecordRange& range : ranges) {
    if (range.file >= forwarded_.size()) continue;
    const std::vector<std::size_t>& of_file = logs_.files()[range.file];
    if (of_file.empty() || logs_.all()[of_file.back()].is_mixed) continue;
    Plan& plan = plans.at(host_of_log_[of_file.back()]);
    (forwarded_[range.file] ? plan.unplaced_ranges : plan.ranges).push_back(range);
  }
  for (auto& [number, plan] : plans) hosts_.push_back(std::move(plan));
}

void HostSplit::find_copies() {
  std::map<std::string_view, std::set<LogName>> of_name;
  for (const auto& [name, extent] : logs_.extents())
    of_name[logs_.all()[logs_.of(name)].name].insert(name);
  for (Plan& plan : hosts_) {
    std::set<LogName> all;
    for (const LogName& name : plan.names) {
      const std::set<LogName>& same = of_name.at(logs_.all()[logs_.of(name)].name);
      all.insert(same.begin(), same.end());
    }
    if (std::ranges::any_of(all, [&](const LogName& name) { return forwarded_[name.file]; }))
      plan.beside = std::move(all);
  }
  // Of a name that several machines have, all may be copies of the others' records.
  std::erase_if(hosts_, [&](const Plan& plan) {
    Strings strings;
    return std::ranges::includes(plan.beside, plan.names) &&
           plan.beside.size() > plan.names.size() && events_of(plan, strings).empty();
  });
}

std::string HostSplit::latest_name(const Plan& plan) const {
  const auto later = [&](const LogName& a, const LogName& b) {
    const Timestamp x = logs_.extents().at(a).last, y = logs_.extents().at(b).last;
    return x != y ? x > y : logs_.names()[a.computer] < logs_.names()[b.computer];
  };
  return ascii_lower(logs_.names()[std::ranges::min_element(plan.names, later)->computer]);
}

// Machines of one name come in the order of their first records.
void HostSplit::sort_by_name() {
  struct Key {
    std::string name;
    std::size_t place = 0;
    std::optional<Event> first = {};
  };
  std::vector<Key> keys;
  for (const Plan& plan : hosts_) keys.push_back({latest_name(plan), keys.size()});
  std::ranges::sort(keys, {}, &Key::name);
  for (auto first = keys.begin(); first != keys.end();) {
    const auto last =
        std::find_if(first, keys.end(), [&](const Key& key) { return key.name != first->name; });
    if (last - first > 1) {
      Strings strings;
      const auto earlier = [&](const Event& a, const Event& b) {
        return is_earlier(a, b, strings);
      };
      for (auto key = first; key != last; ++key) {
        Plan& plan = hosts_[key->place];
        const std::vector<Event> events = events_of(plan, strings);
        plan.events = events.size();
        key->first = *std::ranges::min_element(events, earlier);
      }
      std::sort(first, last, [&](const Key& a, const Key& b) {
        if (earlier(*a.first, *b.first) || earlier(*b.first, *a.first))
          return earlier(*a.first, *b.first);
        return hosts_[a.place].events < hosts_[b.place].events;
      });
    }
    first = last;
  }
  std::vector<Plan> sorted;
  sorted.reserve(hosts_.size());
  for (const Key& key : keys) sorted.push_back(std::move(hosts_[key.place]));
  hosts_ = std::move(sorted);
}

std::vector<Event> HostSplit::events_of(const Plan& plan, Strings& strings) const {
  std::vector<Event> events;
  events.reserve(plan.events);
  std::set<std::pair<std::uint32_t, Text>> others;  // files and computers
  std::vector<Text> known;
  records_(plan.beside.empty() ? plan.names : plan.beside,
           [&](const LogName& name, std::span<const Event> stretch, const Strings& texts) {
             const std::size_t before = events.size();
             events.insert(events.end(), stretch.begin(), stretch.end());
             if (&texts != &strings) {
               known.assign(texts.size(), Text::none);
               for (std::size_t i = 1; i < known.size(); ++i)
                 known[i] = strings.intern(texts[static_cast<Text>(i)]);
               for (std::size_t i = before; i < events.size(); ++i) {
                 for_each_text(events[i],
                               [&](Text& text) { text = known[static_cast<std::size_t>(text)]; });
               }
             }
             if (!plan.names.contains(name)) others.emplace(name.file, events.back().computer);
           });
  if (!plan.beside.empty()) drop_forwarded_copies(events, forwarded_, strings);
  if (!others.empty()) {
    std::erase_if(events, [&](const Event& event) {
      return others.contains({event.file, event.computer});
    });
  }
  return events;
}

Host HostSplit::take(std::size_t place, Strings& strings) const {
  const Plan& plan = hosts_[place];
  Host host;
  host.remark = plan.remark;
  host.events = events_of(plan, strings);
  host.ranges = plan.ranges;
  host.unplaced_ranges = plan.unplaced_ranges;
  for (auto* const ranges : {&host.ranges, &host.unplaced_ranges}) {
    for (RecordRange& range : *ranges) range.channel = strings.intern(logs_.names()[range.channel]);
  }
  collect_names(host, strings);
  return host;
}

}  // namespace sojourn
