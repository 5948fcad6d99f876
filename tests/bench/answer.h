// How long the program takes to answer a question about a case: until its first line, and to the
// last.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace sojourn::bench {

struct Answer {
  double first_line = 0, all = 0;  // seconds
  std::uint64_t lines = 0;
  std::uint64_t peak_memory = 0;  // bytes
};

// Runs the program with these words. Throws std::runtime_error when it fails.
Answer ask(const std::vector<std::string>& words);

// Each list of the case and what else reads all of it, in lines on standard output.
void ask_everything(const std::filesystem::path& case_file, const std::filesystem::path& folder);

}  // namespace sojourn::bench
