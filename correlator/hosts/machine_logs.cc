#include "correlator/hosts/machine_logs.h"

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
  // Each once, the latest last.
  std::vector<std::string> names() const {
    std::vector<std::pair<std::size_t, const std::string*>> by_place;
    by_place.reserve(latest_place_.size());
    for (const auto& [name, place] : latest_place_) by_place.emplace_back(place, &name);
    std::ranges::sort(by_place);
    std::vector<std::string> names;
    names.reserve(by_place.size());
    for (const auto& [place, name] : by_place) names.push_back(*name);
    return names;
  }
  const std::unordered_set<Text>& computers() const { return computers_; }

 private:
  void append(Text computer, const Strings& strings) {
    computers_.insert(computer);
    const auto [entry, is_new] = latest_place_.try_emplace(ascii_lower(strings[computer]), 0);
    if (entry->second == places_ && !is_new) return;  // the latest in other letters
    is_collected_ = is_collected_ || !is_new;
    entry->second = ++places_;
  }

  std::unordered_map<std::string, std::size_t> latest_place_;  // of each name in lower case
  std::size_t places_ = 0;
  std::unordered_set<Text> computers_;
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

void extend(ChannelReach& reach, const Event& event) {
  reach.first = std::min(reach.first, event.time);
  reach.last = std::max(reach.last, event.time);
  reach.first_record = std::min(reach.first_record, event.record);
  reach.last_record = std::max(reach.last_record, event.record);
}

// Two numbers of 32 bits as one key.
std::uint64_t pair_key(std::size_t a, Text b) {
  return std::uint64_t{a} << 32 | static_cast<std::uint32_t>(b);
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
    std::vector<std::string> of_file = names[i].names();
    if (of_file.empty()) continue;
    files_[i].log = logs_.size();
    files_[i].has_records = true;
    files_[i].collected = names[i].is_collected();
    if (!files_[i].collected) {
      logs_.emplace_back().names = std::move(of_file);
      continue;
    }
    any_collected_ = true;
    std::unordered_map<std::string, std::size_t> log_of_name;
    for (const std::string& name : of_file) {
      log_of_name.emplace(name, logs_.size());
      MachineLog& log = logs_.emplace_back();
      log.names = {name};
      log.collected = true;
    }
    for (const Text computer : names[i].computers())
      files_[i].by_computer[computer] = log_of_name.at(ascii_lower(strings[computer]));
  }
}

void MachineLogs::find_accounts_and_reach(const std::vector<Event>& events,
                                          const Strings& strings) {
  // Of each log the accounts that were looked at already: a few among millions of records.
  std::vector<std::unordered_set<std::uint64_t>> known(logs_.size());
  std::vector<std::unordered_set<std::string>> short_names(logs_.size());
  for (std::size_t i = 0; i < logs_.size(); ++i) {
    for (const std::string& name : logs_[i].names) short_names[i].insert(netbios_name(name));
  }
  std::unordered_map<std::uint64_t, std::size_t> places;  // of a log's channel among its channels
  for (const Event& event : events) {
    const std::size_t index = of(event);
    MachineLog& log = logs_[index];
    const auto [place, is_new] =
        places.try_emplace(pair_key(index, event.channel), log.channels.size());
    if (is_new)
      log.channels.push_back({event.channel, event.time, event.time, event.record, event.record});
    extend(log.channels[place->second], event);
    if (event.sid == Text::none) continue;
    const auto account = pair_key(static_cast<std::size_t>(event.domain), event.sid);
    if (!known[index].insert(account).second) continue;
    const std::string authority(authority_of(strings[event.sid]));
    if (authority.empty()) continue;
    log.account_authorities.insert(authority);
    if (strings[event.user].ends_with('$')) continue;  // computers have accounts in domains only
    const std::string domain = ascii_lower(strings[event.domain]);
    if (!domain.empty() && short_names[index].contains(domain)) log.machine_sids.insert(authority);
  }
}

}  // namespace sojourn
