#include "schema/session.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace sojourn {
namespace {

// The words of an enumeration, in its order: they are what the database and the command line show.
template <class Enum, std::size_t N>
std::string_view word(const std::array<std::string_view, N>& words, Enum value) {
  return words.at(static_cast<std::size_t>(value));
}

constexpr std::array<std::string_view, 6> kAccountClasses{"user",   "machine",   "service",
                                                          "system", "anonymous", "window_manager"};
constexpr std::array<std::string_view, 7> kClockChanges{
    "", "user", "time_service", "resume_from_sleep", "system", "unrecorded", "unknown"};
constexpr std::array<std::string_view, 6> kScopes{"unknown",  "local",    "loopback",
                                                  "internal", "external", "vmbus"};
constexpr std::array<std::string_view, 10> kLogonRoles{
    "interactive", "network", "nla",    "reauthentication", "secondary",
    "service",     "batch",   "system", "window_manager",   "other"};
constexpr std::array<std::string_view, 6> kKinds{"local",     "remote", "network",
                                                 "secondary", "batch",  "service"};
constexpr std::array<std::string_view, 4> kOutcomes{"success", "failure", "no_desktop", "unknown"};
constexpr std::array<std::string_view, 5> kStartReasons{"logon", "reconnect", "takeover", "attempt",
                                                        "unknown"};
constexpr std::array<std::string_view, 12> kEndReasons{
    "logoff",   "disconnect", "replaced",   "idle_timeout", "time_limit", "kicked",
    "shutdown", "crash",      "superseded", "failed",       "open",       "unknown"};
constexpr std::array<std::string_view, 15> kRoles{"start",
                                                  "attempt",
                                                  "authentication",
                                                  "logon",
                                                  "privileges",
                                                  "arbitration",
                                                  "desktop",
                                                  "shell",
                                                  "reauthentication",
                                                  "lock",
                                                  "unlock",
                                                  "end",
                                                  "corroborates_end",
                                                  "watched",
                                                  "context"};
constexpr std::array<std::string_view, 15> kFlags{"shutdown",         "clock_step",
                                                  "recovered",        "unlock",
                                                  "elevation",        "takeover_without_auth",
                                                  "rdp_via_loopback", "gap",
                                                  "conflict",         "loopback",
                                                  "terminal_assumed", "clock_wrong",
                                                  "new_credentials",  "winrm",
                                                  "shadowed"};
constexpr std::array<std::string_view, 2> kBurstsOf{"session", "authentication"};

}  // namespace

std::string_view name_of(AccountClass account_class) {
  return word(kAccountClasses, account_class);
}
std::string_view name_of(ClockChange reason) { return word(kClockChanges, reason); }
std::string_view name_of(SourceScope scope) { return word(kScopes, scope); }
std::string_view name_of(LogonRole role) { return word(kLogonRoles, role); }
std::string_view name_of(SessionKind kind) { return word(kKinds, kind); }
std::string_view name_of(Outcome outcome) { return word(kOutcomes, outcome); }
std::string_view name_of(StartReason reason) { return word(kStartReasons, reason); }
std::string_view name_of(EndReason reason) { return word(kEndReasons, reason); }
std::string_view name_of(BurstOf of) { return word(kBurstsOf, of); }
std::string_view name_of(Role role) { return word(kRoles, role); }

std::span<const std::string_view> channels_of(SessionKind kind) {
  static constexpr std::array<std::string_view, 4> kChannels = {
      "Security", "System", "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational",
      "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational"};
  const std::span<const std::string_view> all = kChannels;
  if (kind == SessionKind::remote) return all;
  return all.first(kind == SessionKind::local ? 3 : 2);
}

std::string flag_words(std::uint16_t flags) {
  std::string words;
  for (std::size_t bit = 0; bit < kFlags.size(); ++bit) {
    if ((flags >> bit & 1U) == 0) continue;
    if (!words.empty()) words += ' ';
    words += kFlags[bit];
  }
  return words;
}

BootId boot_of_record(std::span<const Boot> boots, EventRef ref) {
  const auto next = std::ranges::upper_bound(boots, ref, {}, &Boot::first_event);
  assert(next != boots.begin());
  return BootId(static_cast<std::size_t>(next - boots.begin()) - 1);
}

}  // namespace sojourn
