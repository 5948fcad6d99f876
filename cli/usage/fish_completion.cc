// One `complete` for each command, option and place.
#include <string>
#include <string_view>

#include "cli/usage/usage.h"

namespace sojourn {
namespace {

// fish reads both of these in single quotes.
std::string quoted(std::string_view text) {
  std::string safe = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') safe += '\\';
    safe += c;
  }
  return safe + "'";
}

std::string values(const UsageOption& option, const Usage& usage) {
  const std::vector<std::string> choices = value_choices(option, usage);
  if (!choices.empty()) {
    const std::string words = joined(choices, " ");
    if (!option.listed) return " -x -a " + quoted(words);
    return " -x -a " + quoted("(__fish_append , " + words + ")");
  }
  switch (option.kind) {
    case ValueKind::file:
      return " -r -F";
    case ValueKind::folder:
      return " -x -a '(__fish_complete_directories)'";
    case ValueKind::text:
    case ValueKind::command:
      break;
  }
  return " -x";
}

std::string line(const std::string& condition, const UsageOption& option, const Usage& usage) {
  std::string text = "complete -c " + usage.program + " -n " + quoted(condition);
  if (option.is_positional()) {
    const std::vector<std::string> choices = value_choices(option, usage);
    if (!choices.empty()) return text + " -a " + quoted(joined(choices, " ")) + "\n";
    return option.kind == ValueKind::file ? text + " -F\n" : std::string();
  }
  for (const std::string& name : option.names) {
    text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  }
  if (!option.value.empty()) text += values(option, usage);
  return text + " -d " + quoted(option.meaning) + "\n";
}

}  // namespace

std::string fish_completion(const Usage& usage) {
  std::string text =
      "# Completion for fish, made from the definitions of the options: " + usage.program +
      " help --as fish\n\n"
      "# Whether the command is this one; without a name, whether there is none yet.\n"
      "function __sojourn_command_is\n"
      "  set -l words (commandline -opc)\n"
      "  test \"$words[2]\" = \"$argv[1]\"\n"
      "end\n\n"
      "complete -c " +
      usage.program + " -f\n";
  for (const UsageOption& option : usage.options)
    text += line("__sojourn_command_is ''", option, usage);
  for (const UsageCommand& command : usage.commands) {
    text += "complete -c " + usage.program + " -n " + quoted("__sojourn_command_is ''") + " -a " +
            command.name + " -d " + quoted(command.meaning) + "\n";
  }
  for (const UsageCommand& command : usage.commands) {
    for (const UsageOption& option : command.options)
      text += line("__sojourn_command_is " + command.name, option, usage);
  }
  return text;
}

}  // namespace sojourn
