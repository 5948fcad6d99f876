#include "correlator/names/identifiers.h"

#include <functional>
#include <string>
#include <string_view>

#include "correlator/names/account_name.h"
#include "correlator/names/activity_id.h"
#include "correlator/names/address.h"
#include "correlator/names/ssh_message.h"
#include "schema/catalog.h"
#include "schema/extra_fields.h"

namespace sojourn {
namespace {

// Several services note the start and the stop of the machine; nullptr for neither.
const char* machine_does(const Event& event) {
  using enum EventKind;
  switch (event.kind) {
    case lsass_started:
    case lsm_started:
    case os_started:
    case event_log_started:
    case unexpected_shutdown:
    case uptime:
      return "start";
    case shutdown_requested:
    case lsm_shutdown:
    case security_log_stopped:
    case event_log_stopped:
    case os_stopped:
      return "stop";
    default:
      return event.kind == logon && event.logon_type == 0 ? "start" : nullptr;
  }
}

}  // namespace

std::vector<Identifier> identifiers_of(const Event& event, const Strings& strings) {
  std::vector<Identifier> named;
  const auto add = [&](char kind, std::string_view text) {
    named.push_back({std::hash<std::string>{}(kind + std::string(text)), kind == 'c'});
  };
  // LSASS stamps all of a boot's records of the Security log with one ActivityID.
  const bool is_of_lsass = spec_of(event.kind).provider == spec_of(EventKind::logon).provider;
  const std::string_view activity = strings[event.activity];
  if (!is_of_lsass && names_connection(activity)) add('c', activity);
  const auto add_who = [&](const std::string& name, std::string_view address) {
    if (!name.empty() && name != "-") add('n', name);
    if (const std::string from = canonical_address(address); !from.empty()) add('a', from);
  };
  const std::string name = account_name(strings[event.domain], strings[event.user]).name;
  add_who(name, strings[event.address]);
  if (event.kind == EventKind::ssh_message) {
    const std::string payload(extra_field(strings[event.extra], {"payload"}));
    // It starts with the machine, and an administrator seldom starts it again.
    if (payload.starts_with("Server listening")) add('m', "start");
    const auto said = read_ssh_message(payload);
    if (said) {
      // Windows calls the account of somebody whom it does not know NOUSER.
      add_who(said->invalid_user ? "NOUSER" : account_name("", said->user).name, said->address);
      add('o', "");
    }
  }
  const std::string_view sid = strings[event.sid];
  if (sid.starts_with("S-1-5-21-")) add('s', sid);
  if (event.session != kNoNumber) add('w', std::to_string(event.session));
  if (const char* of_machine = machine_does(event)) add('m', of_machine);
  // Where Network Level Authentication refuses a password the 4625 comes 94 to 123 ms behind the
  // connection. On Server 2012 R2 it names no address, and before Windows 8 nothing but time links
  // it, or a 1149, to the 261.
  const bool refuses = event.kind == EventKind::logon_failed && event.logon_type == 3;
  const bool opens =
      event.kind == EventKind::listener_connected || event.kind == EventKind::rdp_authenticated;
  if (refuses || (opens && event.activity == Text::none)) add('r', "");
  const bool without_address = refuses && event.address == Text::none;
  if (without_address || event.kind == EventKind::connection_from) add('f', "");
  // The OpenSSH server logs an account on, named after its process, for each client that comes.
  if (name.starts_with("SSHD_")) add('o', "");
  return named;
}

}  // namespace sojourn
