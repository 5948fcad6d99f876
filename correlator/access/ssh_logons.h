// The logons that an OpenSSH server asked for. Security has no address of their client and names
// the host itself as the workstation; the server's own messages say who came from where.
//
// Observed: the Failed message follows its 4625 within 1 ms. Of a name that no account has the 4625
// says NOUSER, the message what the client sent.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "correlator/names/ssh_message.h"
#include "correlator/records/host_log.h"
#include "correlator/windows/claims.h"
#include "correlator/windows/logon_sessions.h"

namespace sojourn {

class SshLogons {
 public:
  // Pairs the messages with 4624s and 4625s, and lets the log know the accounts they name.
  explicit SshLogons(HostLog& log);

  // Of logon sessions that sshd asked for sets the source, as the message says it, and the role:
  // network for who was let in, other where an account was only looked up.
  void set_sources_and_roles(LogonSessions& logons, Claims& claims) const;

  // The message that tells of this 4624 or 4625, or kNone.
  EventRef message_of(EventRef ref) const;
  // The "Disconnected" of the client whom that message let in, or kNone.
  EventRef disconnected(EventRef accepted) const;
  // What failed without a 4625, in order.
  const std::vector<EventRef>& failures_alone() const { return failures_alone_; }

  // Whether the 4624 may only have looked an account up: no message says that it let anybody in.
  bool is_unproven(EventRef logon) const;

  Origin source(EventRef message) const;
  // Whether no account has the name that the message's client sent.
  bool is_invalid_user(EventRef message) const { return messages_.at(message).parts.invalid_user; }
  // Who tried, as far as the message alone tells.
  Identity who(EventRef message) const;
  static bool is_by_sshd(const Event& event, const Strings& strings);

 private:
  struct Message {
    std::string payload;  // what `parts` are parts of
    SshMessage parts;
    EventRef partner = kNone;
    EventRef disconnected = kNone;
  };
  void read_messages();
  void pair(bool forward);
  void find_disconnects();
  void set_sources(LogonSessions& logons, Claims& claims) const;
  void leave_out_lookups(const LogonSessions& logons, Claims& claims) const;
  std::unordered_map<std::uint32_t, std::vector<EventRef>> passwords_by_process() const;

  HostLog& log_;
  std::vector<EventRef> refs_;  // of the messages, in order
  std::unordered_map<EventRef, Message> messages_;
  std::unordered_map<EventRef, EventRef> message_of_;
  std::vector<EventRef> failures_alone_;
};

}  // namespace sojourn
