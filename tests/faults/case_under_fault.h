// A case that is made, or added to, while something goes wrong, and what is promised of it then.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "tests/faults/forked_run.h"
#include "tests/support/scratch.h"

namespace sojourn::testing {

class CaseUnderFault {
 public:
  enum class Start : std::uint8_t { no_case, a_case };

  // The logs of a workstation with a few hundred records; where there is a case already, it holds
  // one of them.
  explicit CaseUnderFault(Start start);

  // Analyses the logs while that happens, and expects that
  //   - the program ended by itself, or by the kill that was asked for;
  //   - a failure is one line, and a success the case that is right;
  //   - the case is as it was or whole, with nothing beside it, and evidence is as it was;
  //   - the next run makes the case that is right.
  ForkedOutcome analyze(const Fault& fault);
  ForkedOutcome analyze_and_kill_after(std::chrono::microseconds time);

  // The same with a run that somebody else started and awaited.
  void put_back() const;
  void expect_sound(const ForkedOutcome& outcome) const;
  void expect_right() const;

  const Scratch& folder() const { return folder_; }
  // Without a fault.
  const ForkedOutcome& undisturbed() const { return undisturbed_; }

 private:
  std::string rows(const std::string& bytes) const;
  void expect_next_run_is_right() const;

  Scratch folder_;
  std::map<std::string, std::string> evidence_;  // bytes by name
  std::string before_, right_, right_rows_;      // the case; empty for none
  ForkedOutcome undisturbed_;
};

// What stands in a folder, by name.
std::map<std::string, std::string> files_in(const std::filesystem::path& folder);

// "sojourn: …" and no more.
void expect_one_line(const std::string& message);

}  // namespace sojourn::testing
