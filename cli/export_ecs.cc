#include "cli/exports.h"
#include "cli/json_line.h"
#include "schema/time.h"

namespace sojourn {
namespace {

std::optional<std::int64_t> duration_ns(const NamedRow& session) {
  const auto start = parse_time(session.text("start_time"));
  const auto end = parse_time(session.text("end_time"));
  if (!session.real("duration_s") || !start || !end) return std::nullopt;
  constexpr std::int64_t kNanosecondsOfTick = 100;
  return (*end - *start).count() * kNanosecondsOfTick;
}

}  // namespace

std::string ecs_line(const NamedRow& session, const ExportedMoment& moment) {
  using enum ExportedMoment::What;
  const std::string user = session.text("user_name"), address = session.text("src_ip");
  const std::string outcome = session.text("outcome");
  JsonLine line;
  line.text("@timestamp", moment.time);
  line.begin("ecs");
  line.text("version", "8.11.0");
  line.end();
  line.begin("event");
  line.text("kind", "event");
  line.texts("category", {"authentication", "session"});
  line.texts("type", {moment.what == failure ? "info" : moment.what == start ? "start" : "end"});
  line.text("action", session.text(moment.what == end ? "end_reason" : "start_reason"));
  // Whose password was right and who got no desktop was let in as far as Windows is concerned.
  line.text("outcome", outcome == "no_desktop" ? "success" : outcome);
  line.text("reason", session.text("failure_reason"));
  line.text("start", session.text("start_time"));
  line.text("end", session.text("end_time"));
  line.number("duration", duration_ns(session));
  line.text("id", session.text("uid"));
  line.text("dataset", "sojourn.session");
  line.end();
  line.begin("host");
  line.text("name", session.text("host"));
  line.end();
  line.begin("user");
  line.text("name", user);
  line.text("domain", session.text("user_domain"));
  line.text("id", session.text("user_sid"));
  line.end();
  line.begin("source");
  line.text("ip", address);
  line.text("domain", session.text("src_host"));
  line.end();
  line.begin("related");
  line.texts("user", {user});
  line.texts("ip", {address});
  line.texts("hosts", {session.text("host"), session.text("src_host")});
  line.end();
  line.begin("winlog");
  line.begin("logon");
  line.text("id", session.text("logon_id"));
  line.text("type", session.text("logon_type_name"));
  line.end();
  line.end();
  line.begin("sojourn");
  line.number("session_id", session.whole("session_id"));
  line.text("kind", session.text("kind"));
  line.text("outcome", outcome);
  line.text("flags", session.text("flags"));
  line.end();
  return line.take();
}

}  // namespace sojourn
