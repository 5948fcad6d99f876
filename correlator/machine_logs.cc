#include "correlator/machine_logs.h"

#include <algorithm>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "schema/ascii.h"

namespace sojourn {
namespace {

constexpr Text kNoText{0xFFFF'FFFF};

// The Computer names of one file in the order of its records. Most files have a single name, or are
// read in their order: only of the others the records have to be sorted.
class NamesOfFile {
 public:
  void add(const Event& event, const Strings& strings) {
    const auto place = std::pair{event.record, event.time};
    if (event.computer == previous_) {
      if (place < place_) in_order_ = false;
    } else {
      // Two names under one record id: which came first is not for the order of reading to say.
      if (previous_ != kNoText && place <= place_) in_order_ = false;
      if (previous_ != kNoText) has_several_ = true;
      append(event.computer, strings);
    }
    previous_ = event.computer;
    place_ = std::max(place_, place);
  }

  bool must_be_sorted() const { return has_several_ && !in_order_; }
  void sort(std::vector<const Event*> records, const Strings& strings) {
    std::ranges::sort(records, [&](const Event* a, const Event* b) {
      const auto x = std::pair{a->record, a->time}, y = std::pair{b->record, b->time};
      return x != y ? x < y : strings[a->computer] < strings[b->computer];
    });
    *this = {};
    for (const Event* record : records) {
      if (record->computer != previous_) append(record->computer, strings);
      previous_ = record->computer;
    }
  }

  // A machine never gets an old name back between two records; a collector's log mixes machines.
  bool is_collected() const { return is_collected_; }
  const std::vector<std::string>& names() const { return names_; }
  const std::vector<Text>& computers() const { return computers_; }

 private:
  void append(Text computer, const Strings& strings) {
    if (std::ranges::find(computers_, computer) == computers_.end()) computers_.push_back(computer);
    std::string name = ascii_lower(strings[computer]);
    if (!names_.empty() && names_.back() == name) return;
    const auto known = std::ranges::find(names_, name);
    is_collected_ = is_collected_ || known != names_.end();
    // From here on only whether the name is known matters.
    if (known == names_.end()) {
      names_.push_back(std::move(name));
    } else {
      std::rotate(known, known + 1, names_.end());
    }
  }

  std::vector<std::string> names_;  // each once, the latest last
  std::vector<Text> computers_;
  Text previous_ = kNoText;
  std::pair<std::uint64_t, Timestamp> place_;
  bool in_order_ = true, has_several_ = false, is_collected_ = false;
};

// "S-1-5-21-1-2-3-1001" → "S-1-5-21-1-2-3"; "" of a SID that no machine or domain gave out.
std::string_view authority_of(std::string_view sid) {
  constexpr std::string_view kPrefix = "S-1-5-21-";
  if (!sid.starts_with(kPrefix) || std::ranges::count(sid, '-') != 7) return "";
  return sid.substr(0, sid.rfind('-'));
}

void extend(MachineLog& log, const Event& event) {
  auto reach = std::ranges::find(log.channels, event.channel, &ChannelReach::channel);
  if (reach == log.channels.end()) {
    log.channels.push_back({event.channel, event.time, event.time, event.record, event.record});
    return;
  }
  reach->first = std::min(reach->first, event.time);
  reach->last = std::max(reach->last, event.time);
  reach->first_record = std::min(reach->first_record, event.record);
  reach->last_record = std::max(reach->last_record, event.record);
}

}  // namespace

std::string netbios_name(std::string_view computer) {
  return ascii_lower(computer.substr(0, std::min<std::size_t>(computer.find('.'), 15)));
}

std::optional<std::size_t> MachineLogs::own_log_of(std::uint32_t file) const {
  if (file >= files_.size() || !files_[file].has_records || files_[file].collected)
    return std::nullopt;
  return files_[file].log;
}

MachineLogs::MachineLogs(const std::vector<Event>& events, const Strings& strings) {
  find_names(events, strings);
  find_accounts_and_reach(events, strings);
}

void MachineLogs::find_names(const std::vector<Event>& events, const Strings& strings) {
  std::uint32_t last_file = 0;
  for (const Event& event : events) last_file = std::max(last_file, event.file);
  std::vector<NamesOfFile> names(events.empty() ? 0 : std::size_t{last_file} + 1);
  for (const Event& event : events) names[event.file].add(event, strings);

  std::unordered_map<std::uint32_t, std::vector<const Event*>> to_sort;
  for (std::uint32_t file = 0; file < names.size(); ++file) {
    if (names[file].must_be_sorted()) to_sort[file];
  }
  if (!to_sort.empty()) {
    for (const Event& event : events) {
      const auto found = to_sort.find(event.file);
      if (found != to_sort.end()) found->second.push_back(&event);
    }
    for (auto& [file, records] : to_sort) names[file].sort(std::move(records), strings);
  }

  files_.resize(names.size());
  for (std::size_t i = 0; i < files_.size(); ++i) {
    if (names[i].names().empty()) continue;
    files_[i].log = logs_.size();
    files_[i].has_records = true;
    files_[i].collected = names[i].is_collected();
    if (!files_[i].collected) {
      logs_.emplace_back().names = names[i].names();
      continue;
    }
    any_collected_ = true;
    for (const std::string& name : names[i].names()) {
      MachineLog& log = logs_.emplace_back();
      log.names = {name};
      log.collected = true;
    }
    for (const Text computer : names[i].computers()) {
      const auto name = std::ranges::find(names[i].names(), ascii_lower(strings[computer]));
      files_[i].by_computer[computer] =
          files_[i].log + static_cast<std::size_t>(name - names[i].names().begin());
    }
  }
}

void MachineLogs::find_accounts_and_reach(const std::vector<Event>& events,
                                          const Strings& strings) {
  // Of each log the accounts that were looked at already: a few among millions of records.
  std::vector<std::unordered_set<std::uint64_t>> known(logs_.size());
  for (const Event& event : events) {
    const std::size_t index = of(event);
    MachineLog& log = logs_[index];
    extend(log, event);
    if (event.sid == Text::none) continue;
    const auto account = std::uint64_t{static_cast<std::uint32_t>(event.domain)} << 32 |
                         static_cast<std::uint32_t>(event.sid);
    if (!known[index].insert(account).second) continue;
    const std::string authority(authority_of(strings[event.sid]));
    if (authority.empty()) continue;
    log.account_authorities.insert(authority);
    if (strings[event.user].ends_with('$')) continue;  // computers have accounts in domains only
    const std::string domain = ascii_lower(strings[event.domain]);
    const bool local = std::ranges::any_of(
        log.names, [&](const std::string& name) { return netbios_name(name) == domain; });
    if (local && !domain.empty()) log.machine_sids.insert(authority);
  }
}

}  // namespace sojourn
