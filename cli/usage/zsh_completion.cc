// Specifications for zsh's _arguments, one list for each command.
#include <string>
#include <string_view>

#include "cli/typed_line.h"
#include "cli/usage/usage.h"

namespace sojourn {
namespace {

// In a specification a colon ends a part, and a bracket a description.
std::string escaped(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == ':' || c == '[' || c == ']' || c == '\\') safe += '\\';
    safe += c;
  }
  return safe;
}

std::string action(const UsageOption& option, const Usage& usage) {
  const std::vector<std::string> choices = value_choices(option, usage);
  if (!choices.empty()) {
    const std::string words = joined(choices, " ");
    return option.listed ? "_sequence compadd - " + words : "(" + words + ")";
  }
  switch (option.kind) {
    case ValueKind::file:
      return "_files";
    case ValueKind::folder:
      return "_files -/";
    case ValueKind::text:
    case ValueKind::command:
      break;
  }
  return " ";  // shows the description, and completes nothing
}

std::string value_of(const UsageOption& option, const Usage& usage) {
  if (option.value.empty()) return {};
  std::string value = ":";
  value += escaped(option.value);
  value += ':';
  return value + action(option, usage);
}

// An option with two names is two of them.
std::vector<std::string> specifications_of(const UsageOption& option, int place,
                                           const Usage& usage) {
  const std::string value = value_of(option, usage);
  if (option.is_positional()) {
    if (option.repeated) return {"*" + value};
    return {std::to_string(place) + (option.required ? "" : ":") + value};
  }
  std::vector<std::string> all;
  const std::string once =
      option.repeated ? "*" : std::string("(") + joined(option.names, " ") + ")";
  const std::string behind = std::string("[") + escaped(option.meaning) + "]" + value;
  for (const std::string& name : option.names) {
    all.push_back(once + name);
    all.back() += !value.empty() && name.starts_with("--") ? "=" : "";
    all.back() += behind;
  }
  return all;
}

// Each as a quoted word of a command that goes on.
std::string specifications(const std::vector<UsageOption>& options, const Usage& usage,
                           const std::string& indent) {
  std::string text;
  int place = 0;
  for (const UsageOption& option : options) {
    if (option.is_positional()) ++place;
    for (const std::string& one : specifications_of(option, place, usage)) {
      text += indent;
      text += shell_quoted(one) + " \\\n";
    }
  }
  return text;
}

}  // namespace

std::string zsh_completion(const Usage& usage) {
  std::string commands;
  std::string cases;
  for (const UsageCommand& command : usage.commands) {
    commands += "    " + shell_quoted(escaped(command.name) + ":" + command.meaning) + "\n";
    cases += "        " + command.name + ")\n          _arguments \\\n" +
             specifications(command.options, usage, "            ") + "            && return 0\n" +
             "          ;;\n";
  }
  return "#compdef sojourn\n# Completion for zsh, made from the definitions of the options: " +
         usage.program +
         " help --as zsh\n\n_sojourn() {\n  local context state state_descr line\n"
         "  typeset -A opt_args\n  local -a commands\n  commands=(\n" +
         commands + "  )\n  _arguments -C \\\n" + specifications(usage.options, usage, "    ") +
         "    '1:command:->command' \\\n    '*::argument:->argument' \\\n    && return 0\n"
         "  case $state in\n    command) _describe command commands ;;\n    argument)\n"
         "      case $words[1] in\n" +
         cases + "      esac\n      ;;\n  esac\n}\n\n_sojourn \"$@\"\n";
}

}  // namespace sojourn
