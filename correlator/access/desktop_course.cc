#include "correlator/access/desktop_course.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "correlator/access/desktop_holders.h"
#include "correlator/access/logon_start.h"
#include "correlator/access/tscon.h"
#include "correlator/records/nearest.h"
#include "correlator/windows/credential_checks.h"

namespace sojourn {
namespace {

using std::chrono::seconds;

constexpr Ticks kEndEcho = seconds{30};      // 4634 of the check, 4779 and 102 of one disconnect
constexpr Ticks kReconnected = seconds{15};  // the last check to its 4778: 1 s
constexpr Ticks kOutlives = seconds{10};     // the ends of the halves of a split token: one tick

bool ends_logon(EventKind kind) {
  return kind == EventKind::logoff_initiated || kind == EventKind::logon_ended;
}
bool moves_desktop(EventKind kind) {
  return kind == EventKind::station_reconnected || kind == EventKind::station_disconnected ||
         ends_logon(kind);
}

class Course {
 public:
  Course(AccessSessions& sessions, const SecurityDesktop& desktop)
      : sessions_(sessions),
        log_(sessions.log()),
        logons_(sessions.logons()),
        desktop_(desktop),
        holders_(sessions, desktop),
        connection_(desktop.connection) {
    if (connection_ != nullptr) session_of_.emplace(connection_, desktop.session);
  }

  std::vector<SessionId> run() {
    collect();
    for (const Move& move : moves_) make(move);
    if (holders_.is_active()) holders_.end_with_boot();
    return holders_.all();
  }

 private:
  // What happens at a record, in the order in which it happens at the same one.
  enum class What : std::uint8_t { returns, record, leaves, lone_end, checks, notice, gone, kept };
  struct Move {
    EventRef at;
    What what;
    const CheckedConnection* connection = nullptr;  // that returns or leaves
    LogonSessionId logon{};                         // that checks
  };

  void collect() {
    collect_records();
    std::vector<const CheckedConnection*> all = desktop_.returns;
    for (const CheckedConnection* connection : all)
      moves_.push_back({.at = connection->begin, .what = What::returns, .connection = connection});
    if (connection_ != nullptr) all.push_back(connection_);
    for (const CheckedConnection* connection : all) {
      if (connection->end != kNone)
        moves_.push_back({.at = connection->end, .what = What::leaves, .connection = connection});
    }
    for (const LogonSessionId logon : desktop_.checks)
      moves_.push_back({.at = logons_[logon].start_event, .what = What::checks, .logon = logon});
    for (const EventRef ref : desktop_.lone_ends)
      moves_.push_back({.at = ref, .what = What::lone_end});
    if (desktop_.notice != kNone) moves_.push_back({.at = desktop_.notice, .what = What::notice});
    if (desktop_.gone != kNone) moves_.push_back({.at = desktop_.gone, .what = What::gone});
    for (const EventRef ref : holders_.kept()) moves_.push_back({.at = ref, .what = What::kept});
    std::ranges::stable_sort(moves_, [](const Move& a, const Move& b) {
      return std::pair{a.at, a.what} < std::pair{b.at, b.what};
    });
  }

  // Of the half that is not the shell's the records that end it matter.
  void collect_records() {
    if (desktop_.shell == kNone) return;
    const EventRef start = logons_[desktop_.shell].start_event;
    for (const LogonSessionId half : {desktop_.shell, logons_.linked(desktop_.shell)}) {
      if (half == kNone) continue;
      for (const EventRef ref : logons_.records(half)) {
        if (start != kNone && ref < start) continue;
        if (half == desktop_.shell || ends_logon(log_[ref].kind))
          moves_.push_back({.at = ref, .what = What::record});
      }
    }
  }

  void make(const Move& move) {
    switch (move.what) {
      case What::record:
        return take(move.at);
      case What::returns:
        return return_on(*move.connection);
      case What::leaves:
        return leave(*move.connection);
      case What::checks:
        return check(move.logon);
      case What::lone_end:
        // The end of a connection whose check is lost: of the session whose start is.
        if (holders_.is_active() && unseen_) holders_.end(move.at, EndReason::disconnect, false);
        return;
      case What::notice:
      case What::gone:
        return holders_.log_off(move.at, false);
      case What::kept:
        return holders_.cite_kept(move.at);
    }
  }

  void take(EventRef ref) {
    const EventKind kind = log_[ref].kind;
    if (sessions_.claims().has(ref) && !holders_.keeps(ref)) {
      if (moves_desktop(kind) && !taken_ahead_.contains(ref)) holders_.lose();
      return;
    }
    switch (kind) {
      case EventKind::station_disconnected:
        return disconnect(ref);
      case EventKind::station_reconnected:
        return reconnect(ref);
      case EventKind::logon_ended:
        return is_outlived(ref) ? holders_.cite(ref, Role::corroborates_end)
                                : holders_.log_off(ref, true);
      case EventKind::logoff_initiated:
        return holders_.log_off(ref, true);
      case EventKind::locked:
      case EventKind::screensaver_started:
        return holders_.cite(ref, Role::lock);
      case EventKind::unlocked:
      case EventKind::screensaver_stopped:
        return holders_.cite(ref, Role::unlock);
      default:
        return;
    }
  }

