// What each log says of the machine that wrote it.
//
// A file of evidence is one machine's log, or what a collector gathered: that is a log of its own
// for every machine in it.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/event.h"
#include "schema/strings.h"

namespace sojourn {

// From where to where a log reaches in one channel.
struct ChannelReach {
  Text channel = Text::none;
  Timestamp first, last;
  std::uint64_t first_record = 0, last_record = 0;
};

struct MachineLog {
  std::vector<std::string> names;  // Computer in lower case, in the order of records; never empty
  bool collected = false;          // its record ids are a collector's
  // "S-1-5-21-a-b-c" of the accounts that have the computer's name for a domain: the machine SID.
  // Windows makes one when it is installed and keeps it when the computer is renamed.
  std::set<std::string> machine_sids;
  std::set<std::string> account_authorities;  // the same of all accounts
  std::vector<ChannelReach> channels;
};

class MachineLogs {
 public:
  MachineLogs(const std::vector<Event>& events, const Strings& strings);

  const std::vector<MachineLog>& all() const { return logs_; }
  // The index of the log that holds the record.
  std::size_t of(const Event& event) const {
    const File& file = files_[event.file];
    return file.collected ? file.by_computer.at(event.computer) : file.log;
  }
  // The index of the only machine's log that the file is; nothing where it holds no record of the
  // catalog, or a collector's.
  std::optional<std::size_t> own_log_of(std::uint32_t file) const;
  bool is_collected(const Event& event) const { return files_[event.file].collected; }
  bool any_collected() const { return any_collected_; }

 private:
  struct File {
    bool collected = false;
    bool has_records = false;
    std::size_t log = 0;
    std::unordered_map<Text, std::size_t> by_computer;  // of a collector's file
  };

  void find_names(const std::vector<Event>& events, const Strings& strings);
  void find_accounts_and_reach(const std::vector<Event>& events, const Strings& strings);

  std::vector<File> files_;
  std::vector<MachineLog> logs_;
  bool any_collected_ = false;
};

// "pc01.corp.example" → "pc01": the name by which Windows calls the domain of its own accounts. It
// has no more than 15 characters.
std::string netbios_name(std::string_view computer);

}  // namespace sojourn
