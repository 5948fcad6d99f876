#include "cli/attribute.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "cli/attribution.h"
#include "cli/case_names.h"
#include "cli/escape.h"
#include "cli/json_line.h"
#include "cli/named_row.h"
#include "cli/output_file.h"
#include "cli/rows.h"
#include "cli/wording.h"
#include "engine/hex.h"

namespace sojourn {
namespace {

constexpr std::size_t kOthersNamed = 20;
constexpr int kSomeRowsUnread = 3;

// What comes behind each row.
struct Found {
  std::string user, source, session, state, match, others;
};

class Attributer {
 public:
  Attributer(const AttributeCommand& command, const CaseReader& reader)
      : command_(command), reader_(reader), stays_(reader), attribution_(reader, stays_) {
    if (!command.host.empty()) {
      require_host(command.host, reader);
      hosts_ = attribution_.hosts_named(command.host);
    } else {
      Query query = reader.query("SELECT host_id FROM host");
      while (const auto cells = query.next())
        hosts_.push_back(NamedRow(query.columns(), *cells).whole("host_id").value_or(0));
      is_host_wanted_ = hosts_.size() > 1;
    }
  }

  Found find(const ActivityRow& row, std::uint64_t line) {
    const ActivityClues clues = clues_of(row, command_.columns, command_.zone);
    if (clues.time.lacks_zone) {
      throw std::runtime_error(place(line) +
                               " has a time without a zone: say in which zone the tool writes "
                               "with --tz, as in --tz UTC");
    }
    if (is_first_) check_columns(row, clues, line);
    is_first_ = false;
    const bool is_host_missing = clues.host.empty() && is_host_wanted_;
    if (!clues.time.span || is_host_missing) {
      ++(is_host_missing ? hostless_ : untimed_);
      return {};
    }
    const auto& hosts = clues.host.empty() || !command_.host.empty()
                            ? hosts_
                            : attribution_.hosts_named(clues.host);
    if (hosts.empty()) ++elsewhere_;
    const auto& time = *clues.time.span;
    if (std::ranges::any_of(hosts, [&](auto host) { return stays_.is_shown_twice(host, time); }))
      ++twice_;
    const Match match = attribution_.match(hosts, clues);
    ++counts_[static_cast<std::size_t>(match.by)];
    return found(match);
  }

  void say(std::ostream& err) const {
    std::uint64_t all = untimed_ + hostless_;
    for (const std::uint64_t count : counts_) all += count;
    err << grouped(all) << (all == 1 ? " row" : " rows");
    constexpr std::array kHow = {"by LogonId", "by SID", "by Windows session number",
                                 "by time alone", "in nobody's session"};
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      if (counts_[i] > 0) err << ", " << grouped(counts_[i]) << ' ' << kHow[i];
    }
    if (untimed_ > 0) err << ", " << grouped(untimed_) << " without a time";
    if (hostless_ > 0) err << ", " << grouped(hostless_) << " without a host";
    if (elsewhere_ > 0) err << " (" << grouped(elsewhere_) << " of hosts that the case lacks)";
    if (twice_ > 0)
      err << "; " << grouped(twice_) << (twice_ == 1 ? " at a time" : " at times")
          << " that the clock, set back, showed twice";
    err << '\n';
  }

 private:
  std::string place(std::uint64_t line) const {
    return command_.activity.string() + ": line " + std::to_string(line);
  }

  // Of the first row: a timeline is told by it, and a later row may be one of its own kind.
  void check_columns(const ActivityRow& row, const ActivityClues& clues, std::uint64_t line) const {
    if (!has_time_column(row, command_.columns)) {
      throw std::runtime_error(place(line) +
                               " has no column that is known to hold a time: name it with "
                               "--time-column");
    }
    if (clues.host.empty() && is_host_wanted_) {
      throw std::runtime_error(place(line) +
                               " names no host, and the case has several: name it with --host, "
                               "or its column with --host-column");
    }
  }

  Found found(const Match& match) {
    if (match.candidates.empty()) return {};
    const auto& [stay, presence] = match.candidates.front();
    Found found{stays_.text(stay->user),        stays_.text(stay->source),
                hex_digits(stay->uid),          std::string(name_of(presence)),
                std::string(name_of(match.by)), {}};
    for (std::size_t i = 1; i < match.candidates.size(); ++i) {
      if (i > kOthersNamed) {
        found.others += "; and " + grouped(match.candidates.size() - i) + " more";
        break;
      }
      const Candidate& other = match.candidates[i];
      found.others += (i == 1 ? "" : "; ") + stays_.text(other.stay->user) + " from " +
                      stays_.text(other.stay->source) + ' ' + hex_digits(other.stay->uid) + ' ' +
                      std::string(name_of(other.presence));
    }
    return found;
  }

  const AttributeCommand& command_;
  const CaseReader& reader_;
  const Stays stays_;
  Attribution attribution_;
  std::vector<std::int64_t> hosts_;  // of rows that name none
  bool is_host_wanted_ = false;
  std::array<std::uint64_t, 5> counts_{};  // by MatchedBy
  std::uint64_t untimed_ = 0, hostless_ = 0, elsewhere_ = 0, twice_ = 0;
  bool is_first_ = true;
};

void write_csv(ActivityRows& rows, Attributer& attributer, std::ostream& out) {
  std::vector<std::string> titles = rows.titles();
  for (const char* title : {"sojourn_user", "sojourn_source", "sojourn_session", "sojourn_state",
                            "sojourn_match", "sojourn_others"})
    titles.emplace_back(title);
  Rows table(Format::csv, titles, out);
  while (const auto row = rows.next()) {
    const Found found = attributer.find(*row, rows.line());
    std::vector<Cell> cells;
    for (const std::string& value : row->values) cells.push_back(text_cell(value));
    for (const std::string* text :
         {&found.user, &found.source, &found.session, &found.state, &found.match, &found.others})
      cells.push_back(text_cell(*text));
    table.add(cells);
  }
  table.finish();
}

void write_json(ActivityRows& rows, Attributer& attributer, std::ostream& out) {
  while (const auto row = rows.next()) {
    const Found found = attributer.find(*row, rows.line());
    JsonLine line;
    line.text("sojourn_user", found.user);
    line.text("sojourn_source", found.source);
    line.text("sojourn_session", found.session);
    line.text("sojourn_state", found.state);
    line.text("sojourn_match", found.match);
    line.text("sojourn_others", found.others);
    const std::string added = line.take();  // "{…}\n"
    std::string_view members = std::string_view(row->json).substr(0, row->json.find_last_of('}'));
    members = members.substr(0, members.find_last_not_of(" \t") + 1);
    const bool is_comma_needed = !members.ends_with('{') && !found.match.empty();
    out << escape_json(std::string(members)) << (is_comma_needed ? "," : "") << added.substr(1);
  }
}

}  // namespace

int run_attribute(const AttributeCommand& command, const Streams& streams) {
  const CaseReader reader = open_case(command.case_file, command.reading, streams.err);
  ActivityRows rows(command.activity);
  Attributer attributer(command, reader);
  OutputFile output(command.output, streams.out);
  if (rows.is_json()) {
    write_json(rows, attributer, output.stream());
  } else {
    write_csv(rows, attributer, output.stream());
  }
  output.finish();
  attributer.say(streams.err);
  if (rows.unreadable() == 0) return 0;
  streams.err << grouped(rows.unreadable()) << (rows.unreadable() == 1 ? " row" : " rows")
              << " could not be read, the first at line " << grouped(rows.first_unreadable_line())
              << '\n';
  return kSomeRowsUnread;
}

}  // namespace sojourn