  // Of a split token either half may end first (observed on Windows 7: the limited one hours before
  // the other). While one is there so is the desktop.
  bool is_outlived(EventRef ref) const {
    const LogonSessionId half = logons_.of(ref), other = logons_.linked(half);
    if (other == kNone) return false;
    const LogonSession& that = logons_[other];
    const bool ends = that.end_reason == EndReason::logoff;
    if (half == desktop_.shell)
      return ends && that.end_event > ref && log_.between(ref, that.end_event) > kOutlives;
    return !ends || that.end_event > ref || log_.between(that.end_event, ref) <= kOutlives;
  }

  void disconnect(EventRef ref) {
    if (holders_.is_client(ref)) {
      if (holders_.is_active()) {
        holders_.end(ref, EndReason::disconnect, true);
        return;
      }
      if (holders_.ended_within(kEndEcho, ref)) return disconnect_again(ref);
    }
    // Somebody else's, of whose session the start is lost; with it the end of the one before.
    if (holders_.is_active()) holders_.end_by(kNone, EndReason::unknown);
    begin(holders_.next_at(ref), holders_.since());
    holders_.end(ref, EndReason::disconnect, true);
  }

  void disconnect_again(EventRef ref) {
    const Session& session = holders_.current();
    const EndReason reason = session.end_reason;
    const bool left = reason == EndReason::disconnect || reason == EndReason::replaced;
    if (left && !session.end_exact) {
      holders_.end(ref, reason, true);
    } else {
      holders_.cite(ref, Role::corroborates_end);
    }
  }

  void reconnect(EventRef ref) {
    const bool awaited = holders_.is_active() && taken_up_ != kNone &&
                         log_.between(taken_up_, ref) <= kReconnected && holders_.is_client(ref);
    if (awaited) return confirm(ref);
    // Taken over: no 4779 was logged.
    if (holders_.is_active()) holders_.end_by(ref, EndReason::replaced);
    // He had given his password when the other one left.
    const bool handed_on = holders_.ended_within(kHandedOn, ref) && checked_at_ != kNone &&
                           log_.between(checked_at_, ref) <= kReconnected &&
                           holders_.current().end_reason == EndReason::disconnect;
    if (handed_on) holders_.current().end_reason = EndReason::replaced;
    Session next = holders_.next_at(ref);
    next.start = next.granted = log_[ref].time;
    next.start_reason = StartReason::reconnect;
    if (is_moved_by_tscon(log_, ref)) {
      next.start_reason = StartReason::takeover;
      next.set(Flag::takeover_without_auth);
    }
    begin(std::move(next), ref);
    holders_.cite(ref, Role::desktop);
  }

  // The 4778 of a return that its check, or an unlock, showed already.
  void confirm(EventRef ref) {
    Session& session = holders_.current();
    if (!session.start) session.start = log_[holders_.since()].time;
    session.start_reason = StartReason::reconnect;
    session.granted = log_[ref].time;
    if (log_[ref].client != Text::none) session.from.client = log_[ref].client;
    for (Citation& citation : session.evidence) {
      if (citation.role == Role::unlock) citation.role = Role::reauthentication;
    }
    holders_.cite(ref, Role::desktop);
    unseen_ = false;
    taken_up_ = kNone;
  }

  void begin(Session next, EventRef since) {
    holders_.begin(std::move(next), since);
    connection_ = nullptr;
    taken_up_ = kNone;
    unseen_ = false;
  }

  void return_on(const CheckedConnection& connection) {
    const EventRef lost = holders_.is_active() ? lose_to(connection) : kNone;
    Session next = holders_.next();
    next.kind = SessionKind::remote;
    next.from = connection.from;
    next.start_reason = StartReason::reconnect;
    // Not before the other one had lost the desktop: then a 4778 is to tell.
    if (lost == kNone || lost < connection.ready) next.granted = log_[connection.ready].time;
    const LogonSessionId proof =
        !connection.repeated.empty() ? connection.repeated.front() : connection.check;
    if (proof != kNone) {
      next.logon_type = logons_[proof].logon_type;
      next.package = logons_[proof].package;
    }
    begin(std::move(next), connection.begin);
    connection_ = &connection;
    session_of_.emplace(connection_, holders_.id());
    checked_at_ = taken_up_ = connection.ready;
    cite_checked_connection(sessions_, connection, holders_.id());
    for (const LogonSessionId logon : connection.repeated)
      sessions_.cite_logon(holders_.id(), logon, Role::reauthentication, Rule::reauthentication);
    set_start(holders_.current(), log_);
  }

