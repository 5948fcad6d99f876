#include "tests/support/comparison.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace sojourn::simulation {
namespace {

// An attempt has one moment, and which of its records is left decides which; the same for a logon
// of which only the records around it are.
constexpr Ticks kLeeway = std::chrono::seconds{10};

// What has no known start in that boot may be what began and ended before its logs.
constexpr Ticks kBeforeTheLogs = std::chrono::days{30};

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return result;
}

// An account's full name, as the OpenSSH server passes it on, is that of the account; NOUSER is
// nobody's.
std::string account_name(std::string_view text) {
  const std::string name = lower(text.substr(0, text.find('@')));
  return name == "nouser" ? "" : name;
}

Story story_of(std::string_view kind, std::string_view outcome) {
  if (outcome == "failure") return Story::failure;
  if (outcome == "no_desktop") return Story::tried;
  if (kind == "local") return Story::local;
  if (kind == "remote") return Story::remote;
  if (kind == "network") return Story::network;
  return Story::secondary;
}

bool is_desktop(Story story) { return story == Story::local || story == Story::remote; }

std::string described(const Access& access, std::string_view kind, std::string_view outcome) {
  return std::string(kind) + " " + std::string(outcome) + " of [" + access.user + "] from [" +
         access.source + "] " + format_time(access.first) + " to " + format_time(access.last);
}

// The times of one boot's records.
struct Span {
  Timestamp first = Timestamp::max(), last = Timestamp::min();
  bool set_back = false;  // the clock, by more than records of one moment are in disorder
};

std::vector<Span> boot_spans(const Correlation& found) {
  std::vector<Span> spans(found.boots.size());
  for (EventRef i = 0; i < found.events.size(); ++i) {
    Span& span = spans[found.boot_of(i).place()];
    span.set_back = span.set_back || found.events[i].time + kLeeway < span.last;
    span.first = std::min(span.first, found.events[i].time);
    span.last = std::max(span.last, found.events[i].time);
  }
  return spans;
}

// Not the time of the last record: the clock may have been set back since.
Timestamp latest_time(const Host& host) {
  Timestamp latest = Timestamp::min();
  for (const auto& [channel, records] : host.channels()) {
    for (const LogRecord& record : records) latest = std::max(latest, record.time);
  }
  return latest;
}

// A session that ended before it began lasted until the clock was set back, which `latest` does not
// come after.
void bridge_step(Access& access, Timestamp latest) {
  if (access.last >= access.first) return;
  access.first = access.last;
  access.last = latest;
  access.ended = false;
}

}  // namespace

std::vector<Access> true_access(const Host& host) {
  const Timestamp latest = latest_time(host);
  std::vector<Access> all;
  for (const TrueSession& session : host.truth()) {
    Access access{.story = story_of(session.kind, session.outcome),
                  .success = session.outcome == "success",
                  .user = account_name(session.user_name),
                  .sid = session.user_sid,
                  .source = session.src_ip,
                  .first = session.start,
                  .last = session.end.value_or(latest),
                  .ended = session.end.has_value(),
                  .text = {}};
    bridge_step(access, latest);
    access.text = described(access, session.kind, session.outcome);
    all.push_back(std::move(access));
  }
  return all;
}

std::vector<Access> found_access(const Correlation& found, const Strings& strings) {
  const std::vector<Span> boots = boot_spans(found);
  std::vector<Access> all;
  for (const Session& session : found.sessions) {
    if (session.who.account_class != AccountClass::user) continue;
    Span boot = boots[session.boot.place()];
    // The boot that the logs begin in may have begun long before.
    if (!found.boots[session.boot.place()].start) boot.first -= kBeforeTheLogs;
    Access access{.story = story_of(name_of(session.kind), name_of(session.outcome)),
                  .success = session.outcome == Outcome::success,
                  .user = account_name(strings[session.who.user]),
                  .sid = std::string(strings[session.who.sid]),
                  .source = std::string(strings[session.from.address]),
                  .first = session.start.value_or(session.granted.value_or(boot.first)),
                  .last = session.end.value_or(boot.last),
                  .ended = session.end.has_value(),
                  .text = {}};
    // Of a clock that was set back one bound does not tell which times lie before or behind it.
    if (access.success && boot.set_back && (!session.start || !session.end)) {
      access.first = std::min(access.first, boot.first);
      access.last = std::max(access.last, boot.last);
    }
    bridge_step(access, boot.last);
    access.text = described(access, name_of(session.kind), name_of(session.outcome)) +
                  (session.start ? "" : ", no start") + (session.end ? "" : ", no end") + " by";
    for (const Citation& cited : session.evidence) {
      access.text += " " + std::string(strings[found.events[cited.event].channel]).substr(0, 3) +
                     ":" + std::to_string(found.events[cited.event].record) + "/" +
                     std::string(name_of(cited.role));
    }
    all.push_back(std::move(access));
  }
  return all;
}

