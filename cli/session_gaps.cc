#include "cli/session_gaps.h"

#include "cli/named_row.h"
#include "cli/wording.h"

namespace sojourn {
namespace {

constexpr std::size_t kMostGaps = 5;

// "between 2020-… and 2020-…".
std::string span(const NamedRow& gap, const Zone& zone) {
  const std::string after = exact_time(gap.text("after_time"), zone);
  const std::string before = exact_time(gap.text("before_time"), zone);
  if (before.empty()) return "after " + after;
  const bool was_set = gap.whole("after_epoch_id") != gap.whole("before_epoch_id");
  return "between " + after + " and " + before + (was_set ? ", the clock was set meanwhile" : "");
}

// What a log lacks that may have told of a session's start or end, or of what happened in it.
std::string gap_words(const NamedRow& gap, const Zone& zone) {
  const std::string log = short_channel(gap.text("channel"));
  const std::string when = span(gap, zone);
  const auto first = gap.whole("first_record"), last = gap.whole("last_record"),
             missing = gap.whole("missing");
  const std::string cause = gap.text("cause");
  if (cause == "cleared") return log + "'s log was cleared " + when;
  if (cause == "events_lost") return log + "'s log could not take records " + when;
  if (cause == "log_full") return log + "'s log was full " + when;
  if (!first || !last || !missing) return log + "'s log begins anew " + when;
  if (*first == *last) return log + "'s log lacks record " + std::to_string(*first) + ", " + when;
  const std::string range = std::to_string(*first) + " to " + std::to_string(*last);
  if (*missing - 1 == *last - *first) return log + "'s log lacks records " + range + ", " + when;
  return log + "'s log lacks " + grouped(static_cast<std::uint64_t>(*missing)) + " of records " +
         range + ", " + when;
}

}  // namespace

std::vector<std::string> gaps_of(const CaseReader& reader, std::int64_t session_id,
                                 const Zone& zone) {
  Query query = reader.query(
      "SELECT * FROM v_session_gap WHERE session_id = ? ORDER BY after_epoch_id, after_time, "
      "channel, first_record",
      {session_id});
  std::vector<std::string> lines;
  std::uint64_t left = 0;
  while (const auto cells = query.next()) {
    if (lines.size() < kMostGaps) {
      lines.push_back(gap_words(NamedRow(query.columns(), *cells), zone));
    } else {
      ++left;
    }
  }
  if (left > 0) lines.push_back("and " + grouped(left) + " more");
  return lines;
}

}  // namespace sojourn
