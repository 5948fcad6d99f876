// What is found of the evidence, as it is found.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/collection.h"
#include "engine/evidence.h"

namespace sojourn {

class EvidenceList {
 public:
  explicit EvidenceList(Others others = Others::count) : others_(others) {}

  // Every file that is met, whatever it is.
  void note(const std::filesystem::path& path) { marks_.note(path); }

  // Of several copies the first by name is the file; the others are told as its copies.
  void add(EvidenceFile&& file);
  void add_unreadable(const std::filesystem::path& path, Issue issue);
  void add_passed_over(const std::filesystem::path& path) {
    if (others_ == Others::name) passed_over_.push_back(path);
  }
  void add_readable(const std::filesystem::path& path) { readable_.push_back(path); }

  // So far, copies included, in the order in which they came.
  const std::vector<EvidenceFile>& files() const { return files_; }
  std::size_t unreadable() const { return unreadable_.size(); }

  Evidence take();

 private:
  std::vector<EvidenceFile> files_;
  std::map<std::filesystem::path, Issue> unreadable_;
  std::vector<std::filesystem::path> readable_, passed_over_;
  CollectionMarks marks_;
  const Others others_;
};

}  // namespace sojourn
