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

void MachineLogs::finish(const std::vector<RecordRange>& ranges) {
  make_logs();
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

// One call of note(): what it has looked at already, by the numbers of its own texts, for as good
// as always the record before is of the same log, and a few accounts stand in millions of records.
class MachineLogs::Noting {
 public:
  Noting(MachineLogs& logs, const Strings& strings) : logs_(logs), strings_(strings) {}

  void note(const Event& event) {
    const std::tuple place{event.file, event.computer, event.channel};
    if (extent_ == nullptr || place != place_) enter(event);
    place_ = place;
    extent_->first = std::min(extent_->first, event.time);
    extent_->last = std::max(extent_->last, event.time);
    ++extent_->events;
    reach_->extend({channel_, event.record, event.record, event.time, event.time});
    if (is_start_or_stop(event.kind))
      logs_.restarts_[ascii_lower(strings_[event.computer])].insert(event.time);
    if (event.sid != Text::none) note_account(event);
  }

 private:
  void enter(const Event& event) {
    const LogName name{event.file, logs_.names_.intern(strings_[event.computer])};
    channel_ = logs_.names_.intern(strings_[event.channel]);
    extent_ = &logs_.extents_[name];
    reach_ = &logs_.reaches_[name]
                  .try_emplace(channel_, ChannelReach{channel_, event.record, event.record,
                                                      event.time, event.time})
                  .first->second;
    accounts_ = &logs_.accounts_[name];
  }

  void note_account(const Event& event) {
    // Computers have accounts in domains only.
    const bool is_computer = strings_[event.user].ends_with('$');
    if (!known_.emplace(event.file, event.computer, event.domain, event.sid, is_computer).second)
      return;
    const std::string authority(authority_of(strings_[event.sid]));
    if (authority.empty()) return;
    accounts_->authorities.insert(authority);
    if (is_computer) return;
    // By which a machine's own accounts are called.
    const auto own = local_domains(ascii_lower(strings_[event.computer]));
    if (std::ranges::find(own, ascii_upper(strings_[event.domain])) != own.end())
      accounts_->machine_sids.insert(authority);
  }

  MachineLogs& logs_;
  const Strings& strings_;
  std::tuple<std::uint32_t, Text, Text> place_;
  Text channel_ = Text::none;
  LogExtent* extent_ = nullptr;
  ChannelReach* reach_ = nullptr;
  Accounts* accounts_ = nullptr;
  std::set<std::tuple<std::uint32_t, Text, Text, Text, bool>> known_;
};

void MachineLogs::note(std::span<const Event> events, const Strings& strings) {
  Noting noting(*this, strings);
  for (const Event& event : events) noting.note(event);
}

void MachineLogs::make_logs() {
  if (!reaches_.empty()) files_.resize(std::size_t{reaches_.rbegin()->first.file} + 1);
  std::map<std::string, std::size_t> of_name;  // in the file in hand
  for (const auto& [place, channels] : reaches_) {
    if (files_[place.file].empty()) of_name.clear();
    const std::string name = ascii_lower(names_[place.computer]);
    const auto [entry, is_new] = of_name.try_emplace(name, logs_.size());
    if (is_new) {
      files_[place.file].push_back(logs_.size());
      logs_.emplace_back().name = name;
    }
    by_name_[place] = entry->second;
    MachineLog& log = logs_[entry->second];
    for (const auto& [channel, reach] : channels) {
      // A name in other letters may have it already.
      const auto known = is_new ? log.channels.end()
                                : std::ranges::find(log.channels, channel, &ChannelReach::channel);
      if (known == log.channels.end()) {
        log.channels.push_back(reach);
      } else {
        known->extend(reach);
      }
    }
    const Accounts& accounts = accounts_[place];
    log.machine_sids.insert(accounts.machine_sids.begin(), accounts.machine_sids.end());
    log.account_authorities.insert(accounts.authorities.begin(), accounts.authorities.end());
  }
}

// The times of a restart tell nothing where the clock was set back around it. Then the numbers of
// two channels that go on from one name to the other do: two machines do not count alike.
void MachineLogs::find_renames(const std::vector<RecordRange>& ranges) {
  struct Passage {
    std::size_t before, after;
  };
  struct OfNames {
    std::set<Text> channels;
    bool begins_with_start = false;  // one of them
  };
  std::vector<Passage> passages;
  std::map<std::pair<std::string, std::string>, OfNames> of_names;
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
      const MachineLog &before = logs_[logs[i]], &after = logs_[logs[i + 1]];
      const ChannelReach &a = before.channels.front(), &b = after.channels.front();
      if (!is_unbroken(ranges, file, a, b)) continue;
      passages.push_back({logs[i], logs[i + 1]});
      OfNames& known = of_names[{before.name, after.name}];
      known.channels.insert(a.channel);
      known.begins_with_start =
          known.begins_with_start || is_restarted({after.name}, {b.first, b.first});
    }
  }
  for (const Passage& passage : passages) {
    MachineLog &before = logs_[passage.before], &after = logs_[passage.after];
    const ChannelReach &a = before.channels.front(), &b = after.channels.front();
    const OfNames& names = of_names[{before.name, after.name}];
    const bool by_time = a.last <= b.first + kStopToStart &&
                         is_restarted({before.name, after.name}, {a.last, b.first});
    if (!by_time && (names.channels.size() < 2 || !names.begins_with_start)) continue;
    before.renamed_to = passage.after;
    after.machine_sids.insert(before.machine_sids.begin(), before.machine_sids.end());
  }
  for (auto passage = passages.rbegin(); passage != passages.rend(); ++passage) {
    if (logs_[passage->before].renamed_to)
      logs_[passage->before].machine_sids = logs_[passage->after].machine_sids;
  }
}

}  // namespace sojourn
