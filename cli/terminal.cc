#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <string_view>

namespace sojourn {

std::optional<std::size_t> terminal_width() {
  if (const char* set = std::getenv("COLUMNS")) {
    const std::string_view text = set;
    std::size_t width = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), width);
    if (read.ec == std::errc{} && read.ptr == text.data() + text.size() && width > 0) return width;
  }
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
  return size.ws_col;
}

bool is_terminal() { return isatty(STDOUT_FILENO) == 1; }

}  // namespace sojourn
