#include "cli/report/findings.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "cli/wording.h"

namespace sojourn {
namespace {

constexpr std::size_t kMostOfAKind = 8;

std::string number(const NamedRow& row, const char* column) {
  return grouped(static_cast<std::uint64_t>(row.whole(column).value_or(0)));
}

// "1 session", "2 sessions".
std::string counted(const NamedRow& row, const char* column, const std::string& one) {
  return number(row, column) + ' ' + one + (row.whole(column) == 1 ? "" : "s");
}

std::string at(const NamedRow& row, const char* column) {
  return second_time(row.text(column), Zone::utc());
}

// "2026-03-04 23:05:32Z", "2026-03-04 23:05:32 to 23:15:49Z", "2026-03-02 to 2026-03-04", each
// behind a comma; nothing where no record gives a time.
std::string span(const NamedRow& row, const char* first, const char* last) {
  std::string from = at(row, first), to = at(row, last);
  constexpr std::size_t kDay = 10, kTime = 11;  // of "2026-03-04 23:05:32Z"
  if (from.empty() || from == to) std::swap(from, to);
  if (from.empty()) return "";
  if (to.empty() || from == to) return ", " + from;
  if (from.size() < kTime || to.size() < kTime) return ", " + from + " to " + to;
  if (from.substr(0, kDay) == to.substr(0, kDay))
    return ", " + from.substr(0, from.size() - 1) + " to " + to.substr(kTime);
  return ", " + from.substr(0, kDay) + " to " + to.substr(0, kDay);
}

// "external, new network".
std::string oddities(const NamedRow& source) {
  std::string words;
  for (const char c : source.text("why")) {
    words += c == '_' ? " " : c == ' ' ? ", " : std::string(1, c);
  }
  return words;
}

// What sessions from there have in common: the address or the client's name.
std::string plain_source(const NamedRow& row) {
  const std::string address = row.text("src_ip");
  return address.empty() ? row.text("src_host") : address;
}

bool has_word(const NamedRow& row, const char* column, const std::string& word) {
  return (' ' + row.text(column) + ' ').find(' ' + word + ' ') != std::string::npos;
}

Finding without_sessions(const char* what, const std::string& text) {
  return {what, text, {}, "", "", ""};
}

// Takes findings kind by kind, and only counts those behind the first eight of one.
class Findings {
 public:
  void add(Finding finding) {
    if (++counts_[finding.what] <= kMostOfAKind) all_.push_back(std::move(finding));
  }
  void add_always(Finding finding) { all_.push_back(std::move(finding)); }
  // Call behind the last of a kind.
  void close(const std::string& what, const std::string& command) {
    const std::uint64_t count = counts_[what];
    if (count > kMostOfAKind)
      all_.push_back(without_sessions(
          what.c_str(), "and " + grouped(count - kMostOfAKind) + " more: " + command));
  }
  std::vector<Finding> take() { return std::move(all_); }

