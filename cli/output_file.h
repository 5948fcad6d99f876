// Where rows go: standard output, or a new file.
#pragma once

#include <filesystem>
#include <fstream>
#include <ostream>

namespace sojourn {

class OutputFile {
 public:
  // Without a path, `standard`, which must outlive this. Throws std::runtime_error for a path at
  // which something stands already, whatever it is, and where no file can be made.
  OutputFile(std::filesystem::path path, std::ostream& standard);
  // Takes away a file that was not finished.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  std::ostream& stream() { return path_.empty() ? standard_ : file_; }
  // Call once, after the last row. Throws std::runtime_error where not all could be written.
  void finish();

 private:
  std::filesystem::path path_;
  std::ostream& standard_;
  std::ofstream file_;
  bool is_finished_ = false;
};

}  // namespace sojourn
