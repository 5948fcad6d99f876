#include "cli/attribution.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "cli/named_row.h"

namespace sojourn {
namespace {

// What is looked up once is kept, but a timeline may name anything.
constexpr std::size_t kKept = 100'000;

constexpr const char* kHosts =
    "SELECT DISTINCT host_id FROM host_name WHERE name = ?1 COLLATE NOCASE OR\n"
    "  substr(name, 1, instr(name || '.', '.') - 1) = ?1 COLLATE NOCASE ORDER BY host_id";

constexpr const char* kLogons =
    "SELECT DISTINCT x.session_id\n"
    "FROM logon_session l JOIN session_logon x USING (logon_session_id)\n"
    "WHERE l.host_id = ?1 AND (l.logon_id = ?2 OR l.linked_logon_id = ?2)";

// SYSTEM, LOCAL SERVICE, NETWORK SERVICE, ANONYMOUS.
constexpr std::string_view kOfWindows[] = {"0x0", "0x3e7", "0x3e5", "0x3e4", "0x3e6"};

bool is_windows_own(const ActivityClues& clues) {
  if (std::ranges::find(kOfWindows, clues.logon_id) != std::end(kOfWindows)) return true;
  return clues.logon_id.empty() &&
         (clues.sid == "S-1-5-18" || clues.sid == "S-1-5-19" || clues.sid == "S-1-5-20" ||
          clues.sid.starts_with("S-1-5-80-") || clues.sid.starts_with("S-1-5-90-") ||
          clues.sid.starts_with("S-1-5-96-"));
}

void put_likeliest_first(std::vector<Candidate>& candidates) {
  std::ranges::sort(candidates, [](const Candidate& one, const Candidate& other) {
    return std::tuple(one.presence, other.stay->epoch, other.stay->first, one.stay->session_id) <
           std::tuple(other.presence, one.stay->epoch, one.stay->first, other.stay->session_id);
  });
  // Once, or where a clock showed the time twice, once for each thing that was done with it then.
  std::set<std::pair<std::int64_t, std::int64_t>> by_epoch;
  std::set<std::pair<std::int64_t, Presence>> by_presence;
  std::erase_if(candidates, [&](const Candidate& it) {
    const bool is_new = by_epoch.emplace(it.stay->session_id, it.stay->epoch).second;
    return !by_presence.emplace(it.stay->session_id, it.presence).second || !is_new;
  });
}

// Those that fit, else those of which it is not known; what fits another is no candidate.
template <class Fits, class IsUnknown>
bool keep(std::vector<Candidate>& candidates, const Fits& fits, const IsUnknown& is_unknown) {
  const bool any = std::ranges::any_of(candidates, fits);
  std::erase_if(candidates, [&](const Candidate& candidate) {
    return any ? !fits(candidate) : !is_unknown(candidate);
  });
  return any;
}

}  // namespace

std::string_view name_of(MatchedBy matched_by) {
  switch (matched_by) {
    case MatchedBy::logon_id:
      return "logon_id";
    case MatchedBy::sid:
      return "sid";
    case MatchedBy::session_number:
      return "session_number";
    case MatchedBy::time:
      return "time";
    case MatchedBy::nothing:
      return "";
  }
  return "";
}

const std::vector<std::int64_t>& Attribution::hosts_named(const std::string& name) {
  if (hosts_.size() > kKept) hosts_.clear();
  const auto [place, is_new] = hosts_.try_emplace(name);
  if (!is_new) return place->second;
  for (Query query = reader_.query_with(kHosts, name); const auto cells = query.next();)
    place->second.push_back(NamedRow(query.columns(), *cells).whole("host_id").value_or(0));
  return place->second;
}

const std::vector<std::int64_t>& Attribution::sessions_of(std::int64_t host_id,
                                                          const std::string& logon_id) {
  if (sessions_.size() > kKept) sessions_.clear();
  const auto [place, is_new] = sessions_.try_emplace({host_id, logon_id});
  if (!is_new) return place->second;
  for (Query query = reader_.query(kLogons, {host_id, logon_id}); const auto cells = query.next();)
    place->second.push_back(NamedRow(query.columns(), *cells).whole("session_id").value_or(0));
  return place->second;
}

std::vector<Candidate> Attribution::of_logon(std::int64_t host_id,
                                             const std::vector<const Stay*>& stays,
                                             const ActivityClues& clues) {
  const TimeSpan& time = *clues.time.span;
  std::vector<Candidate> found;
  // Of another boot, another session has the LogonId.
  const auto& sessions = sessions_of(host_id, clues.logon_id);
  for (const Stay* stay : stays) {
    if (std::ranges::find(sessions, stay->session_id) != sessions.end())
      found.push_back({stay, stays_.presence(*stay, time)});
  }
  return found;
}

Match Attribution::match(const std::vector<std::int64_t>& hosts, const ActivityClues& clues) {
  if (is_windows_own(clues)) return {};
  const TimeSpan& time = *clues.time.span;
  std::vector<Candidate> exact, all;
  for (const std::int64_t host : hosts) {
    const std::vector<const Stay*> stays = stays_.during(host, time);
    if (!clues.logon_id.empty()) {
      const auto found = of_logon(host, stays, clues);
      exact.insert(exact.end(), found.begin(), found.end());
    }
    for (const Stay* stay : stays) all.push_back({stay, stays_.presence(*stay, time)});
  }
  if (!exact.empty()) {
    put_likeliest_first(exact);
    return {MatchedBy::logon_id, std::move(exact)};
  }
  MatchedBy by = MatchedBy::time;
  if (clues.session_number) {
    const auto number = *clues.session_number;
    if (keep(
            all, [&](const Candidate& it) { return it.stay->session_number == number; },
            [](const Candidate& it) { return it.stay->session_number < 0; }))
      by = MatchedBy::session_number;
  }
  if (!clues.sid.empty()) {
    if (keep(
            all, [&](const Candidate& it) { return stays_.text(it.stay->sid) == clues.sid; },
            [](const Candidate& it) { return it.stay->sid == 0; }))
      by = MatchedBy::sid;
  }
  if (all.empty()) return {};
  put_likeliest_first(all);
  return {by, std::move(all)};
}

}  // namespace sojourn
