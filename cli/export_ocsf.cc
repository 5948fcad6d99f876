#include <array>
#include <chrono>
#include <utility>

#include "cli/exports.h"
#include "cli/json_line.h"
#include "schema/time.h"

namespace sojourn {
namespace {

constexpr std::int64_t kLogon = 1, kLogoff = 2;  // activity_id
constexpr std::int64_t kClass = 3002;

std::optional<std::int64_t> milliseconds(const std::string& text) {
  const auto time = parse_time(text);
  if (!time) return std::nullopt;
  return std::chrono::floor<std::chrono::milliseconds>(time->time_since_epoch()).count();
}

// The class's own words for NTSTATUS codes, as the case writes them.
std::string status_detail(const NamedRow& session, std::int64_t activity) {
  if (activity == kLogoff)
    return session.text("end_reason") == "logoff" ? "LOGOFF_USER_INITIATED" : "LOGOFF_OTHER";
  constexpr std::array<std::pair<std::string_view, const char*>, 7> kWords = {{
      {"0xc0000064", "USER_DOES_NOT_EXIST"},
      {"0xc000006a", "INVALID_CREDENTIALS"},
      {"0xc000006d", "INVALID_CREDENTIALS"},
      {"0xc0000072", "ACCOUNT_DISABLED"},
      {"0xc0000234", "ACCOUNT_LOCKED_OUT"},
      {"0xc0000071", "PASSWORD_EXPIRED"},
      {"0xc0000224", "PASSWORD_EXPIRED"},
  }};
  const std::string code = session.text("failure_code");
  for (const auto& [known, word] : kWords) {
    if (code == known) return word;
  }
  return session.text("failure_reason");
}

std::int64_t status_id(const NamedRow& session) {
  const std::string outcome = session.text("outcome");
  if (outcome == "failure") return 2;
  return outcome == "unknown" ? 0 : 1;
}

}  // namespace

std::string ocsf_line(const NamedRow& session, const ExportedMoment& moment) {
  const std::int64_t activity = moment.what == ExportedMoment::What::end ? kLogoff : kLogon;
  const bool is_remote = session.text("kind") == "remote" || session.text("kind") == "network";
  JsonLine line;
  line.number("class_uid", kClass);
  line.number("category_uid", 3);
  line.number("activity_id", activity);
  line.number("type_uid", kClass * 100 + activity);
  line.number("severity_id", 1);
  line.number("time", milliseconds(moment.time));
  line.number("status_id", status_id(session));
  line.text("status_detail", status_detail(session, activity));
  line.number("logon_type_id", session.whole("logon_type"));
  line.yes_or_no("is_remote", is_remote);
  line.begin("metadata");
  line.text("version", "1.3.0");
  line.begin("product");
  line.text("name", "sojourn");
  line.text("vendor_name", "sojourn");
  line.text("version", SOJOURN_VERSION);
  line.end();
  line.text("uid", session.text("uid"));
  line.end();
  line.begin("user");
  line.text("name", account_name(session));
  line.text("domain", session.text("user_domain"));
  line.text("uid", session.text("user_sid"));
  line.end();
  line.begin("src_endpoint");
  line.text("ip", session.text("src_ip"));
  line.text("hostname", session.text("src_host"));
  line.end();
  line.begin("dst_endpoint");
  line.text("hostname", session.text("host"));
  line.end();
  line.begin("session");
  line.text("uid", session.text("uid"));
  line.number("created_time", milliseconds(session.text("start_time")));
  line.yes_or_no("is_remote", is_remote);
  line.end();
  return line.take();
}

}  // namespace sojourn
