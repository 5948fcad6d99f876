// The words in which `show` explains what the tables say in codes. A code without words here is
// shown as it is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/zone.h"

namespace sojourn {

std::string kind_words(std::string_view kind);
std::string outcome_words(std::string_view outcome);
std::string start_words(std::string_view start_reason);
// `had_desktop`: that may have stayed when its user left.
std::string end_words(std::string_view end_reason, bool had_desktop);
std::string scope_words(std::string_view scope);
std::string flag_explanation(std::string_view flag);

// A word of the tables with what it means.
struct ExplainedWord {
  std::string_view group;  // "kind", "end"
  std::string_view word, meaning;
};
// All that this file has words for, by group.
std::vector<ExplainedWord> explained_words();

// "LocalSessionManager" for "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational".
std::string short_channel(std::string_view channel);

// A time as a case stores it, in the zone; what is no time stays as it is.
std::string exact_time(const std::string& stored, const Zone& zone);

// The same for a table: "2020-09-19 06:21:48+03:00", "2020-09-19 06:21" and "2020-09-19".
std::string second_time(const std::string& stored, const Zone& zone);
std::string minute_time(const std::string& stored, const Zone& zone);
std::string day_time(const std::string& stored, const Zone& zone);
// By the minute, in a narrow table by the day.
std::string coarse_time(const std::string& stored, const Zone& zone, bool narrow);

// "PC01" for "PC01.corp.example", "PC01 (2)" for "PC01.corp.example (2)"; an address stays.
std::string short_host(const std::string& host);

// For a column: "1d 02h 03m", "02h 03m", "03m 05s", "5s".
std::string brief_duration(double seconds);
// "1 d 3 h 20 min", "3 min 5 s", "0.25 s".
std::string duration_words(double seconds);
// "812,345".
std::string grouped(std::uint64_t number);
// "69.7 kB", "4.8 GB": decimal, as disks are sold.
std::string size_words(std::uint64_t bytes);

}  // namespace sojourn
