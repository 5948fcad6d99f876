#include "correlator/clock/witnesses.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>

#include "correlator/names/account_name.h"
#include "correlator/names/activity_id.h"
#include "correlator/names/ssh_message.h"
#include "schema/ascii.h"
#include "schema/catalog.h"
#include "schema/extra_fields.h"

namespace sojourn {
namespace {

using std::chrono::milliseconds;

std::uint64_t hash(char kind, std::string_view text) {
  std::uint64_t value = 0xCBF2'9CE4'8422'2325;  // FNV-1a
  const auto mix = [&](char c) {
    value = (value ^ static_cast<unsigned char>(c)) * 0x100'0000'01B3;
  };
  mix(kind);
  for (const char c : text) mix(c);
  return value;
}

// "10.0.0.5:50123", "[fe80::1%10]:3389" and "::ffff:10.0.0.5" without what is not the address; ""
// of a word and of this host itself, which is the address of every console.
std::string bare_address(std::string_view text) {
  if (text.starts_with('[')) {
    text = text.substr(1, text.find(']') - 1);
  } else if (std::ranges::count(text, ':') == 1) {
    text = text.substr(0, text.find(':'));
  }
  text = text.substr(0, text.find('%'));
  std::string bare = ascii_lower(text);
  if (bare.starts_with("::ffff:")) bare.erase(0, 7);
  const bool is_address =
      bare.find('.') != std::string::npos || bare.find(':') != std::string::npos;
  if (!is_address || bare == "::1" || bare.starts_with("127.")) return "";
  return bare;
}

// A window manager is logged on for each local session and named after it: "DWM-3".
std::uint32_t session_of_window_manager(std::string_view name) {
  std::uint32_t number = kNoNumber;
  for (const std::string_view prefix : {"DWM-", "UMFD-"}) {
    if (name.starts_with(prefix))
      std::from_chars(name.data() + prefix.size(), name.data() + name.size(), number);
  }
  return number;
}

// LSASS stamps all of a boot's records of the Security log with one ActivityID.
bool is_of_connection(EventKind kind, std::string_view activity) {
  return spec_of(kind).provider != spec_of(EventKind::logon).provider && names_connection(activity);
}

// Nothing but time links an RDP connection to the credentials that came with it where those have no
// address (Server 2012 R2), and before Windows 8, where 261 names none and no ActivityID leads on.
bool checks_credentials(const Event& event) {
  return event.logon_type == 3 &&
         (event.kind == EventKind::logon || event.kind == EventKind::logon_failed);
}
bool opens_connection(EventKind kind) {
  return kind == EventKind::connection_from || kind == EventKind::listener_connected;
}

std::string_view phase_of_machine(const Event& event) {
  using enum EventKind;
  switch (event.kind) {
    case lsass_started:
    case lsm_started:
    case os_started:
    case event_log_started:
      return "start";
    case shutdown_requested:
    case lsm_shutdown:
    case security_log_stopped:
    case event_log_stopped:
      return "stop";
    default:
      return event.kind == logon && event.logon_type == 0 ? "start" : "";
  }
}

}  // namespace

std::int64_t bond(Ticks distance) {
  if (distance <= milliseconds{300}) return 16;
  if (distance <= milliseconds{1'200}) return 12;
  if (distance <= milliseconds{3'000}) return 8;
  if (distance <= milliseconds{8'000}) return 4;
  if (distance <= milliseconds{20'000}) return 2;
  return distance <= kWitnessReach ? 1 : 0;
}

std::vector<Thing> Witnesses::things_of(const Event& event) const {
  std::vector<Thing> things;
  const std::string_view activity = strings_[event.activity];
  if (is_of_connection(event.kind, activity)) things.push_back(hash('a', activity));
  const AccountName account = account_name(strings_[event.domain], strings_[event.user]);
  std::uint32_t session = session_of_window_manager(account.name);
  if (session == kNoNumber) session = event.session;
  if (!account.name.empty() && account.name != "-") things.push_back(hash('u', account.name));
  const std::string_view sid = strings_[event.sid];
  if (sid.starts_with("S-1-5-21-")) things.push_back(hash('s', sid));
  const std::string address = bare_address(strings_[event.address]);
  if (!address.empty()) things.push_back(hash('i', address));
  if (session != kNoNumber) things.push_back(hash('n', std::to_string(session)));
  const bool opens = opens_connection(event.kind);
  const bool is_unnamed = event.activity == Text::none;
  if (opens || (checks_credentials(event) && address.empty())) things.push_back(hash('r', ""));
  if ((opens && is_unnamed) || (checks_credentials(event) && !address.empty()))
    things.push_back(hash('q', ""));
  // The logon that checked a connection's credentials ends with it.
  if (event.kind == EventKind::transport_closed ||
      (event.kind == EventKind::logon_ended && event.logon_type == 3)) {
    things.push_back(hash('x', ""));
  }
  if (is_unnamed && (opens || event.kind == EventKind::rdp_authenticated))
    things.push_back(hash('c', ""));
  // For each connection the OpenSSH server logs an account on that is named after its process.
  if (event.kind == EventKind::ssh_message || account.name.starts_with("SSHD_"))
    things.push_back(hash('o', ""));
  if (event.kind == EventKind::ssh_message) {
    // Windows calls the account of somebody whom it does not know NOUSER.
    const std::string_view payload = extra_field(strings_[event.extra], "payload");
    if (const auto said = read_ssh_message(payload)) {
      things.push_back(
          hash('u', said->invalid_user ? "NOUSER" : account_name("", said->user).name));
      things.push_back(hash('i', bare_address(said->address)));
    } else if (payload.starts_with("Server listening")) {
      things.push_back(hash('m', "start"));
    }
  }
  const std::string_view phase = phase_of_machine(event);
  if (!phase.empty()) things.push_back(hash('m', phase));
  return things;
}

void Witnesses::add(const Event& event, std::size_t epoch) {
  for (const Thing thing : things_of(event)) witnesses_.push_back({thing, epoch, event.time});
}

void Witnesses::sort() { std::ranges::sort(witnesses_); }

std::int64_t Witnesses::support(const std::vector<Thing>& things, Timestamp time,
                                std::size_t epoch) const {
  std::int64_t sum = 0;
  for (const Thing thing : things) {
    const auto at = std::ranges::lower_bound(witnesses_, Witness{thing, epoch, time});
    Ticks distance = Ticks::max();
    const auto look = [&](const Witness& other) {
      if (other.thing == thing && other.epoch == epoch)
        distance = std::min(distance, Ticks{std::chrono::abs(other.time - time)});
    };
    if (at != witnesses_.end()) look(*at);
    if (at != witnesses_.begin()) look(*std::prev(at));
    sum += bond(distance);
  }
  return sum;
}

}  // namespace sojourn
