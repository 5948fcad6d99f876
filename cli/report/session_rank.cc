#include "cli/report/session_rank.h"

#include <algorithm>
#include <queue>
#include <tuple>

namespace sojourn {
namespace {

constexpr int kNoted = 1'000;  // somebody thought so
constexpr int kFollowedGuessing = 64, kExternal = 32, kSuspectFlag = 16, kManyFailures = 16,
              kOddity = 8;
constexpr std::int64_t kFailuresThatCount = 5;

int of_kind(const std::string& kind) { return kind == "remote" ? 4 : kind == "network" ? 1 : 2; }

bool has_suspect_flag(const std::string& flags) {
  return flags.find("takeover_without_auth") != std::string::npos ||
         flags.find("shadowed") != std::string::npos ||
         flags.find("rdp_via_loopback") != std::string::npos;
}

}  // namespace

const std::vector<std::string>& SessionRank::read() {
  static const std::vector<std::string> kRead = {"session_id",      "kind",     "outcome",
                                                 "src_ip",          "src_host", "src_scope",
                                                 "failures_before", "flags"};
  return kRead;
}

SessionRank::SessionRank(const ReportContents& contents, const KnownSources& known)
    : known_(known) {
  each_row(contents.bursts, [this](const NamedRow& burst) {
    const auto session = burst.whole("followed_by_session_id");
    if (session && !burst.text("method").empty()) followed_guessing_.insert(*session);
  });
  each_row(contents.noted, [this](const NamedRow& session) {
    noted_.insert(session.whole("session_id").value_or(0));
  });
  each_row(contents.sources, [this](const NamedRow& source) {
    const std::string why = source.text("why");
    if (why.empty() || why == "known") return;
    const auto words = static_cast<int>(std::ranges::count(why, ' ')) + 1;
    int& most = oddities_[source_name(source)];
    most = std::max(most, words);
  });
}

int SessionRank::of(const NamedRow& session) const {
  const std::string address = session.text("src_ip"), client = session.text("src_host");
  const bool is_known = known_.has({address, client});
  const bool is_external = session.text("src_scope") == "external" && !is_known;
  const std::int64_t id = session.whole("session_id").value_or(0);
  if (noted_.contains(id)) return kNoted;
  if (session.text("outcome") == "failure") return is_external ? 1 : 0;
  int rank = 1 + of_kind(session.text("kind"));
  if (followed_guessing_.contains(id)) rank += kFollowedGuessing;
  if (is_external) rank += kExternal;
  if (session.whole("failures_before").value_or(0) >= kFailuresThatCount) rank += kManyFailures;
  if (has_suspect_flag(session.text("flags"))) rank += kSuspectFlag;
  const auto odd = oddities_.find(source_name(session));
  if (odd != oddities_.end() && !is_known) rank += kOddity * std::min(odd->second, 3);
  return rank;
}

TellingSessions telling_sessions(const ListRequest& request, const SessionRank& rank,
                                 std::size_t most) {
  struct Ranked {
    int rank;
    std::uint64_t place;  // in the order of time
    std::int64_t id;
    bool operator<(const Ranked& other) const {  // tells more
      return std::tuple(-rank, place) < std::tuple(-other.rank, other.place);
    }
  };
  const BoundQuery bound =
      sessions_query(request.filter, request.reader, {.columns = SessionRank::read()});
  std::priority_queue<Ranked> chosen;  // what tells least on top
  std::uint64_t place = 0;
  for (Query query = request.reader.query(bound.sql, bound.parameters);
       const auto cells = query.next(); ++place) {
    const NamedRow session(query.columns(), *cells);
    chosen.push({rank.of(session), place, session.whole("session_id").value_or(0)});
    if (chosen.size() > most) chosen.pop();
  }
  TellingSessions telling{.ids = std::vector<std::int64_t>(chosen.size()),
                          .left = place - chosen.size()};
  for (std::size_t i = chosen.size(); i > 0; --i) {
    telling.ids[i - 1] = chosen.top().id;
    chosen.pop();
  }
  return telling;
}

}  // namespace sojourn