 private:
  std::vector<Finding> all_;
  std::map<std::string, std::uint64_t> counts_;
};

std::string burst_words(const NamedRow& burst) {
  const std::string source = source_name(burst), method = burst.text("method");
  return counted(burst, "attempts", "failed attempt") + " on " +
         counted(burst, "accounts", "account") +
         (burst.text("of") == "authentication" ? " checked by " : " of ") +
         short_host(burst.text("host")) + (source.empty() ? "" : " from " + source) +
         span(burst, "first_time", "last_time") + (method == "spray" ? ", a spray" : "");
}

void add_bursts(const HeldList& bursts, Findings& findings) {
  each_row(bursts, [&](const NamedRow& burst) {
    const auto session = burst.whole("followed_by_session_id");
    if (burst.text("method").empty() || !session) return;
    findings.add({"got_in",
                  burst.text("followed_by_user") + " got in at " + at(burst, "followed_by_time") +
                      " after " + burst_words(burst),
                  session, "", plain_source(burst), burst.text("host")});
  });
  findings.close("got_in", "sojourn failures");
}

std::string source_words(const NamedRow& source) {
  const std::string client = source.text("src_host");
  const std::string from = source_name(source);
  return account_name(source) + " from " + from +
         (client.empty() || client == from ? "" : " (" + client + ')') + ": " +
         counted(source, "sessions", "session") +
         (source.whole("failures").value_or(0) > 0 ? ", " + counted(source, "failures", "failure")
                                                   : "") +
         " on " + counted(source, "hosts", "host") + span(source, "first", "last");
}

Finding of_source(const char* what, const NamedRow& source) {
  return {what,
          source_words(source) + ": " + oddities(source),
          {},
          account_name(source),
          plain_source(source),
          ""};
}

void add_external(const HeldList& sources, Findings& findings) {
  each_row(sources, [&](const NamedRow& source) {
    if (source.whole("sessions").value_or(0) == 0 || !has_word(source, "why", "external")) return;
    findings.add(of_source("external", source));
  });
  findings.close("external", "sojourn sources");
}

void add_outliers(const HeldList& sources, Findings& findings) {
  each_row(sources, [&](const NamedRow& source) {
    const std::string why = source.text("why");
    if (source.whole("sessions").value_or(0) == 0 || why.empty() || why == "known" ||
        has_word(source, "why", "external"))
      return;
    findings.add(of_source("outlier", source));
  });
  findings.close("outlier", "sojourn sources");
}

// Of a burst that no session followed.
std::string what_followed(const NamedRow& burst) {
  const std::string user = burst.text("followed_by_user");
  if (burst.text("of") != "authentication") return ", and nobody got in within the hour";
  return user.empty()
             ? ", and no credentials from there were right within the hour"
             : ", then those of " + user + " were right at " + at(burst, "followed_by_time");
}

void add_guessing(const HeldList& bursts, Findings& findings) {
  each_row(bursts, [&](const NamedRow& burst) {
    if (burst.text("method").empty() || burst.whole("followed_by_session_id")) return;
    findings.add({"guessing",
                  burst_words(burst) + what_followed(burst),
                  {},
                  "",
                  plain_source(burst),
                  burst.text("host")});
  });
  findings.close("guessing", "sojourn failures");
}

void add_movement(const HeldList& movement, Findings& findings) {
  each_row(movement, [&](const NamedRow& way) {
    if (way.text("kind") != "remote" || way.whole("sessions").value_or(0) == 0) return;
    findings.add({"movement",
                  account_name(way) + " went from " + short_host(way.text("source_host")) + " to " +
                      short_host(way.text("host")) + ": " +
                      counted(way, "sessions", "remote session") + span(way, "first", "last"),
                  {},
                  account_name(way),
                  "",
                  way.text("host")});
  });
  findings.close("movement", "sojourn lateral");
}

// "PC01, PC02 and 7 more hosts".
std::string several(const std::vector<std::string>& hosts) {
  constexpr std::size_t kNamed = 4;
  std::string words;
  for (std::size_t i = 0; i < std::min(kNamed, hosts.size()); ++i)
    words += (i == 0 ? "" : ", ") + hosts[i];
  const std::size_t more = hosts.size() - std::min(kNamed, hosts.size());
  if (more == 0) return words;
  return words + " and " + grouped(more) + " more host" + (more == 1 ? "" : "s");
}

// What a log lacks, its gaps taken together.
struct LogGaps {
  std::string log, host, first, last;
  std::uint64_t times = 0, missing = 0;
  bool is_whole_counted = true;  // each gap says how many records it lacks

