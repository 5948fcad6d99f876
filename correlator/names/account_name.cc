#include "correlator/names/account_name.h"

#include <algorithm>

#include "schema/ascii.h"

namespace sojourn {

std::string visible(std::string_view text) {
  std::string seen(text.substr(0, text.find('\0')));
  for (const std::string_view mark : {"\u200e", "\u200f"}) {
    for (auto at = seen.find(mark); at != std::string::npos; at = seen.find(mark, at)) {
      seen.erase(at, mark.size());
    }
  }
  return seen;
}

std::string_view first_label(std::string_view domain) {
  return domain.substr(0, domain.find('.', domain.starts_with('.') ? 1 : 0));
}

std::string_view authority_of(std::string_view sid) {
  if (!sid.starts_with("S-1-5-21-") || std::ranges::count(sid, '-') != 7) return "";
  return sid.substr(0, sid.rfind('-'));
}

bool is_cloud(const AccountName& name) {
  return name.domain == "MICROSOFTACCOUNT" || name.domain == "AZUREAD";
}

AccountName account_name(std::string_view domain, std::string_view user) {
  AccountName result{ascii_upper(visible(domain)), ascii_upper(visible(user))};
  auto& [of, name] = result;
  if (const auto backslash = name.find('\\'); of.empty() && backslash != std::string::npos) {
    of = name.substr(0, backslash);
    name.erase(0, backslash + 1);
  }
  const auto at = name.rfind('@');
  if (at == std::string::npos || at == 0 || at + 1 == name.size() || is_cloud(result))
    return result;
  const std::string suffix = name.substr(at + 1);
  if (!of.empty() && of != suffix && of != first_label(suffix)) return result;
  if (of.empty()) of = suffix;
  name.resize(at);
  return result;
}

std::vector<std::string> local_domains(std::string_view computer) {
  std::vector<std::string> domains{ascii_upper(visible(computer))};
  if (domains.front().empty()) return {};
  domains.emplace_back(first_label(domains.front()));
  domains.push_back(domains.back().substr(0, 15));
  std::ranges::sort(domains);
  domains.erase(std::unique(domains.begin(), domains.end()), domains.end());
  return domains;
}

}  // namespace sojourn
