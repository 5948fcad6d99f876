#include "cli/usage/usage.h"

namespace sojourn {
namespace {

struct Form {
  std::string_view name;
  std::string (*write)(const Usage& usage);
};
constexpr Form kForms[] = {{"man", man_page},
                           {"bash", bash_completion},
                           {"zsh", zsh_completion},
                           {"fish", fish_completion}};

}  // namespace

std::vector<std::string> usage_forms() {
  std::vector<std::string> names;
  for (const Form& form : kForms) names.emplace_back(form.name);
  return names;
}

std::string usage_as(std::string_view form, const Usage& usage) {
  for (const Form& known : kForms) {
    if (known.name == form) return known.write(usage);
  }
  return {};
}

std::vector<std::string> value_choices(const UsageOption& option, const Usage& usage) {
  if (option.kind != ValueKind::command) return option.choices;
  std::vector<std::string> names;
  for (const UsageCommand& command : usage.commands) names.push_back(command.name);
  return names;
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string all;
  for (const std::string& word : words) {
    if (!all.empty()) all += between;
    all += word;
  }
  return all;
}

}  // namespace sojourn
