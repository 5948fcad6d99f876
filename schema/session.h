// What the correlator finds in one host's events. Plain values; every row cites its records.
//
// Three kinds of session, never to be confused:
//   - LogonSession: a Windows logon session, which is identity and permissions, keyed by LogonId
//     inside one boot.
//   - LocalSession: a Windows local session, which is a desktop that survives lock, disconnect and
//     reconnect.
//   - Session: an access session. Somebody gets, or tries to get, access; logoff or disconnect ends
//     it.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/id.h"
#include "schema/record_range.h"
#include "schema/strings.h"
#include "schema/time.h"

namespace sojourn {

// A record: an index into Correlation::events, the host's events in order; kNone for none.
using EventRef = std::uint32_t;

using BootId = Id<struct Boot>;
using EpochId = Id<struct ClockEpoch>;
using LogonSessionId = Id<struct LogonSession>;
using LocalSessionId = Id<struct LocalSession>;
using SessionId = Id<struct Session>;
using BurstId = Id<struct Burst>;

enum class AccountClass : std::uint8_t {
  user,
  machine,
  service,
  system,
  anonymous,
  window_manager
};
std::string_view name_of(AccountClass account_class);

// Who: as the records of this session name them. `sid` may be empty; names are as logged.
struct Identity {
  Text user = Text::none;
  Text domain = Text::none;
  Text sid = Text::none;
  AccountClass account_class = AccountClass::user;
};

enum class SourceScope : std::uint8_t { unknown, local, loopback, internal, external, vmbus };
std::string_view name_of(SourceScope scope);

// From where. `address` is canonical (RFC 5952 for IPv6, IPv4-mapped as IPv4); `client` what the
// client calls itself.
struct Origin {
  Text address = Text::none;
  Text client = Text::none;
  SourceScope scope = SourceScope::unknown;
  bool inferred = false;  // the address comes from another record than the credential's own
};

struct Boot {
  std::optional<Timestamp> start;  // unset for the boot the logs begin in
  std::optional<Timestamp>
      stop;  // the first sign of the shutdown, or for a crash the last record of the boot
  enum class Stop : std::uint8_t { shutdown, crash, running } stop_kind = Stop::running;
  EventRef first_event = 0;  // its records are those from here to the next boot's first
  EventRef start_event = kNone;
  EventRef stop_event = kNone;
  // The record that gave the time of a crash: of the boot, or of the next start, which tells of it.
  std::uint32_t stop_file = kNone;
  RecordPlace stop_record;
};
// The boot of a record. REQUIRES: `boots` are in order and the first begins no later.
BootId boot_of_record(std::span<const Boot> boots, EventRef ref);

// Why a clock was set.
enum class ClockChange : std::uint8_t {
  none,               // it was not: the logs begin
  user,               // by a user
  time_service,       // by the time service
  resume_from_sleep,  // to make up for the time that the machine slept
  system,             // by Windows itself: from the hardware clock, by a virtual machine's host
  unrecorded,         // no record says so, but times fall in the order of records
  unknown,            // a record says so, but not why
};
std::string_view name_of(ClockChange reason);

// The records between two changes of a host's clock.
struct ClockEpoch {
  EventRef first_event = 0;     // its records are those from here to the next epoch's first
  EventRef step_event = kNone;  // the first that shows it; kNone where the logs begin
  Ticks step{};                 // by how much; negative for back; at least, where unrecorded
  ClockChange reason = ClockChange::none;
  Timestamp first, last;  // of its records, as the clock then showed it
};

// When something happened on a host: the epoch, and the time that its clock then showed. Moments
// are ordered as they were, which times of two epochs are not.
struct Moment {
  EpochId epoch;
  Timestamp time;
  auto operator<=>(const Moment&) const = default;
};

enum class StartReason : std::uint8_t { logon, reconnect, takeover, attempt, unknown };
enum class EndReason : std::uint8_t {
  logoff,
  disconnect,
  replaced,
  idle_timeout,
  time_limit,
  kicked,
  shutdown,
  crash,
  superseded,
  failed,
  open,
  unknown
};
std::string_view name_of(StartReason reason);
std::string_view name_of(EndReason reason);

// What a logon session was for; decides whether it begins an access session.
enum class LogonRole : std::uint8_t {
  interactive,       // began or took part in a desktop
  network,           // types 3 and 8
  nla,               // the type 3 that checks an RDP client's credentials before its session
  reauthentication,  // unlock, reconnect check: thrown away within seconds
  secondary,         // runas, /netonly, UAC prompt
  service,
  batch,
  system,          // SYSTEM, LOCAL SERVICE, NETWORK SERVICE, ANONYMOUS
  window_manager,  // DWM-n, UMFD-n
  other,
};
std::string_view name_of(LogonRole role);

struct LogonSession {
  std::uint64_t logon_id = 0;
  std::uint64_t linked_logon_id = 0;  // 0 if not one half of a split token
  BootId boot;
  Identity who;
  Origin from;
  Text package = Text::none;
  Text logon_process = Text::none;
  EventRef start_event = kNone, end_event = kNone;  // their times are its start and end
  std::uint8_t logon_type = 0xFF;                   // 0xFF unknown
  bool elevated = false;
  LogonRole role = LogonRole::other;
  EndReason end_reason = EndReason::unknown;  // logoff, shutdown, crash, open
};
// A third of a file server's records begin one.
static_assert(sizeof(LogonSession) == 72);

struct LocalSession {
  BootId boot;
  std::uint32_t number = 0;   // LSM SessionID
  std::uint32_t ordinal = 0;  // the n-th use of that number in its boot
  Identity who;
  std::uint64_t logon_id = 0;  // of its interactive logon, 0 unknown
  std::optional<Timestamp> start, end;
  StartReason start_reason = StartReason::unknown;  // logon, unknown
  EndReason end_reason = EndReason::open;           // logoff, shutdown, crash, superseded, open
  EventRef start_event = kNone, end_event = kNone;
};

enum class SessionKind : std::uint8_t { local, remote, network, secondary, batch, service };
enum class Outcome : std::uint8_t { success, failure, no_desktop, unknown };
std::string_view name_of(SessionKind kind);
inline constexpr std::size_t kSessionKinds = static_cast<std::size_t>(SessionKind::service) + 1;
// The channels of which a hole may hide a record of such a session: see table session_channel.
std::span<const std::string_view> channels_of(SessionKind kind);
std::string_view name_of(Outcome outcome);

// Flags of a session, one bit each; name_of gives the documented word, in this order.
enum class Flag : std::uint16_t {
  shutdown = 1 << 0,               // ended because the machine was shut down or restarted
  clock_step = 1 << 1,             // the clock was set between start and end, or may have been
  recovered = 1 << 2,              // rests on carved records
  unlock = 1 << 3,                 // a failed attempt to unlock
  elevation = 1 << 4,              // a UAC prompt
  takeover_without_auth = 1 << 5,  // attached without authenticating: tscon
  rdp_via_loopback = 1 << 6,       // RDP from 127.0.0.1 or ::1: a tunnel
  gap = 1 << 7,                    // a log lacks records or was cleared within
  conflict = 1 << 8,               // records disagree
  loopback = 1 << 9,               // the host's access to itself
  terminal_assumed = 1 << 10,      // no record tells the console from RDP
  clock_wrong = 1 << 11,           // by a clock that was later set back by more than a day
  new_credentials = 1 << 12,       // other credentials for the network, as of runas /netonly
  winrm = 1 << 13,                 // for WS-Management: PowerShell remoting, winrs
  shadowed = 1 << 14,              // somebody watched the desktop, or worked on it
};
// The words of all set bits, separated by blanks.
std::string flag_words(std::uint16_t flags);

// What a record does in a session.
enum class Role : std::uint8_t {
  start,
  attempt,
  authentication,
  logon,
  privileges,
  arbitration,
  desktop,
  shell,
  reauthentication,
  lock,
  unlock,
  end,
  corroborates_end,
  watched,
  context
};
std::string_view name_of(Role role);

enum class Rule : std::uint8_t;  // schema/rules.h names and explains each

struct Citation {
  EventRef event = kNone;
  Role role = Role::context;
  Rule rule{};  // that joined it
};

struct Session {
  void set(Flag flag) { flags |= static_cast<std::uint16_t>(flag); }
  bool has(Flag flag) const { return (flags & static_cast<std::uint16_t>(flag)) != 0; }

