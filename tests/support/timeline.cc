#include "tests/support/timeline.h"

#include <map>
#include <sstream>
#include <stdexcept>

#include "schema/catalog.h"
#include "schema/extra_fields.h"
#include "schema/field_value.h"

namespace sojourn {
namespace {

struct Log {
  std::string_view provider;
  std::string_view channel;
};

const std::map<std::string, Log, std::less<>> kLogs = {
    {"Security", {"Microsoft-Windows-Security-Auditing", "Security"}},
    {"Eventlog", {"Microsoft-Windows-Eventlog", "Security"}},
    {"LSM",
     {"Microsoft-Windows-TerminalServices-LocalSessionManager",
      "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational"}},
    {"RCM",
     {"Microsoft-Windows-TerminalServices-RemoteConnectionManager",
      "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational"}},
    {"RdpCore",
     {"Microsoft-Windows-RemoteDesktopServices-RdpCoreTS",
      "Microsoft-Windows-RemoteDesktopServices-RdpCoreTS/Operational"}},
    {"KernelGeneral", {"Microsoft-Windows-Kernel-General", "System"}},
    {"KernelPower", {"Microsoft-Windows-Kernel-Power", "System"}},
    {"EventLog", {"EventLog", "System"}},
    {"User32", {"User32", "System"}},
    {"DCOM", {"Microsoft-Windows-DistributedCOM", "System"}},
    {"Winlogon", {"Microsoft-Windows-Winlogon", "System"}},
    {"Profile",
     {"Microsoft-Windows-User Profiles Service",
      "Microsoft-Windows-User Profile Service/Operational"}},
    {"SSH", {"OpenSSH", "OpenSSH/Operational"}},
    {"RDPClient",
     {"Microsoft-Windows-TerminalServices-ClientActiveXCore",
      "Microsoft-Windows-TerminalServices-RDPClient/Operational"}},
    {"Gateway",
     {"Microsoft-Windows-TerminalServices-Gateway",
      "Microsoft-Windows-TerminalServices-Gateway/Operational"}},
    {"WinRM", {"Microsoft-Windows-WinRM", "Microsoft-Windows-WinRM/Operational"}},
    {"SMBServer", {"Microsoft-Windows-SMBServer", "Microsoft-Windows-SMBServer/Security"}},
};

[[noreturn]] void reject(std::string_view line, std::string_view why) {
  throw std::invalid_argument("timeline: " + std::string(why) + ": " + std::string(line));
}

Timestamp time_of(const std::string& word, std::string_view line) {
  const auto day = word.find('T');
  const std::string clock = day == std::string::npos ? word : word.substr(day + 1);
  std::string date = day == std::string::npos ? "1" : word.substr(0, day);
  if (date.size() == 1) date.insert(0, "0");
  const auto time =
      parse_time("2024-03-" + date + "T" + (clock.size() == 5 ? clock + ":00" : clock));
  if (!time) reject(line, "no time");
  return *time;
}

std::string activity_of(std::string_view word) {
  if (word == "console") return "61A55000-55E5-1017-0000-000000000000";
  return "F4200000-0000-4000-8000-" + std::string(word) + "0000";
}

// The words of a line; a double-quoted part of a word may hold blanks.
std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      if (!word.empty()) words.push_back(std::exchange(word, {}));
    } else {
      word += c;
    }
  }
  if (!word.empty()) words.push_back(word);
  return words;
}

std::string clock(const std::optional<Timestamp>& time) {
  if (!time) return "…";
  const std::string text = format_time(*time);
  const std::string day = text.substr(8, 2);
  return (day == "01" ? "" : day.substr(day[0] == '0' ? 1 : 0) + "T") + text.substr(11, 10);
}

}  // namespace

