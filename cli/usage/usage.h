// What can be typed, as the command line defines it: what a man page and the completions of shells
// are made of, so that none of them knows an option that there is not, or lacks one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sojourn {

// What a value is, where it is none of a few words.
enum class ValueKind { text, file, folder, command };

// An option, or what is typed without a name in front of it.
struct UsageOption {
  std::vector<std::string> names;  // "-o", "--output"; none where it is known by its place
  std::string value;               // the word for it, "FILE"; empty where it takes none
  ValueKind kind = ValueKind::text;
  std::vector<std::string> choices;  // all values that it may have; empty where it may have others
  std::string range;                 // "0 - 86400"; empty where there is none
  std::string fallback;              // what holds where it is not typed
  std::string meaning;
  bool required = false;
  bool repeated = false;
  bool listed = false;  // several values with commas between them

  bool is_positional() const { return names.empty(); }
};

struct UsageCommand {
  std::string name, meaning;
  std::vector<UsageOption> options;  // positional ones in the order of their places
};

struct Usage {
  std::string program, version, meaning, examples;
  std::vector<UsageOption> options;  // of the program itself
  std::vector<UsageCommand> commands;
};

// The forms that it can be written in, and it in one of them.
std::vector<std::string> usage_forms();
std::string usage_as(std::string_view form, const Usage& usage);

// For man(1).
std::string man_page(const Usage& usage);
// For the shells of that name, to be read by them.
std::string bash_completion(const Usage& usage);
std::string zsh_completion(const Usage& usage);
std::string fish_completion(const Usage& usage);

// The choices of an option; of one that names a command, the commands.
std::vector<std::string> value_choices(const UsageOption& option, const Usage& usage);

std::string joined(const std::vector<std::string>& words, std::string_view between);

}  // namespace sojourn