  BootId boot;
  SessionKind kind = SessionKind::local;
  Outcome outcome = Outcome::success;
  StartReason start_reason = StartReason::unknown;
  EndReason end_reason = EndReason::unknown;
  bool end_exact = false;
  bool elevated = false;
  std::uint8_t logon_type = 0xFF;
  Identity who;
  Origin from;
  std::uint16_t flags = 0;
  std::optional<Timestamp> start, granted, end;
  EpochId start_epoch, end_epoch;  // of `start` and `end`; none where they are not known
  // Duration less locked stretches, where those were audited and the clock was not set meanwhile.
  std::optional<double> active_s;
  double confidence = 0;
  std::uint64_t logon_id = 0;
  Text package = Text::none;
  Text asking_process = Text::none;  // of a secondary session: the program that asked for it
  std::uint32_t failure_code = 0xFFFF'FFFF;  // NTSTATUS
  std::uint32_t failures_before = 0;
  LocalSessionId local_session;
  std::uint32_t windows_session = kNone;  // its number, where no local session tells it
  SessionId previous;                     // of the same local session
  SessionId asked_by;                     // of a secondary session: the one it was asked for in
  BurstId burst;
  std::vector<LogonSessionId> logons;
  std::vector<Citation> evidence;  // in order of events; never empty
};

// Of what a burst is: attempts to get access to this host, or credentials that this domain
// controller refused to other hosts' users.
enum class BurstOf : std::uint8_t { session, authentication };
std::string_view name_of(BurstOf of);

struct Burst {
  BurstOf of = BurstOf::session;
  Origin from;
  Identity who;               // set when the source is known by account only
  EventRef asked_by = kNone;  // names caller and process, where they are all the source there is
  std::uint32_t attempts = 0, accounts = 0;
  Timestamp first, last;
  SessionId followed_by;  // the session that succeeded after it
  // Of authentication: its attempts, and the credentials of its source that were right after it.
  std::vector<EventRef> checks;
  EventRef followed_by_check = kNone;
};

// What one channel's log covers: a stretch of records without a hole that is told by itself.
struct Coverage {
  Text channel = Text::none;
  Moment first, last;  // of all its records
  // Of its first and its last one by record id, in the epochs of `first` and `last`.
  Moment begins, ends;
  std::uint64_t first_record = 0, last_record = 0;
  std::uint64_t events = 0;
  std::string_view ended_by;  // end_of_log, cleared, events_lost, log_full, records_missing
  std::uint64_t missing = 0;  // records that it lacks in holes too many to be told one by one
};

}  // namespace sojourn
