#include "correlator/windows/window_managers.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "correlator/windows/credential_checks.h"

namespace sojourn {
namespace {

using std::chrono::seconds;

constexpr std::string_view kSid = "S-1-5-90-0-";
constexpr Ticks kDrawn = seconds{5};      // DWM-k to the type 10 behind NLA: up to 4 s
constexpr Ticks kRestarted = seconds{5};  // a program that was ended and begun again
constexpr std::size_t kMostWaiting = 64;

std::uint32_t number_of(std::string_view sid) {
  std::uint32_t number = kNoNumber;
  if (!sid.starts_with(kSid)) return kNoNumber;
  const char* const end = sid.data() + sid.size();
  const auto [rest, error] = std::from_chars(sid.data() + kSid.size(), end, number);
  return error == std::errc{} && rest == end ? number : kNoNumber;
}

}  // namespace

WindowManagers::WindowManagers(const HostLog& log, const LogonSessions& logons)
    : log_(log), logons_(logons) {
  collect();
  if (all_.empty()) return;
  std::vector<LogonSessionId> desktops;
  for (const LogonSessionId id : logons_.ids()) {
    if (!begins_desktop(id)) continue;
    desktops.push_back(id);
    if (is_remote_type(logons_[id].logon_type)) remote_.push_back(logons_[id].start_event);
  }
  const auto begin = [&](LogonSessionId id) { return logons_[id].start_event; };
  std::ranges::sort(desktops, {}, begin);
  std::ranges::sort(remote_);
  std::size_t next = 0;
  for (const LogonSessionId id : desktops) {
    for (; next < all_.size() && all_[next].begin < begin(id); ++next) wait(next);
    give(id);
  }
}

// Both halves of its token, and what begins again in the session of one that was there, are one.
void WindowManagers::collect() {
  std::map<std::pair<BootId, std::uint32_t>, std::size_t> latest;
  for (const LogonSessionId id : logons_.ids()) {
    const LogonSession& logon = logons_[id];
    const std::uint32_t number = logon.role == LogonRole::window_manager
                                     ? number_of(log_.strings()[logon.who.sid])
                                     : kNoNumber;
    if (number == kNoNumber || logon.start_event == kNone) continue;
    const EventRef end = logon.end_reason == EndReason::logoff ? logon.end_event : EventRef{kNone};
    const auto [last, is_first] = latest.try_emplace({logon.boot, number}, all_.size());
    WindowManager* const before = is_first ? nullptr : &all_[last->second];
    const EventRef known =
        before == nullptr ? EventRef{kNone} : (before->end != kNone ? before->end : before->begin);
    if (known != kNone && log_.between(known, logon.start_event) <= kRestarted) {
      before->end = end == kNone || before->end == kNone ? kNone : std::max(before->end, end);
      continue;
    }
    last->second = all_.size();
    all_.push_back({.number = number, .boot = logon.boot, .begin = logon.start_event, .end = end});
  }
  std::ranges::sort(all_, {}, &WindowManager::begin);
  for (WindowManager& manager : all_) {
    const bool is_first = &manager == all_.data() || (&manager - 1)->boot != manager.boot;
    manager.is_console = is_first && is_told_since_boot(manager.begin);
  }
}

// Whether its password was typed, or had been checked, for a logon screen. What unlocks one that
// is there has its own: only over RDP is there a new one for what is thrown away.
bool WindowManagers::begins_desktop(LogonSessionId id) const {
  const LogonSession& logon = logons_[id];
  if (logon.start_event == kNone || logon.who.account_class != AccountClass::user) return false;
  const LogonSessionId other = logons_.linked(id);
  if (other != kNone && logons_[other].start_event < logon.start_event) return false;
  return logon.role == LogonRole::interactive ||
         (logon.role == LogonRole::reauthentication && is_remote_type(logon.logon_type) &&
          log_.strings()[logon.logon_process] == "User32");
}

// Whatever end of the one before was not logged.
void WindowManagers::wait(std::size_t manager) {
  std::erase_if(waiting_,
                [&](std::size_t other) { return all_[other].number == all_[manager].number; });
  waiting_.push_back(manager);
}

// Whether it may have been drawn for one or the other of two logons over RDP.
bool WindowManagers::is_contested(std::size_t manager) const {
  return log_.within(remote_, all_[manager].begin, Ticks{0}, kDrawn).size() > 1;
}

// Whether it was drawn for a logon over RDP whose client's credentials had been checked before.
bool WindowManagers::is_behind_check(std::size_t manager, LogonSessionId id) const {
  const EventRef at = logons_[id].start_event, begin = all_[manager].begin;
  const auto logons = log_.logons_of(logons_[id].who, LogonPurpose::access);
  return std::ranges::any_of(log_.within(logons, at, -kCheckWithPort, Ticks{0}),
                             [&](EventRef check) {
                               const Text from = log_.address(check).text;
                               return check < begin && may_check_credentials(log_, check) &&
                                      (from == Text::none || from == logons_[id].from.address);
                             });
}

// The one of those that wait that is the logon's, or the end where that is not sure. Where records
// are missing, it may be one of which none tells: since the boot or, behind a check, since that.
WindowManagers::Place WindowManagers::find(LogonSessionId id) {
  const auto only = [&](auto fits) {
    const Place found = std::ranges::find_if(waiting_, fits);
    return found == waiting_.end() || std::any_of(found + 1, waiting_.end(), fits) ? waiting_.end()
                                                                                   : found;
  };
  const auto is_console = [&](std::size_t manager) { return all_[manager].is_console; };
  const EventRef at = logons_[id].start_event;
  const bool remote = is_remote_type(logons_[id].logon_type);
  if (is_told_since_boot(at)) {
    if (!remote && std::ranges::any_of(waiting_, is_console)) return only(is_console);
    const Place one = only([&](std::size_t manager) { return !remote || !is_console(manager); });
    if (one != waiting_.end()) return one;
  }
  if (!remote || !log_.covers(EventKind::logon, at, {.before = kCheckWithPort, .after = Ticks{0}}))
    return waiting_.end();
  return only([&](std::size_t manager) { return is_behind_check(manager, id); });
}

bool WindowManagers::is_told_since_boot(EventRef at) const {
  const BootId boot = log_.boot(at);
  const Ticks before = log_.between(log_.boot_begin(boot), at);
  return row_of(log_.boots(), boot).start &&
         log_.covers(EventKind::logon, at, {.before = before, .after = Ticks{0}});
}

void WindowManagers::give(LogonSessionId id) {
  const EventRef at = logons_[id].start_event;
  std::erase_if(waiting_, [&](std::size_t manager) {
    return all_[manager].end < at || all_[manager].boot != log_.boot(at);
  });
  if (waiting_.size() > kMostWaiting) waiting_.erase(waiting_.begin());
  const Place found = find(id);
  if (found == waiting_.end()) return;
  if (is_remote_type(logons_[id].logon_type) && is_contested(*found)) return;
  of_.emplace(id, *found);
  waiting_.erase(found);
}

const WindowManager* WindowManagers::of(LogonSessionId logon) const {
  auto found = of_.find(logon);
  if (found == of_.end() && logon != kNone) found = of_.find(logons_.linked(logon));
  return found == of_.end() ? nullptr : &all_[found->second];
}

}  // namespace sojourn
