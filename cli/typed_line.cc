#include "cli/typed_line.h"

#include <string_view>

namespace sojourn {
namespace {

constexpr std::string_view kPassword = "--password";

std::string quoted(std::string_view word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./=:,+@%*";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string_view::npos)
    return std::string(word);
  return shell_quoted(word);
}

}  // namespace

std::string shell_quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

std::string typed_line(std::span<const char* const> arguments) {
  std::string line;
  bool is_password = false;
  for (const std::string_view word : arguments) {
    if (!line.empty()) line += ' ';
    if (is_password) {
      line += "***";
    } else if (word.starts_with(kPassword) && word.substr(kPassword.size()).starts_with('=')) {
      line += std::string(kPassword) + "=***";
    } else {
      line += quoted(word);
    }
    is_password = !is_password && word == kPassword;
  }
  return line;
}

}  // namespace sojourn
