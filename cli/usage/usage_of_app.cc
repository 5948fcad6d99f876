#include "cli/usage/usage_of_app.h"

#include <algorithm>
#include <string_view>

namespace sojourn {
namespace {

std::vector<std::string> split_at_commas(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    words.emplace_back(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return words;
}

// CLI11 writes what a value may be behind its word: "KIND:{local,remote}", "N:UINT in [1 - 8]". Of
// what is known by its place, `value` is the name already, and the word tells no more than its
// kind.
void read_type(const std::string& type, UsageOption& option) {
  const std::string_view all = type;
  const std::size_t colon = std::min(all.find(':'), all.size());
  const std::string_view rules = all.substr(colon);
  const std::string_view word = all.substr(0, colon);
  if (!option.is_positional()) option.value = word;
  option.kind = word == "FILE" || word == "PATH" ? ValueKind::file
                : word == "FOLDER"               ? ValueKind::folder
                : option.value == "COMMAND"      ? ValueKind::command
                                                 : ValueKind::text;
  const auto between = [&](std::string_view open, char close) -> std::string_view {
    const std::size_t begin = rules.find(open);
    if (begin == std::string_view::npos) return {};
    const std::string_view rest = rules.substr(begin + open.size());
    return rest.substr(0, rest.find(close));
  };
  option.choices = split_at_commas(between("{", '}'));
  option.range = between(" in [", ']');
}

UsageOption usage_of(const CLI::Option& defined) {
  UsageOption option;
  for (const std::string& name : defined.get_snames()) option.names.push_back("-" + name);
  for (const std::string& name : defined.get_lnames()) option.names.push_back("--" + name);
  if (option.is_positional()) option.value = defined.get_name(true);
  if (defined.get_type_size() != 0) read_type(defined.get_type_name(), option);
  option.fallback = defined.get_default_str();
  option.meaning = defined.get_description();
  option.required = defined.get_required();
  option.repeated = defined.get_expected_max() == CLI::detail::expected_max_vector_size;
  option.listed = defined.get_delimiter() == ',';
  return option;
}

std::vector<UsageOption> options_of(const CLI::App& app) {
  std::vector<UsageOption> options;
  for (const CLI::Option* defined : app.get_options()) {
    if (!defined->get_group().empty()) options.push_back(usage_of(*defined));  // else it is hidden
  }
  return options;
}

}  // namespace

Usage usage_of_app(const CLI::App& app, const std::string& version) {
  Usage usage;
  usage.program = app.get_name();
  usage.version = version;
  usage.meaning = app.get_description();
  usage.examples = app.get_footer();
  usage.options = options_of(app);
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_group().empty()) continue;
    usage.commands.push_back(
        {command->get_name(), command->get_description(), options_of(*command)});
  }
  return usage;
}

}  // namespace sojourn
