#include "cli/activity_columns.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <span>
#include <string_view>

#include "engine/hex.h"
#include "schema/ascii.h"

namespace sojourn {
namespace {

// In lower case, the surest first. From the output of plaso (psort's dynamic, json_line),
// Timesketch, EvtxECmd, MFTECmd, Hayabusa, Velociraptor, Chainsaw, Winlogbeat and Sysmon.
constexpr std::string_view kTimes[] = {
    "datetime",          "timestamp",  "@timestamp",  "timecreated",
    "event.created",     "eventtime",  "event_time",  "system.timecreated.systemtime",
    "utctime",           "systemtime", "created0x10", "lastmodified0x10",
    "timestamp_utc",     "time",       "lastrun",     "sourcecreated",
    "lastwritetimestamp"};
constexpr std::string_view kHosts[] = {"host",        "hostname",        "host.name",
                                       "computer",    "computername",    "computer_name",
                                       "fqdn",        "system.computer", "winlog.computer_name",
                                       "machinename", "machine",         "source_host"};
constexpr std::string_view kLogonIds[] = {"logonid",
                                          "logon_id",
                                          "winlog.logon.id",
                                          "subjectlogonid",
                                          "targetlogonid",
                                          "subject_logon_id",
                                          "eventdata.logonid",
                                          "eventdata.subjectlogonid",
                                          "winlog.event_data.logonid",
                                          "winlog.event_data.subjectlogonid"};
constexpr std::string_view kSids[] = {"sid",
                                      "usersid",
                                      "user_sid",
                                      "subjectusersid",
                                      "userid",
                                      "winlog.user.identifier",
                                      "eventdata.subjectusersid",
                                      "winlog.event_data.subjectusersid",
                                      "targetusersid"};
constexpr std::string_view kSessionNumbers[] = {"sessionid",
                                                "session_id",
                                                "terminalsessionid",
                                                "tssessionid",
                                                "windows_session_number",
                                                "eventdata.terminalsessionid",
                                                "winlog.event_data.terminalsessionid"};

const std::string* column(const ActivityRow& row, std::string_view name) {
  const auto found = std::ranges::find(*row.names, name);
  return found == row.names->end()
             ? nullptr
             : &row.values[static_cast<std::size_t>(found - row.names->begin())];
}

// Of several columns the first that says something.
std::string value_of(const ActivityRow& row, const std::string& named,
                     std::span<const std::string_view> known) {
  if (!named.empty()) {
    const std::string* value = column(row, ascii_lower(named));
    return value == nullptr ? "" : *value;
  }
  for (const std::string_view name : known) {
    const std::string* value = column(row, name);
    if (value != nullptr && !value->empty() && *value != "-") return *value;
  }
  return {};
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  const bool is_hex = text.starts_with("0x") || text.starts_with("0X");
  if (is_hex) text.remove_prefix(2);
  std::uint64_t number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, is_hex ? 16 : 10);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string logon_id_of(std::string_view text) {
  const auto number = number_of(text);
  return number ? hex_text(*number) : "";
}

ActivityTime time_of(const ActivityRow& row, const ActivityColumns& columns,
                     const std::optional<Zone>& zone) {
  if (columns.time.empty()) {
    const auto *date = column(row, "date"), *time = column(row, "time"),
               *place = column(row, "timezone");
    if (date != nullptr && time != nullptr && place != nullptr)
      return l2t_time({*date, *time, *place});
  }
  return activity_time(value_of(row, columns.time, kTimes), zone);
}

}  // namespace

ActivityClues clues_of(const ActivityRow& row, const ActivityColumns& columns,
                       const std::optional<Zone>& zone) {
  ActivityClues clues;
  clues.time = time_of(row, columns, zone);
  clues.host = value_of(row, columns.host, kHosts);
  clues.logon_id = logon_id_of(value_of(row, columns.logon_id, kLogonIds));
  const std::string sid = value_of(row, columns.sid, kSids);
  if (sid.starts_with("S-1-")) clues.sid = sid;
  const auto number = number_of(value_of(row, columns.session_number, kSessionNumbers));
  if (number && *number <= 0xFFFFFFFF) clues.session_number = static_cast<std::int64_t>(*number);
  return clues;
}

bool has_time_column(const ActivityRow& row, const ActivityColumns& columns) {
  if (!columns.time.empty()) return column(row, ascii_lower(columns.time)) != nullptr;
  return std::ranges::any_of(kTimes,
                             [&](std::string_view name) { return column(row, name) != nullptr; });
}

}  // namespace sojourn
