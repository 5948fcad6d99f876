#include "correlator/windows/terminals.h"

#include <utility>

#include "correlator/names/activity_id.h"

namespace sojourn {
namespace {

using std::chrono::seconds;

constexpr Ticks kReplacement = seconds{5};  // 24 to 25 of a takeover, observed 1 s

// The Security log does not name the SessionID, and a 102 only its connection.
Rule rule_of(EventKind kind) {
  using enum EventKind;
  if (kind == transport_closed) return Rule::activity_id;
  const bool by_user = kind == station_reconnected || kind == station_disconnected ||
                       kind == logoff_initiated || kind == logon || kind == logon_ended;
  return by_user ? Rule::only_desktop : Rule::session_id;
}

// Of a return that Security tells of, what was checked for it shows that it was given.
Role role_of_start(const Event& start) {
  const bool checks = start.kind == EventKind::rdp_authenticated ||
                      (start.kind == EventKind::logon && start.logon_type == 3);
  return checks                           ? Role::authentication
         : start.kind == EventKind::logon ? Role::reauthentication
                                          : Role::desktop;
}

}  // namespace

AttachmentId Terminals::open(LocalSessionId local_session, EventRef ref, StartReason reason) {
  Attachment attachment;
  attachment.local_session = local_session;
  attachment.start_reason = reason;
  set_terminal(attachment, ref);
  const AttachmentId id(all_.size());
  all_.push_back(std::move(attachment));
  if (reason != StartReason::unknown) {
    at(id).start = ref;
    cite(id, ref, role_of_start(log_[ref]), rule_of(log_[ref].kind));
  }
  return id;
}

AttachmentId Terminals::open_seen(LocalSessionId local_session, EventRef unlock) {
  const AttachmentId id = open(local_session, unlock, StartReason::unknown);
  at(id).seen = unlock;
  cite(id, unlock, Role::unlock, Rule::only_desktop);
  return id;
}

void Terminals::set_client(AttachmentId id, ConnectionId connection) {
  at(id).terminal = Attachment::Terminal::remote;
  if (connection != kNone && claims_.claim(connection)) at(id).connection = connection;
}

void Terminals::begin_at(AttachmentId id, EventRef ref) {
  for (Citation& citation : at(id).evidence) {
    if (log_[citation.event].kind == EventKind::winlogon_logon) citation.role = Role::context;
  }
  at(id).start = ref;
  set_terminal(at(id), ref);
  cite(id, ref, Role::desktop, Rule::session_id);
}

void Terminals::end(AttachmentId id, EventRef ref, EndReason reason) {
  Attachment& attachment = at(id);
  attachment.end = ref;
  attachment.end_reason = reason;
  cite(id, ref, Role::end, rule_of(log_[ref].kind));
  // Winlogon's 7001 does not say where its user was.
  if (attachment.terminal == Attachment::Terminal::unknown &&
      log_[ref].kind == EventKind::session_disconnected) {
    attachment.terminal = terminal_of(ref);
  }
}

void Terminals::end_unseen(AttachmentId id, EventRef ref, EndReason reason) {
  at(id).replaced_at = ref;
  at(id).end_reason = reason;
}

void Terminals::confirm_return(AttachmentId id, EventRef ref) {
  at(id).given = ref;
  cite(id, ref, Role::desktop, Rule::only_desktop);
}

void Terminals::end_before(AttachmentId next, EventRef ref) {
  for (std::size_t place = next.place(); place-- > first_of_boot_;) {
    if (all_[place].local_session != at(next).local_session) continue;
    const AttachmentId left(place);
    if (at(left).end == kNone) {
      end(left, ref, EndReason::replaced);
      at(next).given = ref;
    } else {
      cite(left, ref, Role::corroborates_end, Rule::disconnect_echo);
    }
    return;
  }
}

// A 24 names the client that leaves, a 21 and 25 the one that comes.
bool Terminals::is_of_another_client(const Attachment& attachment, EventRef ref) const {
  if (attachment.start == kNone || log_[ref].kind != EventKind::session_disconnected) return false;
  const Address came = log_.address(attachment.start), left = log_.address(ref);
  // A check of the password there says 127.0.0.1.
  const bool at_console = attachment.terminal == Attachment::Terminal::console;
  if (at_console && left.kind == Address::Kind::word) return false;
  return came.kind != Address::Kind::none && left.kind != Address::Kind::none &&
         (came.kind != left.kind || came.text != left.text);
}

bool Terminals::tells_end_again(AttachmentId id, EventRef ref, EndReason reason) {
  Attachment& attachment = at(id);
  if (attachment.end == kNone || log_.between(attachment.end, ref) > kDisconnectEcho ||
      is_of_another_client(attachment, ref))
    return false;
  // The second 40 with reason 5 of a takeover comes after the 24 and leads to the 25 as well;
  // either way it is part of the same change of hands. A 40 that gave its reason has said it.
  if (attachment.end_reason == EndReason::disconnect &&
      log_[attachment.end].kind != EventKind::disconnect_reason) {
    attachment.end_reason = reason;
  }
  cite(id, ref, Role::corroborates_end, Rule::disconnect_echo);
  return true;
}

// It did where it was there before the 24: its user had authenticated, or sat at the console, where
// 24 and 25 follow at once.
void Terminals::infer_replacement(const Handover& handover) {
  Attachment& before = at(handover.left);
  const Attachment& after = at(handover.next);
  if (before.end == kNone || before.end_reason != EndReason::disconnect ||
      log_.between(before.end, after.start) > kReplacement)
    return;
  const bool was_there = after.connection == kNone
                             ? after.terminal == Attachment::Terminal::console
                             : connections_[after.connection].authenticated < before.end;
  if (was_there) before.end_reason = EndReason::replaced;
}

void Terminals::cite(AttachmentId id, EventRef ref, Role role, Rule rule) {
  if (claims_.claim(ref)) at(id).evidence.push_back({ref, role, rule});
}

void Terminals::close_boot(BootId boot) {
  for (; first_of_boot_ < all_.size(); ++first_of_boot_) {
    Attachment& attachment = all_[first_of_boot_];
    if (attachment.end == kNone && attachment.replaced_at == kNone)
      attachment.end_reason = log_.end_reason(boot);
  }
}

// Who shows the desktop, as `ref` says: a connection, an address, or the console.
void Terminals::set_terminal(Attachment& attachment, EventRef ref) {
  attachment.connection = connections_.of_session_event(log_, claims_, ref);
  if (attachment.connection == kNone) {
    attachment.terminal = terminal_of(ref);
    return;
  }
  claims_.claim(attachment.connection);
  attachment.terminal = Attachment::Terminal::remote;
}

// What the address and the ActivityID of an LSM record say of the terminal.
Attachment::Terminal Terminals::terminal_of(EventRef ref) const {
  using enum Address::Kind;
  const Address address = log_.address(ref);
  // A return that the Security log tells of.
  if (log_[ref].kind == EventKind::logon) {
    const bool from_client = address.kind == ip && address.scope != SourceScope::loopback;
    return from_client ? Attachment::Terminal::remote : Attachment::Terminal::console;
  }
  if (!is_session_record(log_[ref].kind)) {
    const bool says = log_[ref].kind == EventKind::station_reconnected;
    return says && address.kind == ip     ? Attachment::Terminal::remote
           : says && address.kind == word ? Attachment::Terminal::console
                                          : Attachment::Terminal::unknown;
  }
  const Text activity = log_[ref].activity;
  if (address.kind == ip || (address.kind == none && names_connection(log_.strings()[activity])))
    return Attachment::Terminal::remote;
  return address.kind == word || activity != Text::none ? Attachment::Terminal::console
                                                        : Attachment::Terminal::unknown;
}

}  // namespace sojourn
