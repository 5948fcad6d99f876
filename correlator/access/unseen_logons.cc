#include "correlator/access/unseen_logons.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "schema/extra_fields.h"

namespace sojourn {
namespace {

constexpr std::uint64_t kFirstOfPeople = 0x3E8;  // below are SYSTEM's and the service accounts'

bool names_who_asked(EventKind kind) {
  using enum EventKind;
  return kind == security_log_cleared || kind == security_clock_changed ||
         kind == explicit_credentials || kind == logon;
}

class UnseenLogons {
 public:
  UnseenLogons(AccessSessions& sessions, Strings& strings)
      : sessions_(sessions), log_(sessions.log()), logons_(sessions.logons()), strings_(strings) {}

  // Whoever clears a log takes their own 4624 away with it (observed in 6 of 8 logs that begin with
  // a 1102).
  void build() {
    sessions_.claims().begin(Stage::unseen_logons);
    std::map<std::pair<BootId, std::uint64_t>, std::vector<EventRef>> asked;
    for (EventRef ref = 0; ref < log_.size(); ++ref) {
      const std::uint64_t subject = log_[ref].subject_logon_id;
      if (subject < kFirstOfPeople || !names_who_asked(log_[ref].kind)) continue;
      const LogonSessionId logon = logons_.find(log_.boot(ref), subject);
      if (logon == kNone || !is_seen(logon)) asked[{log_.boot(ref), subject}].push_back(ref);
    }
    if (asked.empty()) return;
    for (const SessionId i : sessions_.ids()) {
      in_sessions_.insert(sessions_[i].logons.begin(), sessions_[i].logons.end());
      const SessionKind kind = sessions_[i].kind;
      if (sessions_[i].outcome == Outcome::success &&
          (kind == SessionKind::local || kind == SessionKind::remote))
        desktops_[log_.accounts().account_key(sessions_[i].who)].push_back(i);
    }
    for (const auto& [id, refs] : asked) add(id.first, id.second, refs);
  }

 private:
  bool is_seen(LogonSessionId logon) const {
    const LogonSessionId other = logons_.linked(logon);
    return logons_[logon].start_event != kNone ||
           (other != kNone && logons_[other].start_event != kNone);
  }

  Identity who_asked(EventRef ref) {
    const EventKind kind = log_[ref].kind;
    if (kind == EventKind::security_log_cleared || kind == EventKind::security_clock_changed)
      return log_.accounts().identity(log_[ref]);
    Identity who;
    const std::string_view extra = strings_[log_[ref].extra];
    who.user = strings_.intern(extra_field(extra, FieldName{"SubjectUserName"}));
    who.domain = strings_.intern(extra_field(extra, FieldName{"SubjectDomainName"}));
    who.sid = strings_.intern(extra_field(extra, FieldName{"SubjectUserSid"}));
    who.account_class = log_.accounts().class_of(who);
    return who;
  }

  // Whether a desktop of theirs was open then: it may well have been by that one.
  bool has_desktop(const Identity& who, EventRef ref) {
    const auto found = desktops_.find(log_.accounts().account_key(who));
    if (found == desktops_.end()) return false;
    std::size_t looked = 0;
    return std::ranges::any_of(found->second, [&](SessionId i) {
      const EventRef start = sessions_.record_at(i, sessions_[i].start);
      return ++looked > kMostNear ||
             (sessions_[i].boot == log_.boot(ref) && (start == kNone || start <= ref) &&
              !sessions_.is_over(i, ref, Ticks{0}));
    });
  }

  void add(BootId boot, std::uint64_t logon_id, const std::vector<EventRef>& refs) {
    const LogonSessionId logon = logons_.find(boot, logon_id);
    if (logon != kNone && in_sessions_.contains(logon)) return;
    const auto free =
        std::ranges::find_if(refs, [&](EventRef ref) { return !sessions_.claims().has(ref); });
    if (free == refs.end()) return;
    Session session;
    session.boot = boot;
    session.who = who_asked(*free);
    if (session.who.account_class != AccountClass::user || has_desktop(session.who, *free)) return;
    session.logon_id = logon_id;
    session.from.scope = SourceScope::local;
    if (logon != kNone) session.logon_type = logons_[logon].logon_type;
    switch (session.logon_type) {
      case 0:
      case 4:
      case 5:
        return;  // a task or service of theirs
      case 3:
      case 8:
        session.kind = SessionKind::network;
        session.from.scope = SourceScope::unknown;
        break;
      case 10:
      case 12:
        session.kind = SessionKind::remote;
        session.from.scope = SourceScope::unknown;
        break;
      case kNoLogonType:
        session.set(Flag::terminal_assumed);
        break;
      default:
        break;
    }
    const SessionId added = sessions_.add(session);
    for (const EventRef ref : refs) sessions_.cite(added, ref, Role::context, Rule::logon_id);
    end(added, logon, refs.back());
    std::ranges::sort(sessions_[added].evidence, {}, &Citation::event);
  }

  // By its 4634 or 4647, else with the boot.
  void end(SessionId added, LogonSessionId logon, EventRef since) {
    Session& session = sessions_[added];
    const bool ended = logon != kNone && logons_[logon].end_reason == EndReason::logoff;
    if (logon != kNone) {
      session.logons.push_back(logon);
      for (const EventRef ref : logons_.records(logon)) {
        const bool is_end = ended && ref == logons_[logon].end_event;
        const bool privileges = log_[ref].kind == EventKind::privileges_assigned;
        sessions_.cite(added, ref,
                       is_end       ? Role::end
                       : privileges ? Role::privileges
                                    : Role::context,
                       Rule::logon_id);
      }
    }
    if (ended) {
      session.end = log_[logons_[logon].end_event].time;
      session.end_reason = EndReason::logoff;
      session.end_exact = true;
      return;
    }
    sessions_.end_with_boot(added, since);
  }

  AccessSessions& sessions_;
  const HostLog& log_;
  const LogonSessions& logons_;
  Strings& strings_;
  std::set<LogonSessionId> in_sessions_;
  std::unordered_map<Text, std::vector<SessionId>> desktops_;  // by account
};

}  // namespace

void add_unseen_logons(AccessSessions& sessions, Strings& strings) {
  UnseenLogons(sessions, strings).build();
}

}  // namespace sojourn