std::vector<Event> timeline(std::string_view text, Strings& strings) {
  std::vector<Event> events;
  std::map<std::string, std::uint64_t> record_ids;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    const auto words = words_of(line);
    if (words.empty() || words[0].starts_with('#')) continue;
    if (words.size() < 3 || !kLogs.contains(words[1])) reject(line, "no such log");
    const Log& log = kLogs.at(words[1]);
    const EventSpec* spec =
        find_spec(log.provider, static_cast<std::uint32_t>(std::stoul(words[2])));
    if (spec == nullptr) reject(line, "not in the catalog");
    ExtraFields extra;
    Event event;
    event.kind = spec->kind;
    event.time = time_of(words[0], line);
    event.channel = strings.intern(log.channel);
    event.computer = strings.intern("PC01.corp.example");
    auto& record_id = record_ids[std::string(log.channel)];
    event.record = ++record_id;
    event.version = 2;
    for (std::size_t i = 3; i < words.size(); ++i) {
      const auto equals = words[i].find('=');
      if (equals == std::string::npos) reject(line, "no field");
      const std::string name = words[i].substr(0, equals), value = words[i].substr(equals + 1);
      if (name == "ActivityID") {
        event.activity = strings.intern(activity_of(value));
      } else if (name == "Version") {
        event.version = static_cast<std::uint8_t>(std::stoul(value));
      } else if (name == "RecordID") {
        event.record = record_id = std::stoul(value);
      } else if (name == "Computer") {
        event.computer = strings.intern(value);
      } else {
        bool known = false;
        for (const Field& field : spec->fields) {
          if (field.name != name) continue;
          known = true;
          if (is_extra(field)) {
            extra.add(name, value);
          } else if (set_field(event, field, value, strings)) {
            reject(line, "bad value");
          }
        }
        if (!known) reject(line, "no field " + name);
      }
    }
    event.extra = strings.intern(extra.list());
    events.push_back(event);
  }
  return events;
}

std::string story(const Correlation& correlation, const Strings& strings) {
  std::string text;
  for (const Session& session : correlation.sessions) {
    if (session.who.account_class == AccountClass::machine) continue;
    text += std::string(name_of(session.kind)) + " " + std::string(name_of(session.outcome)) + " ";
    if (session.who.domain != Text::none) text += std::string(strings[session.who.domain]) + "\\";
    text += session.who.user == Text::none ? "?" : std::string(strings[session.who.user]);
    if (session.from.address != Text::none || session.from.client != Text::none) {
      text += " from " + std::string(strings[session.from.address]);
      if (session.from.inferred) text += "(inferred)";
      if (session.from.client != Text::none)
        text += "/" + std::string(strings[session.from.client]);
    }
    text += " " + clock(session.start) + " " + std::string(name_of(session.start_reason));
    if (session.outcome != Outcome::failure) {
      text += std::string(" - ") + (session.end && !session.end_exact ? "?" : "") +
              clock(session.end) + " " + std::string(name_of(session.end_reason));
    }
    if (session.flags != 0) text += " [" + flag_words(session.flags) + "]";
    text += "\n";
  }
  return text;
}

std::string story(std::string_view text, const CorrelateOptions& options) {
  Strings strings;
  return story(correlate(timeline(text, strings), strings, options), strings);
}

std::vector<RecordRange> ranges_of(const std::vector<Event>& events) {
  std::map<Text, std::vector<RecordRange>> by_channel;
  for (const Event& event : events) {
    auto& ranges = by_channel[event.channel];
    if (ranges.empty() || ranges.back().last + 1 != event.record) {
      ranges.push_back({.channel = event.channel,
                        .first = event.record,
                        .last = event.record,
                        .first_time = event.time,
                        .last_time = event.time});
    }
    ranges.back().last = event.record;
    ranges.back().last_time = event.time;
  }
  std::vector<RecordRange> ranges;
  for (const auto& [channel, own] : by_channel) ranges.insert(ranges.end(), own.begin(), own.end());
  return ranges;
}

std::string story_by_ids(std::string_view text) {
  Strings strings;
  std::vector<Event> events = timeline(text, strings);
  const std::vector<RecordRange> ranges = ranges_of(events);
  return story(correlate(std::move(events), strings, {}, ranges), strings);
}

std::string evidence(const Correlation& correlation, std::size_t session) {
  std::string text;
  for (const Citation& citation : correlation.sessions.at(session).evidence) {
    if (!text.empty()) text += ", ";
    text += std::to_string(spec_of(correlation.events[citation.event].kind).event_id) + " " +
            std::string(name_of(citation.role));
  }
  return text;
}

}  // namespace sojourn
