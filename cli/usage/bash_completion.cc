// A table of what each option and each place of a command takes, and a function that finds the one
// at the cursor. It needs nothing but bash.
#include <string>

#include "cli/typed_line.h"
#include "cli/usage/usage.h"

namespace sojourn {
namespace {

// What the function below understands.
std::string taken(const UsageOption& option, const Usage& usage) {
  const std::vector<std::string> choices = value_choices(option, usage);
  if (!choices.empty()) return (option.listed ? "list " : "words ") + joined(choices, " ");
  switch (option.kind) {
    case ValueKind::file:
      return "file";
    case ValueKind::folder:
      return "folder";
    case ValueKind::text:
    case ValueKind::command:
      break;
  }
  return "text";
}

std::string rows_of(const std::string& command, const std::vector<UsageOption>& options,
                    const Usage& usage) {
  std::string rows;
  int place = 0;
  for (const UsageOption& option : options) {
    if (option.value.empty()) continue;
    std::vector<std::string> patterns = option.names;
    if (option.is_positional())
      patterns.push_back(option.repeated ? "[0-9]*" : std::to_string(place++));
    for (std::string& pattern : patterns) pattern.insert(0, shell_quoted(command + ' '));
    rows += std::string("    ") + joined(patterns, " | ") +
            ") taken=" + shell_quoted(taken(option, usage)) + " ;;\n";
  }
  return rows;
}

std::string names_of(const std::vector<UsageOption>& options) {
  std::vector<std::string> names;
  for (const UsageOption& option : options)
    names.insert(names.end(), option.names.begin(), option.names.end());
  return shell_quoted(joined(names, " "));
}

constexpr const char* kFunction = R"(
_sojourn() {
  local cursor=${COMP_WORDS[COMP_CWORD]} command='' option='' word taken known begun i
  local -i place=0
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; ++i)); do
    word=${COMP_WORDS[i]}
    if [[ $word == = ]]; then  # --option=value is three words
      continue
    elif [[ -n $option ]]; then
      option=''
    elif [[ $word == -* ]]; then
      _sojourn_taken "$command $word"
      if [[ -n $taken ]]; then option=$word; fi
    elif [[ -z $command ]]; then
      command=$word
    else
      place+=1
    fi
  done
  if [[ $cursor == = ]]; then cursor=''; fi
  if [[ -z $option && $cursor == -* ]]; then
    _sojourn_known "$command"
    taken="words $known"
  elif [[ -z $option && -z $command ]]; then
    _sojourn_known ''
    taken="words $commands"
  else
    _sojourn_taken "$command ${option:-$place}"
  fi
  case $taken in
    words\ *) mapfile -t COMPREPLY < <(compgen -W "${taken#* }" -- "$cursor") ;;
    list\ *)
      begun=''
      if [[ $cursor == *,* ]]; then begun=${cursor%,*},; fi
      mapfile -t COMPREPLY < <(compgen -P "$begun" -W "${taken#* }" -- "${cursor##*,}")
      ;;
    file) compopt -o default ;;
    folder) compopt -o dirnames ;;
  esac
}

complete -F _sojourn sojourn
)";

}  // namespace

std::string bash_completion(const Usage& usage) {
  std::vector<std::string> commands;
  std::string names = "    '') known=" + names_of(usage.options) + " ;;\n";
  std::string rows;
  for (const UsageCommand& command : usage.commands) {
    commands.push_back(command.name);
    names += std::string("    ") + shell_quoted(command.name) +
             ") known=" + names_of(command.options) + " ;;\n";
    rows += rows_of(command.name, command.options, usage);
  }
  return "# Completion for bash, made from the definitions of the options: " + usage.program +
         " help --as bash\n\n# What an option or a place takes; nothing where it takes no value.\n"
         "_sojourn_taken() {\n  taken=''\n  case $1 in\n" +
         rows +
         "  esac\n}\n\n# The options of a command; without one, those of the program.\n"
         "_sojourn_known() {\n  known=''\n  commands=" +
         shell_quoted(joined(commands, " ")) + "\n  case $1 in\n" + names + "  esac\n}\n" +
         kFunction;
}

}  // namespace sojourn
