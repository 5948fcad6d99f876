#include "cli/progress_bar.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <iomanip>
#include <sstream>

#include "cli/wording.h"

namespace sojourn {
namespace {

constexpr std::size_t kBarWidth = 20;

std::size_t terminal_width() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

std::string bar(const Progress& progress) {
  const double share = progress.bytes_total == 0 ? 1.0
                                                 : static_cast<double>(progress.bytes) /
                                                       static_cast<double>(progress.bytes_total);
  const auto filled =
      std::min(kBarWidth, static_cast<std::size_t>(share * static_cast<double>(kBarWidth)));
  return '[' + std::string(filled, '#') + std::string(kBarWidth - filled, '-') + ']';
}

}  // namespace

bool stderr_is_terminal() { return isatty(STDERR_FILENO) == 1; }

std::string progress_line(const Progress& progress, std::chrono::seconds elapsed,
                          std::size_t width) {
  std::ostringstream line;
  line << bar(progress) << ' ' << progress.files << '/' << progress.files_total << " files  "
       << size_words(progress.bytes) << " of " << size_words(progress.bytes_total) << "  "
       << grouped(progress.records) << " records  " << elapsed.count() / 60 << ':' << std::setw(2)
       << std::setfill('0') << elapsed.count() % 60;
  return line.str().substr(0, width);
}

ProgressBar::ProgressBar(std::ostream& terminal) : terminal_(terminal) {}

ProgressBar::~ProgressBar() {
  if (visible_) terminal_ << "\r\x1b[K" << std::flush;
}

void ProgressBar::show(const Progress& progress) {
  const auto now = Clock::now();
  if (visible_ && now - drawn_ < std::chrono::milliseconds{100}) return;
  const auto elapsed = std::chrono::duration_cast<std::chrono::seconds>(now - begun_);
  // One column stays free: a full line would wrap on some terminals.
  terminal_ << '\r' << progress_line(progress, elapsed, terminal_width() - 1) << "\x1b[K"
            << std::flush;
  visible_ = true;
  drawn_ = now;
}

}  // namespace sojourn
