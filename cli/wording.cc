#include "cli/wording.h"

#include <cmath>
#include <cstdint>
#include <span>

#include "cli/rows.h"
#include "schema/ip_address.h"

namespace sojourn {
namespace {

struct Word {
  std::string_view code, words;
};

std::string look_up(std::span<const Word> words, std::string_view code) {
  for (const Word& word : words) {
    if (word.code == code) return std::string(word.words);
  }
  return std::string(code);
}

constexpr Word kKinds[] = {
    {"local", "at the console"},
    {"remote", "over Remote Desktop"},
    {"network", "over the network, without a desktop"},
    {"secondary", "a second identity inside another session (runas, /netonly, UAC prompt)"},
    {"batch", "a scheduled task"},
    {"service", "a service"},
};
constexpr Word kOutcomes[] = {
    {"success", "access was given"},
    {"failure", "access was refused"},
    {"no_desktop", "the credentials were accepted, but no desktop appeared"},
    {"unknown", "an attempt; the records do not show how it ended"},
};
constexpr Word kStarts[] = {
    {"logon", "a new logon"},
    {"reconnect", "a return to a desktop that was still there"},
    {"takeover", "attached to a desktop that was still there, without giving a password"},
    {"attempt", "an attempt"},
    {"unknown", "the logs do not hold the start"},
};
constexpr Word kEnds[] = {
    {"logoff", "logged off"},
    {"disconnect", "disconnected; the desktop stayed"},
    {"replaced", "another connection took the desktop over"},
    {"idle_timeout", "disconnected for being idle"},
    {"time_limit", "the time limit was reached"},
    {"kicked", "ended by an administrator or a program"},
    {"shutdown", "the machine was shut down"},
    {"crash", "the machine stopped without shutting down"},
    {"superseded", "the next session shows that it had ended"},
    {"failed", "refused at once"},
    {"open", "still open where the logs end"},
    {"unknown", "the logs do not hold the end"},
};
constexpr Word kScopes[] = {
    {"local", "this machine"},
    {"loopback", "this machine, through loopback"},
    {"internal", "private range"},
    {"external", "public address"},
    {"vmbus", "the host of this virtual machine"},
    {"unknown", "no address in the records"},
};
constexpr Word kFlags[] = {
    {"shutdown", "ended because the machine was shut down or restarted"},
    {"clock_step",
     "the clock was set between start and end, or may have been: there is no duration"},
    {"recovered", "rests on records carved from unused space"},
    {"unlock", "a failed attempt to unlock"},
    {"elevation", "a UAC prompt"},
    {"takeover_without_auth", "a desktop was attached without authentication, as tscon does"},
    {"rdp_via_loopback", "Remote Desktop from the machine itself: probably a tunnel"},
    {"gap", "a log lacks records or was cleared within"},
    {"conflict", "the records disagree"},
    {"loopback",
     "the machine's access to itself: a hash or ticket used where it was taken, or a relay"},
    {"terminal_assumed", "no record tells the console from Remote Desktop"},
    {"clock_wrong", "its times are of a clock that was later set back by more than a day"},
    {"new_credentials", "other credentials for the network, as runas /netonly asks for"},
    {"winrm", "for WS-Management: PowerShell remoting or winrs"},
    {"shadowed", "somebody else watched the desktop, or worked on it"},
};

constexpr Word kRoles[] = {
    {"start", "the first sign of the connection or the attempt"},
    {"authentication", "credentials were checked"},
    {"logon", "Windows made a logon session, with a LogonId"},
    {"arbitration", "Windows looked which desktop the user gets"},
    {"desktop", "the desktop was given"},
    {"shell", "the user's programs were started"},
    {"reauthentication",
     "credentials were checked for a desktop that was there: unlocked or taken up"},
    {"privileges", "the logon got rights of an administrator"},
    {"lock", "the desktop was locked"},
    {"unlock", "the desktop was unlocked"},
    {"end", "the record that gives the end"},
    {"corroborates_end", "a record that tells of the end as well"},
    {"watched", "somebody else began or ceased to watch the desktop, or to work on it"},
    {"attempt", "the attempt itself"},
    {"context", "it happened in the session and proves neither start nor end"},
};
constexpr Word kOddities[] = {
    {"external", "a public address"},
    {"new_network",
     "its /24 (IPv6: /64) was new behind at least five of the account's sessions from others"},
    {"new_country",
     "by --geoip in a country that was new behind at least five of the account's "
     "sessions from others"},
    {"rare", "less than 2 % of the account's sessions"},
    {"odd_hours",
     "most of its sessions begin outside the hours of the middle 90 % of the account's"},
    {"many_accounts", "five or more accounts came, or tried to come, from it"},
    {"overlap", "the account was on from another external network at the same time"},
    {"known", "named in the file of --known"},
};
constexpr Word kStates[] = {
    {"active", "the desktop was unlocked"},
    {"locked", "the desktop was locked"},
    {"disconnected", "nobody was at the desktop, but it stood with all its programs"},
    {"on", "without a desktop, or on a host whose logs tell of no locks"},
    {"ended", "within the time asked for"},
    {"perhaps", "the logs do not tell whether it had begun, or still was"},
};
constexpr Word kMethods[] = {
    {"guessing", "five or more attempts in a row, and no spray"},
    {"spray", "five or more accounts with at most three attempts each in the mean"},
};
constexpr Word kGaps[] = {
    {"cleared", "the log was cleared"},
    {"events_lost", "Windows could not write records (1101, 1108)"},
    {"log_full", "the log was full (1104)"},
    {"records_missing", "the next record has a later number than it should"},
    {"no_log", "the evidence has no log of this name from the host"},
};

void cut_front(std::string_view& text, std::string_view prefix) {
  if (text.starts_with(prefix)) text.remove_prefix(prefix.size());
}

}  // namespace

std::string kind_words(std::string_view kind) { return look_up(kKinds, kind); }
std::string outcome_words(std::string_view outcome) { return look_up(kOutcomes, outcome); }
std::string start_words(std::string_view start_reason) { return look_up(kStarts, start_reason); }
std::string end_words(std::string_view end_reason, bool had_desktop) {
  if (end_reason == "disconnect" && !had_desktop) return "disconnected";
  return look_up(kEnds, end_reason);
}
std::string scope_words(std::string_view scope) { return look_up(kScopes, scope); }
std::string flag_explanation(std::string_view flag) { return look_up(kFlags, flag); }

std::vector<ExplainedWord> explained_words() {
  struct Group {
    std::string_view name;
    std::span<const Word> words;
  };
  const Group kGroups[] = {{"kind", kKinds},       {"outcome", kOutcomes}, {"start", kStarts},
                           {"end", kEnds},         {"scope", kScopes},     {"flag", kFlags},
                           {"role", kRoles},       {"source", kOddities},  {"state", kStates},
                           {"failures", kMethods}, {"gap", kGaps}};
  std::vector<ExplainedWord> all;
  for (const Group& group : kGroups) {
    for (const Word& word : group.words) all.push_back({group.name, word.code, word.words});
  }
  return all;
}

std::string short_channel(std::string_view channel) {
  cut_front(channel, "Microsoft-Windows-");
  cut_front(channel, "TerminalServices-");
  cut_front(channel, "RemoteDesktopServices-");
  constexpr std::string_view kOperational = "/Operational";
  if (channel.ends_with(kOperational)) channel.remove_suffix(kOperational.size());
  return std::string(channel);
}

std::string exact_time(const std::string& stored, const Zone& zone) {
  const auto time = parse_time(stored);
  return time ? zone.exact(*time) : stored;
}

std::string second_time(const std::string& stored, const Zone& zone) {
  const auto time = parse_time(stored);
  return time ? zone.brief(*time) : stored;
}

std::string minute_time(const std::string& stored, const Zone& zone) {
  constexpr std::size_t kMinute = std::string_view("2020-09-19 06:21").size();
  const auto time = parse_time(stored);
  return time ? zone.brief(*time).substr(0, kMinute) : stored;
}

std::string day_time(const std::string& stored, const Zone& zone) {
  constexpr std::size_t kDay = std::string_view("2020-09-19").size();
  return parse_time(stored) ? minute_time(stored, zone).substr(0, kDay) : stored;
}

std::string coarse_time(const std::string& stored, const Zone& zone, bool narrow) {
  return narrow ? day_time(stored, zone) : minute_time(stored, zone);
}

std::string short_host(const std::string& host) {
  const std::size_t dot = host.find('.');
  if (dot == std::string::npos || parse_ip(host)) return host;
  const std::size_t number = host.find(' ', dot);
  return host.substr(0, dot) + (number == std::string::npos ? "" : host.substr(number));
}

std::string brief_duration(double seconds) {
  if (!(seconds >= 0) || seconds > 1e12) return number_text(seconds) + "s";
  const auto whole = static_cast<std::int64_t>(seconds);
  const auto two = [](std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  const std::int64_t days = whole / 86'400, hours = whole / 3'600 % 24, minutes = whole / 60 % 60;
  if (days > 0) return std::to_string(days) + "d " + two(hours) + "h " + two(minutes) + "m";
  if (hours > 0) return two(hours) + "h " + two(minutes) + "m";
  if (minutes > 0) return two(minutes) + "m " + two(whole % 60) + "s";
  return std::to_string(whole) + "s";
}

std::string duration_words(double seconds) {
  if (!(seconds >= 0) || seconds > 1e12) return number_text(seconds) + " s";
  if (seconds < 60) return number_text(std::round(seconds * 100) / 100) + " s";
  struct Unit {
    std::int64_t seconds;
    const char* name;
  };
  constexpr Unit kUnits[] = {{86'400, " d"}, {3'600, " h"}, {60, " min"}, {1, " s"}};
  auto left = static_cast<std::int64_t>(seconds);
  std::string words;
  for (const Unit& unit : kUnits) {
    const std::int64_t count = left / unit.seconds;
    left %= unit.seconds;
    if (count > 0) words += (words.empty() ? "" : " ") + std::to_string(count) + unit.name;
  }
  return words;
}

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t from_end = 3; from_end < text.size(); from_end += 4)
    text.insert(text.size() - from_end, 1, ',');
  return text;
}

std::string size_words(std::uint64_t bytes) {
  if (bytes < 1000) return std::to_string(bytes) + " B";
  constexpr const char* kUnits[] = {" kB", " MB", " GB", " TB", " PB", " EB"};
  double size = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  while (size >= 999.95) {
    size /= 1000;
    ++unit;
  }
  return number_text(std::round(size * 10) / 10) + kUnits[unit];
}

}  // namespace sojourn
