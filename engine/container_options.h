// How far a run goes into archives and the like. None of it changes what a log is read as.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace sojourn {

struct ContainerOptions {
  std::vector<std::string> passwords = {};  // of encrypted zip archives, tried in their order
  std::filesystem::path temp = {};          // for what is too large for memory; empty is $TMPDIR
  bool deleted = false;                     // of disk images, deleted logs, too
  bool hash_containers = false;             // of the files themselves, besides what they hold
  // Called meanwhile, now and then: how many bytes of how many are hashed. May be empty.
  std::function<void(std::uint64_t bytes, std::uint64_t of)> hashed = {};
  // What is beyond one of these bounds is an Issue, and what lies before it is read.
  std::uint64_t max_depth = 8;            // containers in one another
  std::uint64_t max_entries = 1'000'000;  // of one file, with those of all that lies in it
  // How many times its own size may come out of a file, once that is more than kFreeExpansion.
  std::uint64_t max_expansion = 1000;
  std::uint64_t max_total = std::uint64_t{1} << 40;  // bytes out of all containers of a run

  static constexpr std::uint64_t kFreeExpansion = std::uint64_t{1} << 30;
};

}  // namespace sojourn
