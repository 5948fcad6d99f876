#include "correlator/hosts/namesake_marks.h"

#include <algorithm>
#include <string_view>

#include "correlator/names/activity_id.h"
#include "schema/ascii.h"

namespace sojourn {
namespace {

using std::chrono::seconds;

bool is_start(const Event& event) {
  using enum EventKind;
  return event.kind == lsass_started || event.kind == os_started ||
         event.kind == event_log_started || event.kind == lsm_started;
}

bool is_coming_or_going(const Event& event) {
  using enum EventKind;
  if (event.kind == logon) {
    return event.logon_type == 2 || event.logon_type == 7 || event.logon_type == 10 ||
           event.logon_type == 11;
  }
  constexpr std::array kKinds{
      session_logon,           session_logoff,         session_reconnected,
      rdp_authenticated,       logoff_initiated,       winlogon_logon,
      winlogon_logoff,         profile_logon_received, profile_logon_finished,
      profile_logoff_received, profile_logoff_finished};
  return std::ranges::find(kKinds, event.kind) != kKinds.end();
}

}  // namespace

NamesakeMarks::NamesakeMarks(const MachineLogs& logs, Strings& strings)
    : logs_(logs), strings_(strings), security_(strings.intern("Security")) {
  for (const MachineLog& log : logs.all()) {
    for (const ChannelReach& reach : log.channels)
      if (!log.collected) beginnings_.emplace(reach.channel, reach.first_record);
  }
}

void NamesakeMarks::add(const Event& event) {
  log_ = logs_.of(event);
  // Of two logs that overlap, one holds the record with which the other begins.
  if (!logs_.all()[log_].collected && beginnings_.contains({event.channel, event.record}))
    put(Tie::identical, event.channel, event.record, event.time);
  add_activity(event);
  // Observed: from Kernel-General 12 to EventLog 6005 10 to 19 s.
  if (is_start(event)) put_near(Tie::start, Text::none, event.time, seconds{20});
  // The OpenSSH server's log and Security's records of its logons.
  if (event.kind == EventKind::ssh_message || strings_[event.process].ends_with("\\sshd.exe"))
    put_near(Tie::logon, strings_.intern("sshd"), event.time, seconds{5});
  // Observed: 5 s at most from a logon to the other logs' records of it.
  if (!is_coming_or_going(event)) return;
  if (event.sid != Text::none) put_near(Tie::logon, event.sid, event.time, seconds{5});
  if (event.user != Text::none) put_near(Tie::logon, folded(event.user), event.time, seconds{5});
}

std::vector<Mark> NamesakeMarks::take() {
  std::ranges::sort(marks_);
  marks_.erase(std::unique(marks_.begin(), marks_.end()), marks_.end());
  return std::move(marks_);
}

// In Security the first half names the start of LSASS (observed on Windows 10, one value a boot),
// where it is no random GUID (version 4, the third group's first digit).
void NamesakeMarks::add_activity(const Event& event) {
  const std::string_view activity = strings_[event.activity];
  if (!names_connection(activity)) return;
  if (event.channel != security_) {
    put(Tie::identical, event.activity, 0, {});
  } else if (activity.size() == 36 && activity[14] != '4') {
    put(Tie::identical, strings_.intern(activity.substr(0, 13)), 0, {});
  }
}

void NamesakeMarks::put(Tie tie, Text text, std::uint64_t number, Timestamp time) {
  marks_.push_back({tie, text, number, time, log_});
}

// Marks of which two records no further apart than `reach` have at least one in common, and two
// twice as far apart have none: the times in steps of double width, once from 0 and once from the
// middle.
void NamesakeMarks::put_near(Tie tie, Text text, Timestamp time, Ticks reach) {
  const std::int64_t step = 2 * reach.count(), at = time.time_since_epoch().count();
  put(tie, text, 0, Timestamp{Ticks{at / step}});
  put(tie, text, 1, Timestamp{Ticks{(at + reach.count()) / step}});
}

Text NamesakeMarks::folded(Text user) {
  Text& known = folded_[user];
  if (known == Text::none) known = strings_.intern(ascii_lower(strings_[user]));
  return known;
}

}  // namespace sojourn
