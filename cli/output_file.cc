#include "cli/output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace sojourn {

OutputFile::OutputFile(std::filesystem::path path, std::ostream& standard)
    : path_(std::move(path)), standard_(standard) {
  if (path_.empty()) return;
  constexpr mode_t kReadableByAll = 0666;  // less what the user's mask takes away
  const int made = open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kReadableByAll);
  if (made < 0) {
    const int reason = errno;
    throw std::runtime_error(reason == EEXIST
                                 ? path_.string() + " is there already: name a new file"
                                 : "cannot make " + path_.string() + ": " + std::strerror(reason));
  }
  close(made);
  file_.open(path_, std::ios::binary);
}

OutputFile::~OutputFile() {
  if (path_.empty() || is_finished_) return;
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

void OutputFile::finish() {
  stream().flush();
  if (path_.empty()) return;
  file_.close();
  if (!file_) throw std::runtime_error("cannot write " + path_.string());
  is_finished_ = true;
}

}  // namespace sojourn
