#include "correlator/hosts/machine_logs.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "correlator/names/account_name.h"
#include "schema/ascii.h"

namespace sojourn {
namespace {

bool is_start_or_stop(EventKind kind) {
  using enum EventKind;
  return kind == lsass_started || kind == security_log_stopped || kind == os_started ||
         kind == os_stopped || kind == event_log_started || kind == event_log_stopped ||
         kind == lsm_started;
}

// Whether every record of the file from one to the other was read, whatever it holds.
bool is_unbroken(const std::vector<RecordRange>& ranges, std::uint32_t file, const ChannelReach& a,
                 const ChannelReach& b) {
  return a.last_record + 1 == b.first_record ||
         std::ranges::any_of(ranges, [&](const RecordRange& range) {
           return range.file == file && range.channel == a.channel && range.missing == 0 &&
                  range.first <= a.last_record && b.first_record <= range.last;
         });
}

}  // namespace

MachineLogs::MachineLogs(const std::vector<Event>& events, const std::vector<RecordRange>& ranges,
                         const Strings& strings) {
  make_logs(find_reaches(events, strings), strings);
  find_accounts(events, strings);
  find_renames(ranges);
}

bool MachineLogs::is_restarted(const std::set<std::string>& names, const Between& between) const {
  return std::ranges::any_of(names, [&](const std::string& name) {
    const auto known = restarts_.find(name);
    if (known == restarts_.end()) return false;
    const auto next = known->second.lower_bound(between.from - kStopToStart);
    return next != known->second.end() && *next <= between.to + kStopToStart;
  });
}

MachineLogs::Reaches MachineLogs::find_reaches(const std::vector<Event>& events,
                                               const Strings& strings) {
  Reaches reaches;
  const Event* latest = nullptr;  // as good as always the record before it is of the same place
  ChannelReach* reach = nullptr;
  for (const Event& event : events) {
    const ChannelReach one{event.channel, event.record, event.record, event.time, event.time};
    if (latest == nullptr || latest->file != event.file || latest->channel != event.channel ||
        latest->computer != event.computer) {
      reach = &reaches.try_emplace({event.file, event.computer, event.channel}, one).first->second;
    }
    reach->extend(one);
    latest = &event;
    if (is_start_or_stop(event.kind))
      restarts_[ascii_lower(strings[event.computer])].insert(event.time);
  }
  return reaches;
}

void MachineLogs::make_logs(const Reaches& reaches, const Strings& strings) {
  if (!reaches.empty()) files_.resize(std::size_t{std::get<0>(reaches.rbegin()->first)} + 1);
  std::map<std::string, std::size_t> of_name;  // in the file in hand
  for (const auto& [place, reach] : reaches) {
    const auto& [file, computer, channel] = place;
    if (files_[file].empty()) of_name.clear();
    const std::string name = ascii_lower(strings[computer]);
    const auto [entry, is_new] = of_name.try_emplace(name, logs_.size());
    if (is_new) {
      files_[file].push_back(logs_.size());
      logs_.emplace_back().name = name;
    }
    by_computer_[{file, computer}] = entry->second;
    auto& channels = logs_[entry->second].channels;
    const auto known = std::ranges::find(channels, channel, &ChannelReach::channel);
    if (known == channels.end()) {
      channels.push_back(reach);
    } else {
      known->extend(reach);  // a name in other letters
    }
  }
}

void MachineLogs::find_renames(const std::vector<RecordRange>& ranges) {
  for (std::uint32_t file = 0; file < files_.size(); ++file) {
    std::vector<std::size_t>& logs = files_[file];
    if (logs.size() < 2) continue;
    std::ranges::sort(logs, {}, [&](std::size_t log) {
      const ChannelReach& reach = logs_[log].channels.front();
      return std::tuple{reach.first_record, reach.first, logs_[log].name};
    });
    // An export of several channels does not tell.
    const auto alternate = [&](std::size_t a, std::size_t b) {
      const auto &before = logs_[a].channels, &after = logs_[b].channels;
      return before.size() > 1 || after.size() > 1 ||
             before.front().channel != after.front().channel ||
             before.front().last_record >= after.front().first_record;
    };
    if (std::ranges::adjacent_find(logs, alternate) != logs.end()) {
      for (const std::size_t log : logs) logs_[log].is_mixed = true;
      continue;
    }
    for (std::size_t i = 0; i + 1 < logs.size(); ++i) {
      MachineLog &before = logs_[logs[i]], &after = logs_[logs[i + 1]];
      const ChannelReach &a = before.channels.front(), &b = after.channels.front();
      if (a.last <= b.first + kStopToStart && is_unbroken(ranges, file, a, b) &&
          is_restarted({before.name, after.name}, {a.last, b.first})) {
        before.renamed_to = logs[i + 1];
        after.machine_sids.insert(before.machine_sids.begin(), before.machine_sids.end());
      }
    }
    for (std::size_t i = logs.size() - 1; i-- > 0;) {
      if (logs_[logs[i]].renamed_to) logs_[logs[i]].machine_sids = logs_[logs[i + 1]].machine_sids;
    }
  }
}

void MachineLogs::find_accounts(const std::vector<Event>& events, const Strings& strings) {
  // Of each log the accounts that were looked at already: a few among millions of records.
  std::vector<std::set<std::pair<Text, Text>>> known(logs_.size());
  std::vector<std::vector<std::string>> domains;  // by which a log's own accounts are called
  for (const MachineLog& log : logs_) domains.push_back(local_domains(log.name));
  for (const Event& event : events) {
    if (event.sid == Text::none) continue;
    const std::size_t index = of(event);
    if (!known[index].emplace(event.domain, event.sid).second) continue;
    const std::string authority(authority_of(strings[event.sid]));
    if (authority.empty()) continue;
    logs_[index].account_authorities.insert(authority);
    if (strings[event.user].ends_with('$')) continue;  // computers have accounts in domains only
    const std::string domain = ascii_upper(strings[event.domain]);
    if (std::ranges::find(domains[index], domain) != domains[index].end())
      logs_[index].machine_sids.insert(authority);
  }
}

}  // namespace sojourn
