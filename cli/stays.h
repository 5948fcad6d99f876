// Who was on each host of a case when, held in memory so that a time is looked up in no time: about
// a hundred bytes for each session of a person that was no failure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "cli/time_span.h"
#include "engine/case/case_reader.h"
#include "schema/time.h"

namespace sojourn {

// As `sojourn at` has them (cli/presence_list.h), the likeliest first.
enum class Presence : std::uint8_t { active, locked, on, disconnected, perhaps };
std::string_view name_of(Presence presence);

// A part of a session during which its clock was not set, or of the time behind it in which its
// desktop stood and nobody was at it.
struct Stay {
  Timestamp first, last;            // by the clock of the host
  Timestamp sure_from, sure_until;  // between them the records prove it
  std::int64_t epoch = 0;           // of that clock
  std::int64_t session_id = 0;
  std::uint64_t uid = 0;                        // which a case writes in hexadecimal
  std::uint32_t user = 0, source = 0, sid = 0;  // places in Stays::text
  std::int64_t session_number = -1;             // of Windows; -1 is not known
  bool is_disconnected = false;
  bool tells_locks = false;  // a desktop of a host whose logs tell of locks
};

class Stays {
 public:
  explicit Stays(const CaseReader& reader);

  // Those that have a part in the time, on the host of that id.
  std::vector<const Stay*> during(std::int64_t host_id, const TimeSpan& time) const;
  Presence presence(const Stay& stay, const TimeSpan& time) const;
  // Whether the clock of the host was set back and showed the time more than once: nothing tells
  // which of the two another tool means.
  bool is_shown_twice(std::int64_t host_id, const TimeSpan& time) const;

  const std::string& text(std::uint32_t place) const { return texts_[place]; }

 private:
  struct Host {
    std::vector<Stay> stays;        // by `first`
    std::vector<Timestamp> latest;  // the latest `last` of the half of a tree that stay is root of
  };
  struct Mark {
    std::int64_t epoch = 0;
    Timestamp time;
    bool locks = false;
  };

  void add_rows(const CaseReader& reader, const char* sql);
  void add_marks(const CaseReader& reader);
  void add_shown(const CaseReader& reader);
  static Timestamp note_latest(Host& host, std::size_t begin, std::size_t end);
  static void find(const Host& host, std::size_t begin, std::size_t end, const TimeSpan& time,
                   std::vector<const Stay*>& found);
  std::uint32_t place_of(const std::string& text);

  std::map<std::int64_t, Host> hosts_;
  std::unordered_map<std::int64_t, std::vector<Mark>> marks_;      // by session
  std::unordered_map<std::int64_t, std::vector<TimeSpan>> shown_;  // by host, of clocks set back
  std::vector<std::string> texts_;
  std::unordered_map<std::string, std::uint32_t> places_;
};

}  // namespace sojourn
