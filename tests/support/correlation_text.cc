#include "tests/support/correlation_text.h"

#include <optional>
#include <sstream>

#include "correlator/findings/unmatched.h"
#include "schema/rules.h"

namespace sojourn::simulation {
namespace {

class Writer {
 public:
  explicit Writer(const Strings& strings) : strings_(strings) {}

  template <typename... Values>
  void line(const Values&... values) {
    (value(values), ...);
    text_ << '\n';
  }

  std::string take() { return std::move(text_).str(); }

 private:
  template <typename Value>
  void value(const Value& plain) {
    text_ << plain << ' ';
  }
  template <typename Row>
  void value(Id<Row> id) {
    text_ << id.place() << ' ';
  }
  void value(Text text) { text_ << '[' << strings_[text] << "] "; }
  void value(Timestamp time) { text_ << format_time(time) << ' '; }
  void value(const std::optional<Timestamp>& time) {
    text_ << (time ? format_time(*time) : "none") << ' ';
  }
  void value(const Identity& who) {
    line(who.user, who.domain, who.sid, name_of(who.account_class));
  }
  void value(const Origin& from) {
    line(from.address, from.client, name_of(from.scope), from.inferred);
  }

  const Strings& strings_;
  std::ostringstream text_;
};

}  // namespace

std::string text_of(const Correlation& found, const Strings& strings) {
  Writer out(strings);
  for (EventRef i = 0; i < found.events.size(); ++i) {
    const Event& event = found.events[i];
    out.line("event", event.channel, event.record, event.time, found.boot_of(i),
             found.used[i] ? std::string_view{} : reason_unmatched(event));
  }
  for (const Boot& boot : found.boots) {
    out.line("boot", boot.start, boot.stop, static_cast<int>(boot.stop_kind), boot.start_event,
             boot.stop_event);
  }
  for (const Coverage& log : found.coverage) {
    out.line("coverage", log.channel, log.first.time, log.last.time, log.first_record,
             log.last_record, log.events, log.ended_by, log.missing);
  }
  for (const LogonSession& logon : found.logon_sessions) {
    out.line("logon", logon.boot, logon.logon_id, logon.linked_logon_id, logon.who, logon.from,
             static_cast<int>(logon.logon_type), logon.package, logon.logon_process, logon.elevated,
             name_of(logon.role), found.time(logon.start_event), found.time(logon.end_event),
             name_of(logon.end_reason), logon.start_event, logon.end_event);
  }
  for (const LocalSession& local : found.local_sessions) {
    out.line("local", local.boot, local.number, local.ordinal, local.who, local.logon_id,
             local.start, local.end, name_of(local.start_reason), name_of(local.end_reason),
             local.start_event, local.end_event);
  }
  for (const Session& session : found.sessions) {
    out.line("session", session.boot, name_of(session.kind), name_of(session.outcome), session.who,
             session.from, session.start, session.granted, session.end,
             name_of(session.start_reason), name_of(session.end_reason), session.end_exact,
             session.active_s.value_or(-1), static_cast<int>(session.logon_type), session.logon_id,
             session.package, session.elevated, session.failure_code, session.failures_before,
             session.local_session, session.previous, session.burst, session.confidence,
             flag_words(session.flags));
    for (const LogonSessionId logon : session.logons) out.line("  logon", logon);
    for (const Citation& cited : session.evidence)
      out.line("  cites", cited.event, name_of(cited.role), name_of(cited.rule));
  }
  for (const Burst& burst : found.bursts) {
    out.line("burst", burst.from, burst.who, burst.asked_by, burst.attempts, burst.accounts,
             burst.first, burst.last, burst.followed_by);
  }
  return out.take();
}

}  // namespace sojourn::simulation