  // The current session ends because the connection takes the desktop; with the 4779 that is given
  // back, if one tells of it.
  EventRef lose_to(const CheckedConnection& next) {
    const auto while_logging_on = [&](EventRef ref) {
      return ref > next.begin && log_.between(next.ready, ref) <= kReplaced;
    };
    for (const Move& move : moves_) {
      if (move.what != What::record || move.at <= next.begin) continue;
      // What follows the 4778 is of the next client, which may be the same.
      const EventKind kind = log_[move.at].kind;
      if (kind == EventKind::station_reconnected || !while_logging_on(move.at)) break;
      if (kind == EventKind::station_disconnected && holders_.is_client(move.at) &&
          holders_.end(move.at, EndReason::replaced, true)) {
        taken_ahead_.insert(move.at);
        return move.at;
      }
    }
    const bool remote = holders_.current().kind == SessionKind::remote;
    const bool seen =
        connection_ != nullptr && (connection_->check != kNone || connection_->connection != kNone);
    if (remote && !seen) {
      // Its own end is lost; it may have come at any time before.
      holders_.end_by(kNone, EndReason::unknown);
      return kNone;
    }
    const EventRef left = connection_ != nullptr ? connection_->end : EventRef{kNone};
    const bool told = left != kNone && while_logging_on(left);
    if (!told || !holders_.end(left, EndReason::replaced, false))
      holders_.end_by(next.ready, EndReason::replaced);
    return kNone;
  }

  void leave(const CheckedConnection& connection) {
    if (holders_.is_active() && connection_ == &connection) {
      const bool exact = log_[connection.end].kind == EventKind::transport_closed;
      const EndReason reason = connection.replaced ? EndReason::replaced : EndReason::disconnect;
      holders_.end(connection.end, reason, exact);
      return;
    }
    // The end of the check trails that of its session.
    holders_.cite_for(session_of_.at(&connection), connection.end);
  }

  // A check of the user's password at the desktop: to unlock it, or to take it up again.
  void check(LogonSessionId logon) {
    const EventRef at = logons_[logon].start_event;
    if (sessions_.claims().has(at)) return;  // with its other half
    const auto shadows = [&](EventRef last) {
      return last != kNone && log_.between(last, at) <= kShadow;
    };
    const bool shadow = shadows(holders_.since()) || shadows(checked_at_);
    const Address address = log_.address(at);
    const bool names_client =
        address.kind == Address::Kind::ip && address.scope != SourceScope::loopback;
    // By the client that seemed to have left, when another type 3 had ended.
    if (names_client && !holders_.is_active() && unseen_ && holders_.is_from(address.text))
      holders_.resume();
    const bool trails = !holders_.is_active() && holders_.ended_within(kTrails, at);
    if (!trails) {
      if (!holders_.is_active() || (names_client && !holders_.is_from(address.text)))
        take_up(logon, names_client);
      if (!shadow) checked_at_ = at;
    }
    sessions_.cite_logon(holders_.id(), logon,
                         shadow || trails ? Role::reauthentication : Role::unlock,
                         Rule::reauthentication);
  }

  // Nobody was known to be at the desktop, or somebody else. From another machine it is a
  // connection whose start is lost, as no check of its client's credentials is there.
  void take_up(LogonSessionId logon, bool from_client) {
    const EventRef at = logons_[logon].start_event;
    if (holders_.is_active()) holders_.end_by(kNone, EndReason::unknown);
    Session next = holders_.next();
    next.kind = from_client ? SessionKind::remote : SessionKind::local;
    next.logon_type = logons_[logon].logon_type;
    next.package = logons_[logon].package;
    if (from_client) {
      next.from = logons_[logon].from;
    } else {
      next.from = kThisMachine;
      // Before the first of its sessions nobody is known to have left it.
      if (holders_.is_any()) {
        next.start = next.granted = log_[at].time;
        next.start_reason = StartReason::reconnect;
      }
    }
    begin(std::move(next), at);
    unseen_ = from_client;
    taken_up_ = at;
  }

  AccessSessions& sessions_;
  const HostLog& log_;
  const LogonSessions& logons_;
  const SecurityDesktop& desktop_;
  DesktopHolders holders_;
  std::vector<Move> moves_;
  const CheckedConnection* connection_;                       // that the current session came on
  std::map<const CheckedConnection*, SessionId> session_of_;  // asked, never walked
  std::set<EventRef> taken_ahead_;                            // 4779s that ended a session already
  EventRef taken_up_ = kNone;  // by a check or an unlock, whose 4778 has not been seen
  EventRef checked_at_ = kNone;
  bool unseen_ = false;  // from a client whose connection began unseen
};

}  // namespace

std::vector<SessionId> follow_desktop(AccessSessions& sessions, const SecurityDesktop& desktop) {
  return Course(sessions, desktop).run();
}

}  // namespace sojourn