  void add(const NamedRow& gap) {
    if (times++ == 0) first = at(gap, "after_time");
    last = at(gap, "before_time").empty() ? at(gap, "after_time") : at(gap, "before_time");
    const auto count = gap.whole("missing");
    is_whole_counted = is_whole_counted && count.has_value();
    missing += static_cast<std::uint64_t>(count.value_or(0));
  }
  std::string when() const { return first == last ? first : first + " and " + last; }
};

// By host and log: those of clearings, or the others.
std::map<std::pair<std::string, std::string>, LogGaps> gaps_of_logs(const HeldList& gaps,
                                                                    bool cleared) {
  std::map<std::pair<std::string, std::string>, LogGaps> all;
  each_row(gaps, [&](const NamedRow& gap) {
    const std::string cause = gap.text("cause"), host = short_host(gap.text("host")),
                      log = short_channel(gap.text("channel"));
    if (cause == "no_log" || (cause == "cleared") != cleared) return;
    LogGaps& found = all[{host, log}];
    found.log = log;
    found.host = host;
    found.add(gap);
  });
  return all;
}

std::string cleared_words(const LogGaps& gaps) {
  return gaps.log + "'s log of " + gaps.host + " was cleared " +
         (gaps.times == 1 ? "after " + gaps.first
                          : grouped(gaps.times) + " times between " + gaps.when());
}

std::string gap_words(const LogGaps& gaps) {
  return gaps.log + "'s log of " + gaps.host + " lacks " +
         (gaps.missing == 0
              ? ""
              : (gaps.is_whole_counted ? "" : "at least ") + grouped(gaps.missing) + " ") +
         (gaps.missing == 1 ? "record" : "records") +
         (gaps.times == 1 ? "" : " in " + grouped(gaps.times) + " gaps") + " between " +
         gaps.when();
}

void add_cleared(const HeldList& gaps, Findings& findings) {
  for (const auto& [place, found] : gaps_of_logs(gaps, true))
    findings.add(without_sessions("cleared", cleared_words(found)));
  findings.close("cleared", "sojourn gaps");
}

void add_gaps(const HeldList& gaps, Findings& findings) {
  for (const auto& [place, found] : gaps_of_logs(gaps, false))
    findings.add(without_sessions("gap", gap_words(found)));
  std::map<std::string, std::vector<std::string>> without_log;  // hosts, by log
  each_row(gaps, [&](const NamedRow& gap) {
    if (gap.text("cause") != "no_log") return;
    without_log[short_channel(gap.text("channel"))].push_back(short_host(gap.text("host")));
  });
  for (const auto& [log, hosts] : without_log)
    findings.add(without_sessions("gap", "No log of " + log + " from " + several(hosts)));
  findings.close("gap", "sojourn gaps");
}

std::string step_words(const NamedRow& step) {
  const double seconds = step.real("step_s").value_or(0);
  return std::string(seconds < 0 ? "back" : "forward") + " by " + duration_words(std::abs(seconds));
}

// One for each host: a clock that runs badly is set every hour.
void add_clock_steps(const HeldList& steps, Findings& findings) {
  struct Clock {
    std::uint64_t times = 0;
    double farthest = -1;
    std::string words, when;
  };
  std::map<std::string, Clock> clocks;
  each_row(steps, [&](const NamedRow& step) {
    Clock& clock = clocks[short_host(step.text("host"))];
    ++clock.times;
    const double seconds = std::abs(step.real("step_s").value_or(0));
    if (seconds <= clock.farthest) return;
    clock.farthest = seconds;
    clock.words = step_words(step);
    clock.when = at(step, "time");
  });
  for (const auto& [host, clock] : clocks) {
    findings.add(without_sessions(
        "clock", "The clock of " + host + " was set " +
                     (clock.times == 1 ? "" : grouped(clock.times) + " times, the farthest ") +
                     clock.words + " to " + clock.when));
  }
  findings.close("clock", "sojourn sql CASE 'SELECT * FROM clock_epoch'");
}

// "intruder: asked her, it was not she (CORP\\alice on PC01, 2026-03-04 23:05:32Z)".
std::string noted_words(const NamedRow& session) {
  const std::string who = account_name(session), start = at(session, "start_time");
  return session.text("noted") + " (" + (who.empty() ? "nobody named" : who) + " on " +
         short_host(session.text("host")) + (start.empty() ? "" : ", " + start) + ')';
}

void add_noted(const HeldList& noted, Findings& findings) {
  each_row(noted, [&](const NamedRow& session) {
    findings.add_always({"note", noted_words(session), session.whole("session_id"), "", "", ""});
  });
}

}  // namespace

std::vector<Finding> findings_of(const ReportContents& contents) {
  Findings findings;
  add_noted(contents.noted, findings);
  add_bursts(contents.bursts, findings);
  add_external(contents.sources, findings);
  add_cleared(contents.gaps, findings);
  add_outliers(contents.sources, findings);
  add_guessing(contents.bursts, findings);
  add_movement(contents.movement, findings);
  add_gaps(contents.gaps, findings);
  add_clock_steps(contents.clock_steps, findings);
  return findings.take();
}

}  // namespace sojourn
