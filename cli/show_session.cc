#include "cli/show_session.h"

#include <algorithm>
#include <stdexcept>

#include "cli/escape.h"
#include "cli/named_row.h"
#include "cli/outbound_words.h"
#include "cli/rows.h"
#include "cli/session_gaps.h"
#include "cli/session_id.h"
#include "cli/session_notes.h"
#include "cli/wording.h"

namespace sojourn {
namespace {

constexpr std::size_t kLabelWidth = 12;

// One line of the explanation; nothing when there is nothing to say.
void line(std::ostream& out, const std::string& label, const std::string& text) {
  if (text.empty()) return;
  out << "  " << label << std::string(kLabelWidth - std::min(kLabelWidth, label.size()), ' ')
      << escape(text) << '\n';
}

// Joins what is not empty: listed({"a", "", "b"}) is "a, b".
std::string listed(std::initializer_list<std::string> parts) {
  std::string all;
  for (const std::string& part : parts) {
    if (!part.empty()) all += (all.empty() ? "" : ", ") + part;
  }
  return all;
}

std::string who(const NamedRow& session) {
  const std::string name = account_name(session), sid = session.text("user_sid");
  const std::string account_class = session.text("account_class");
  return listed({name.empty() ? "nobody is named" : name, sid == name ? "" : sid,
                 account_class == "user" ? "" : account_class,
                 session.yes("elevated") ? "with administrator rights" : ""});
}

std::string from(const NamedRow& session) {
  const std::string client = session.text("src_host");
  return listed({session.text("src_ip"), scope_words(session.text("src_scope")),
                 client.empty() ? "" : "calls itself " + client,
                 session.yes("src_inferred")
                     ? "address taken from another record than the logon's own"
                     : ""});
}

// "between 2020-… and 2020-…", as far as either is known.
std::string between(const NamedRow& bounds, const std::string& after, const std::string& before,
                    const Zone& zone) {
  const std::string earliest = bounds.text(after), latest = bounds.text(before);
  if (earliest.empty() && latest.empty()) return "";
  if (earliest.empty()) return "before " + exact_time(latest, zone);
  if (latest.empty()) return "after " + exact_time(earliest, zone);
  return "between " + exact_time(earliest, zone) + " and " + exact_time(latest, zone);
}

// Between which times lies what no record tells, and what the log that would tell it holds.
void write_bounds(const CaseReader& reader, std::int64_t id, const Zone& zone, std::ostream& out) {
  Query query = reader.query("SELECT * FROM v_session_bounds WHERE session_id = ?", {id});
  const auto cells = query.next();
  if (!cells) return;
  const NamedRow bounds(query.columns(), *cells);
  const std::string begins = bounds.text("log_begins");
  line(out, "started", between(bounds, "start_after", "start_before", zone));
  line(out, "ended", between(bounds, "end_after", "end_before", zone));
  if (const auto record = bounds.whole("end_record_id")) {
    line(out, "last sign",
         "record " + std::to_string(*record) + " of " + short_channel(bounds.text("end_channel")) +
             ", " + bounds.text("end_evidence_path"));
  }
  line(out, "log",
       begins.empty() ? "the log that would tell is missing"
                      : "the log that would tell holds " + exact_time(begins, zone) + " to " +
                            exact_time(bounds.text("log_ends"), zone));
}

std::string start(const NamedRow& session, const Zone& zone) {
  return listed(
      {exact_time(session.text("start_time"), zone), start_words(session.text("start_reason"))});
}

std::string end(const NamedRow& session, const Zone& zone) {
  const std::string time = exact_time(session.text("end_time"), zone);
  const bool estimated =
      !time.empty() && !session.yes("end_exact") && session.text("outcome") != "failure";
  const std::string kind = session.text("kind");
  const bool had_desktop =
      session.text("outcome") == "success" && (kind == "local" || kind == "remote");
  return listed({time, end_words(session.text("end_reason"), had_desktop),
                 estimated ? "a bound, no record gives the exact time" : ""});
}

std::string lasted(const NamedRow& session) {
  const auto duration = session.real("duration_s"), active = session.real("active_s");
  if (!duration || session.text("outcome") == "failure") return "";
  return listed(
      {duration_words(*duration), active ? duration_words(*active) + " of it unlocked" : ""});
}

std::string logon(const NamedRow& session) {
  const auto type = session.whole("logon_type"),
             windows_session = session.whole("windows_session_number");
  const std::string logon_id = session.text("logon_id");
  return listed(
      {type ? "type " + std::to_string(*type) + " " + session.text("logon_type_name") : "",
       session.text("auth_package"), logon_id.empty() ? "" : "LogonId " + logon_id,
       windows_session ? "Windows session " + std::to_string(*windows_session) : ""});
}

std::string confidence(const NamedRow& session) {
  const auto number = session.real("confidence");
  return number ? number_text(*number) : "";
}

std::string failures_before(const NamedRow& session) {
  const std::int64_t failures = session.whole("failures_before").value_or(0);
  return failures == 0 ? "" : std::to_string(failures) + " in the hour before";
}

void write_flags(const NamedRow& session, std::ostream& out) {
  std::string words = session.text("flags");
  while (!words.empty()) {
    const std::string flag = words.substr(0, words.find(' '));
    words.erase(0, flag.size() + 1);
    line(out, "flag", flag + ": " + flag_explanation(flag));
  }
}

// The neighbours in the chain of one desktop: "session 7, 2020-… to 2020-…, disconnected".
void write_neighbours(const CaseReader& reader, const std::string& label, const char* condition,
                      std::int64_t id, const Zone& zone, std::ostream& out) {
  Query query = reader.query(
      std::string("SELECT * FROM v_session WHERE ") + condition + " ORDER BY session_id", {id});
  while (const auto cells = query.next()) {
    const NamedRow row(query.columns(), *cells);
    line(out, label,
         "session " + std::to_string(row.whole("session_id").value_or(0)) + ": " +
             listed({account_name(row), "from " + source_name(row), start(row, zone),
                     end(row, zone)}));
  }
}

// Where its user went from it: "2026-…, rdp_client, as CORP\\admin, to SRV02 (10.0.0.2), session 9
// there".
void write_outbound(const CaseReader& reader, std::int64_t id, const Zone& zone,
                    std::ostream& out) {
  Query query =
      reader.query("SELECT * FROM v_outbound WHERE session_id = ? ORDER BY time, event_id", {id});
  while (const auto cells = query.next()) {
    const NamedRow row(query.columns(), *cells);
    const std::string as = target_account(row), to = target_words(row);
    const auto there = row.whole("inbound_session_id");
    line(out, "went on",
         listed({exact_time(row.text("time"), zone), row.text("kind"), as.empty() ? "" : "as " + as,
                 to.empty() ? "" : "to " + to,
                 there ? "session " + std::to_string(*there) + " there" : ""}));
  }
}

// The burst that a failure is one of, and those after which a session came: "one of 160 attempts on
// 5 accounts from 203.0.113.66, 2026-… to 2026-… (sojourn failures CASE --burst 1)".
void write_bursts(const CaseReader& reader, std::int64_t id, const Zone& zone, std::ostream& out) {
  Query query = reader.query(
      "SELECT b.*, b.followed_by_session_id IS ?1 AS is_after FROM v_failure_burst b\n"
      "WHERE b.followed_by_session_id = ?1 OR b.burst_id = (SELECT burst_id FROM session WHERE "
      "session_id = ?1)\nORDER BY b.burst_id",
      {id});
  while (const auto cells = query.next()) {
    const NamedRow burst(query.columns(), *cells);
    const auto number = [&](const char* column) {
      return grouped(static_cast<std::uint64_t>(burst.whole(column).value_or(0)));
    };
    const std::string source = source_name(burst), accounts = number("accounts");
    line(out, "burst",
         (burst.yes("is_after") ? "came after " : "one of ") + number("attempts") +
             " attempts on " + accounts + (accounts == "1" ? " account" : " accounts") +
             (source.empty() ? "" : " from " + source) + ", " +
             exact_time(burst.text("first_time"), zone) + " to " +
             exact_time(burst.text("last_time"), zone) + " (sojourn failures CASE --burst " +
             number("burst_id") + ')');
  }
}

// Who watched the desktop, or worked on it. Of a 20503 and its like Param1 is who did.
constexpr const char* kWatched =
    "SELECT DISTINCT json_extract(e.extra, '$.Param1') || coalesce(' on ' || e.client, '') || "
    "iif(e.event_code IN (20503, 20504), ' watched it', ' worked on it') "
    "FROM session_event x JOIN event e USING (event_id) "
    "WHERE x.role = 'watched' AND x.session_id = ? ORDER BY 1";
constexpr const char* kAskingProcess =
    "SELECT asking_process FROM session WHERE asking_process IS NOT NULL AND session_id = ?";
// What else the client of a network session called itself.
constexpr const char* kOtherNames =
    "SELECT DISTINCT l.src_host FROM session s JOIN session_logon USING (session_id) "
    "JOIN logon_session l USING (logon_session_id) WHERE s.kind = 'network' "
    "AND l.src_host <> s.src_host AND s.session_id = ? ORDER BY l.src_host";

// The texts of the query's only column.
std::vector<std::string> told_of(const CaseReader& reader, const char* sql, std::int64_t id) {
  std::vector<std::string> texts;
  Query query = reader.query(sql, {id});
  while (const auto cells = query.next())
    texts.push_back(NamedRow(query.columns(), *cells).text(query.columns().front()));
  return texts;
}

// Each with the number of the file that it stands in; the files stand below.
void write_records(const CaseReader& reader, std::int64_t id, const Zone& zone, std::ostream& out) {
  Query query = reader.query(
      "SELECT e.*, r.meaning FROM v_session_event e JOIN rule r ON r.name = e.rule "
      "WHERE session_id = ? ORDER BY event_id",
      {id});
  Rows rows(Format::table, {"time", "log", "event", "record", "file", "role", "why it belongs"},
            out);
  std::vector<std::string> files;
  while (const auto cells = query.next()) {
    const NamedRow row(query.columns(), *cells);
    const std::string path = row.text("evidence_path");
    const auto file = std::ranges::find(files, path);
    const auto number = static_cast<std::int64_t>(file - files.begin()) + 1;
    if (file == files.end()) files.push_back(path);
    rows.add({exact_time(row.text("time"), zone), short_channel(row.text("channel")),
              row.whole("event_code").value_or(0), row.whole("record_id").value_or(0), number,
              row.text("role"), row.text("meaning")});
  }
  out << "\nThe records that prove it\n";
  rows.finish();
  out << "\nThe files that they stand in\n";
  for (std::size_t i = 0; i < files.size(); ++i) line(out, std::to_string(i + 1), files[i]);
}

// What analysts noted of it: "2026-03-06T…, asked her: it was not she".
void write_marks(const SessionMarks& marks, const Zone& zone, std::ostream& out) {
  line(out, "tags", marks.tag_words());
  for (const SessionMarks::Note& note : marks.notes)
    line(out, "note", exact_time(note.time, zone) + ", " + note.text);
}

}  // namespace

void show_session(const ShowCommand& command, const Streams& streams) {
  const auto& [out, err] = streams;
  const CaseReader reader = open_case(command.case_file, command.reading, err);
  const SessionNotes notes(command.case_file, reader, err);
  Query query =
      reader.query("SELECT * FROM v_session WHERE uid = ?", {uid_named(command.id, reader)});
  const auto cells = query.next();
  if (!cells) throw std::runtime_error("the case has no host of session " + escape(command.id));
  const NamedRow session(query.columns(), *cells);
  const std::int64_t id = session.whole("session_id").value_or(0);

  out << "Session " << id << ", " << escape(session.text("uid")) << '\n';
  write_marks(notes.of(id), command.zone, out);
  line(out, "who", who(session));
  line(out, "on", session.text("host"));
  line(out, "from", from(session));
  line(out, "how",
       listed({kind_words(session.text("kind")), outcome_words(session.text("outcome")),
               session.text("failure_reason")}));
  line(out, "start", start(session, command.zone));
  line(out, "granted", exact_time(session.text("granted_time"), command.zone));
  line(out, "end", end(session, command.zone));
  line(out, "lasted", lasted(session));
  write_bounds(reader, id, command.zone, out);
  for (const std::string& gap : gaps_of(reader, id, command.zone)) line(out, "gap", gap);
  line(out, "logon", logon(session));
  line(out, "failures", failures_before(session));
  write_bursts(reader, id, command.zone, out);
  line(out, "confidence", confidence(session));
  write_flags(session, out);
  write_neighbours(reader, "before it",
                   "session_id = (SELECT previous_session_id FROM v_session WHERE session_id = ?)",
                   id, command.zone, out);
  write_neighbours(reader, "after it", "previous_session_id = ?", id, command.zone, out);
  write_neighbours(reader, "asked in",
                   "session_id = (SELECT asking_session_id FROM session WHERE session_id = ?)", id,
                   command.zone, out);
  for (const std::string& told : told_of(reader, kAskingProcess, id)) line(out, "asked by", told);
  for (const std::string& told : told_of(reader, kOtherNames, id)) line(out, "also from", told);
  for (const std::string& told : told_of(reader, kWatched, id)) line(out, "shadowed", told);
  write_outbound(reader, id, command.zone, out);
  write_records(reader, id, command.zone, out);
}

}  // namespace sojourn
