// What is found of the evidence, as it is found.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/evidence.h"

namespace sojourn {

class EvidenceList {
 public:
  explicit EvidenceList(Others others = Others::count) : others_(others) {}

  // The path of the first of its copies: of one that is a file of its own before one in a
  // container, then by name.
  void add(EvidenceFile&& file);
  void add_copies(std::uint64_t copies) { copies_ += copies; }
  void add_unreadable(const std::filesystem::path& path, Issue issue);
  void add_passed_over(const std::filesystem::path& path) {
    if (others_ == Others::name) passed_over_.push_back(path);
  }
  void add_readable(const std::filesystem::path& path) { readable_.push_back(path); }

  // So far, copies included.
  std::uint64_t files() const { return by_hash_.size() + copies_; }
  std::size_t unreadable() const { return unreadable_.size(); }

  Evidence take();

 private:
  std::map<std::string, EvidenceFile> by_hash_;
  std::map<std::filesystem::path, Issue> unreadable_;
  std::vector<std::filesystem::path> readable_, copied_, passed_over_;
  const Others others_;
  std::uint64_t copies_ = 0;
};

}  // namespace sojourn
