#include "engine/case/account_source_table.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/ip_address.h"

namespace sojourn {
namespace {

// The columns up to `first_time` are what the sessions of a row have in common.
constexpr const char* kSessions =
    "SELECT account_id, host_id, account_class, kind, outcome, src_ip, src_host, src_scope,\n"
    "  coalesce(start_epoch_id, end_epoch_id), coalesce(end_epoch_id, start_epoch_id),\n"
    "  coalesce(start_time, end_time), coalesce(end_time, start_time), start_time\n"
    "FROM session ORDER BY account_id, start_time, session_id";
enum Column : std::uint8_t {
  account_id,
  account_class = 2,
  outcome = 4,
  src_ip,
  last_common = 9,
  first_time,
  last_time,
  start_time,
};
constexpr int kCommon = last_common + 1;

constexpr std::uint64_t kSessionsBeforeNew = 5;
constexpr std::size_t kHourAt = 11;  // in "2020-09-19T03:21:48.8910000Z"

struct Row {
  std::array<Cell, kCommon> common;
  std::int64_t sessions = 0;
  std::string first, last;
  std::array<std::uint32_t, 24> hours{};
  bool from_new_network = false;
};

// "9:40 10:3": forty begin from nine to ten.
std::string hours_text(const Row& row) {
  std::string text;
  for (std::size_t hour = 0; hour < row.hours.size(); ++hour) {
    if (row.hours[hour] == 0) continue;
    if (!text.empty()) text += ' ';
    text += std::to_string(hour) + ':' + std::to_string(row.hours[hour]);
  }
  return text;
}

class Sources {
 public:
  explicit Sources(const Database& database)
      : rows_of_sessions_(database, kSessions),
        insert_(database, insert_into("account_source", kCommon + 5)) {}

  void write() {
    Cell account;
    while (rows_of_sessions_.step()) {
      if (const Cell next = rows_of_sessions_.cell(account_id); next != account) {
        write_account();
        account = next;
      }
      add_session();
    }
    write_account();
  }

 private:
  // The networks that an account's people are seen to use.
  struct Habit {
    std::set<std::string> networks;
    std::uint64_t sessions = 0;
  };

  void add_session() {
    const Statement& session = rows_of_sessions_;
    key_.clear();
    for (int i = 0; i < kCommon; ++i) (key_ += session.text(i)) += '\0';
    const auto [place, is_new] = index_.try_emplace(key_, rows_.size());
    if (is_new) {
      Row& added = rows_.emplace_back();
      for (int i = 0; i < kCommon; ++i) added.common[static_cast<std::size_t>(i)] = session.cell(i);
    }
    Row& row = rows_[place->second];
    ++row.sessions;
    const std::string_view first = session.text(first_time), last = session.text(last_time);
    if (!first.empty() && (row.first.empty() || first < row.first)) row.first = first;
    if (last > row.last) row.last = last;
    const bool failed = session.text(outcome) == "failure";
    note_network(row, failed);
    const std::string_view start = session.text(start_time);
    if (failed || start.size() <= kHourAt + 1) return;
    const auto hour = static_cast<std::size_t>(start[kHourAt] - '0') * 10 +
                      static_cast<std::size_t>(start[kHourAt + 1] - '0');
    if (hour < row.hours.size()) ++row.hours[hour];
  }

  // What failed makes no network usual; it was not the account's owner, perhaps.
  void note_network(Row& row, bool failed) {
    const std::string network = network_of(rows_of_sessions_.text(src_ip));
    if (network.empty()) return;
    Habit& habit = habits_[std::string(rows_of_sessions_.text(account_class))];
    if (habit.sessions >= kSessionsBeforeNew && !habit.networks.contains(network))
      row.from_new_network = true;
    if (failed) return;
    habit.networks.insert(network);
    ++habit.sessions;
  }

  void write_account() {
    for (const Row& row : rows_) {
      int index = 0;
      for (const Cell& cell : row.common) insert_.bind_cell(++index, cell);
      insert_.bind(++index, row.sessions);
      insert_.bind(++index, row.first);
      insert_.bind(++index, row.last);
      insert_.bind(++index, hours_text(row));
      insert_.bind(++index, row.from_new_network);
      insert_.finish();
    }
    rows_.clear();
    index_.clear();
    habits_.clear();
  }

  Statement rows_of_sessions_, insert_;
  std::string key_;
  std::vector<Row> rows_;  // of the account in hand, in the order of their first sessions
  std::unordered_map<std::string, std::size_t> index_;
  std::unordered_map<std::string, Habit> habits_;  // by account_class
};

}  // namespace

void write_account_sources(const Database& database) { Sources(database).write(); }

}  // namespace sojourn
