// What tests need from the machine: a folder of their own, and the real program run in it.
#pragma once

#include <sqlite3.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "tests/support/contents.h"
#include "tests/support/places.h"

namespace sojourn::testing {

// A new empty folder, removed with all it holds at the end.
class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "sojourn-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
    path_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline void write_file(const std::filesystem::path& path, const std::string& bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

// A database with these statements run in it.
inline void write_database(const std::filesystem::path& path, const std::string& sql) {
  sqlite3* database = nullptr;
  sqlite3_open(path.c_str(), &database);
  const int result = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);
  const std::string message = sqlite3_errmsg(database);
  sqlite3_close(database);
  if (result != SQLITE_OK) throw std::runtime_error(message);
}

struct Outcome {
  int status = -1;  // of the exit, or -1 when a signal ended it
  std::string out, err;
};

// Runs a line of shell in the folder; `sojourn` in it is the program that was just built.
inline Outcome run_in(const Scratch& folder, const std::string& line) {
  const std::filesystem::path program = testing::program();
  const std::string shell =
      "cd '" + folder.path().string() + "' && export PATH='" + program.parent_path().string() +
      "':\"$PATH\" LC_ALL=C.UTF-8 && unset COLUMNS && { " + line + "\n} >.out 2>.err </dev/null";
  const int result =
      std::system(shell.c_str());  // NOLINT(cert-env33-c): the lines are the test's own
  Outcome outcome;
  if (WIFEXITED(result)) outcome.status = WEXITSTATUS(result);
  outcome.out = contents(folder / ".out");
  outcome.err = contents(folder / ".err");
  std::filesystem::remove(folder / ".out");
  std::filesystem::remove(folder / ".err");
  return outcome;
}

}  // namespace sojourn::testing
