// Files of evidence for tests of which machine wrote which record.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/split_hosts.h"
#include "tests/support/timeline.h"

namespace sojourn {

class HostEvidence {
 public:
  // A file with these records, each of `computer` unless its line says otherwise. Record ids go on
  // from file to file of one channel unless a line says otherwise.
  HostEvidence& file(const std::string& computer, const std::string& lines) {
    std::istringstream in(lines);
    std::string text, line;
    while (std::getline(in, line)) {
      text += line;
      if (line.find("Computer=") == std::string::npos) text += " Computer=" + computer;
      text += '\n';
    }
    for (Event event : timeline(text, strings_)) {
      event.file = files_;
      events_.push_back(event);
    }
    ++files_;
    return *this;
  }
  HostEvidence& file(const std::string& lines) { return file("", lines); }

  // Of the last file, all records of Security from one number to the other were read.
  HostEvidence& read(std::uint64_t first, std::uint64_t last) {
    const std::uint32_t file = files_ - 1;
    ranges_.push_back({.file = file,
                       .channel = strings_.intern("Security"),
                       .first = first,
                       .last = last,
                       .first_time = {},
                       .last_time = {},
                       .missing = 0});
    return *this;
  }

  std::vector<Host> split() { return split_hosts(events_, strings_, ranges_); }

  // Each host with its files: "pc01[0,2] pc02[1]".
  std::string hosts() {
    std::ostringstream out;
    for (const Host& host : split()) {
      out << (out.tellp() > 0 ? " " : "") << strings_[host.name] << '[';
      std::set<std::uint32_t> files;
      for (const Event& event : host.events) files.insert(event.file);
      for (const std::uint32_t file : files) out << (file == *files.begin() ? "" : ",") << file;
      out << ']';
    }
    return out.str();
  }

  void shuffle(std::uint64_t seed) {
    std::mt19937_64 engine(seed);
    std::ranges::shuffle(events_, engine);
  }

 private:
  Strings strings_;
  std::vector<Event> events_;
  std::vector<RecordRange> ranges_;
  std::uint32_t files_ = 0;
};

}  // namespace sojourn
