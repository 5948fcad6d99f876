// Who showed the desktops of a host, one after another.
#pragma once

#include <vector>

#include "correlator/records/host_log.h"
#include "correlator/windows/claims.h"
#include "correlator/windows/connections.h"
#include "schema/rules.h"
#include "schema/session.h"

namespace sojourn {

// A local session's being shown at one terminal to one owner, from a logon (21) or reconnect (25)
// to the next disconnect (24, 40, 39) or logoff (23).
struct Attachment {
  enum class Terminal : std::uint8_t { unknown, console, remote };
  LocalSessionId local_session;
  Terminal terminal = Terminal::unknown;
  ConnectionId connection;
  // 21, 25 or 7001, or what the Security log tells of a return (4778, type 7 or 10, the check of
  // its client's credentials); kNone: began before the logs do.
  EventRef start = kNone;
  EventRef seen = kNone;   // without a start: the unlock that shows it
  EventRef given = kNone;  // behind the start: the record by which the desktop was handed over
  EventRef end = kNone;    // the first record that ended it; kNone: the boot's end, or still open
  EventRef replaced_at = kNone;  // the record that shows its end without ending it (25, 21)
  StartReason start_reason = StartReason::unknown;
  EndReason end_reason = EndReason::open;
  std::vector<Citation> evidence;
};
// Each becomes the access session of its number.
using AttachmentId = SessionId;

class Terminals {
 public:
  // From the first to the last record of one disconnect: 40 to 24, observed up to 1 s.
  static constexpr Ticks kDisconnectEcho = std::chrono::seconds{30};

  // All must outlive this.
  Terminals(const HostLog& log, const Connections& connections, Claims& claims)
      : log_(log), connections_(connections), claims_(claims) {}

  // In the order they began (or, begun before the logs, ended).
  std::vector<Attachment>& all() { return all_; }
  const Attachment& operator[](AttachmentId id) const { return all_[id.place()]; }

  // One that `ref` begins; for StartReason::unknown, one that it only proves.
  AttachmentId open(LocalSessionId local_session, EventRef ref, StartReason reason);
  // It was LSM's 21 `ref` that gave the desktop, of which Winlogon's 7001 told first.
  void begin_at(AttachmentId id, EventRef ref);
  void end(AttachmentId id, EventRef ref, EndReason reason);
  // The client that `unlock` names is there; when it came no record tells.
  AttachmentId open_seen(LocalSessionId local_session, EventRef unlock);
  // Of a client whose credentials were checked: from another machine, whatever its address. With
  // its connection where that is known.
  void set_client(AttachmentId id, ConnectionId connection);
  // A return that the Security log told of has its 4778.
  void confirm_return(AttachmentId id, EventRef ref);
  // `ref` is of who had the desktop before `next` was given it.
  void end_before(AttachmentId next, EventRef ref);
  // Its end was that the next client took the desktop.
  void set_replaced(AttachmentId id) { at(id).end_reason = EndReason::replaced; }
  // Ends one whose end no record tells: `ref` shows that it is over.
  void end_unseen(AttachmentId id, EventRef ref, EndReason reason);
  // Whether `ref` tells once more of the end, perhaps with a better reason.
  bool tells_end_again(AttachmentId id, EventRef ref, EndReason reason);
  // Windows 7 has no 40 to say that `next` took the terminal that `left` lost.
  struct Handover {
    AttachmentId left, next;
  };
  void infer_replacement(const Handover& handover);
  void cite(AttachmentId id, EventRef ref, Role role, Rule rule);
  // Ends with the boot what is still open of those opened since the last call.
  void close_boot(BootId boot);

 private:
  Attachment& at(AttachmentId id) { return all_[id.place()]; }
  bool is_of_another_client(const Attachment& attachment, EventRef ref) const;
  void set_terminal(Attachment& attachment, EventRef ref);
  Attachment::Terminal terminal_of(EventRef ref) const;

  const HostLog& log_;
  const Connections& connections_;
  Claims& claims_;
  std::vector<Attachment> all_;
  std::size_t first_of_boot_ = 0;
};

}  // namespace sojourn