bool same_user(const Access& one, const Access& other) {
  const bool sids = !one.sid.empty() && !other.sid.empty();
  const bool names = !one.user.empty() && !other.user.empty();
  return (sids || names) && (!sids || one.sid == other.sid) && (!names || one.user == other.user);
}

bool overlap(const Access& one, const Access& other) {
  return one.first <= other.last + kLeeway && other.first <= one.last + kLeeway;
}

bool may_have_led_to(const Access& found, const Access& truth) {
  constexpr Ticks kAtLogonScreen = std::chrono::minutes{10};
  return found.story == Story::remote && !found.success && truth.story == Story::failure &&
         found.source == truth.source && found.first <= truth.first &&
         truth.first <= found.first + kAtLogonScreen;
}

bool could_be(const Access& found, const Access& truth) {
  // Of a remote session that is no success the outcome is unknown: with or without a desktop.
  const bool story =
      found.story == truth.story || (is_desktop(found.story) && is_desktop(truth.story)) ||
      (found.story == Story::remote && !found.success && truth.story == Story::tried);
  // Of an attempt RdpCoreTS knows the address and not the account.
  const bool user =
      same_user(found, truth) || (found.story == Story::failure && found.user.empty());
  const bool source = found.source.empty() || found.source == truth.source;
  return story && user && source && overlap(found, truth);
}

std::vector<std::string> false_claims_of(const std::vector<Access>& truth,
                                         const std::vector<Access>& found) {
  std::vector<std::string> claims;
  for (const Access& session : found) {
    const bool nameless = session.user.empty() && session.sid.empty();
    bool user = nameless;
    bool source = session.source.empty(), success = !session.success;
    for (const Access& other : truth) {
      if (!overlap(session, other) && !may_have_led_to(session, other)) continue;
      if (!nameless && !same_user(session, other)) continue;
      user = true;
      source = source || session.source == other.source;
      if (other.success) success = true;
    }
    const std::string what = !user      ? "wrong user"
                             : !source  ? "wrong source"
                             : !success ? "false success"
                                        : "";
    if (what.empty()) continue;
    claims.push_back(what + "\n  found " + session.text);
    for (const Access& other : truth) {
      if (overlap(session, other)) claims.back() += "\n  expected " + other.text;
    }
  }
  return claims;
}

std::vector<std::size_t> pair_up(const std::vector<Access>& truth,
                                 const std::vector<Access>& found) {
  std::vector<std::size_t> pairs(truth.size(), kNoSession);
  std::vector<bool> taken(found.size());
  for (std::size_t t = 0; t < truth.size(); ++t) {
    std::optional<std::pair<Ticks, Ticks>> least;
    for (std::size_t f = 0; f < found.size(); ++f) {
      if (taken[f] || !could_be(found[f], truth[t])) continue;
      // One bound may be lost; the other one tells it.
      const Ticks starts = std::chrono::abs(found[f].first - truth[t].first);
      const bool ended = found[f].ended && truth[t].ended;
      const Ticks ends = ended ? std::chrono::abs(found[f].last - truth[t].last) : starts;
      const std::pair apart{std::min(starts, ends), std::max(starts, ends)};
      if (least && *least <= apart) continue;
      least = apart;
      pairs[t] = f;
    }
    if (least) taken[pairs[t]] = true;
  }
  return pairs;
}

}  // namespace sojourn::simulation
