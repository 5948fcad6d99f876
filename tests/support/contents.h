// A whole file as a string; "" where there is none.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace sojourn::testing {

inline std::string contents(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream all;
  // As a block: byte by byte it takes most of the time of tests that read a case thousands of
  // times.
  if (in.peek() != std::ifstream::traits_type::eof()) all << in.rdbuf();
  return std::move(all).str();
}

}  // namespace sojourn::testing
