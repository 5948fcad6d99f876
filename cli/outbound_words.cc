#include "cli/outbound_words.h"

namespace sojourn {

std::string target_words(const NamedRow& outbound) {
  const std::string host = outbound.text("target_host"), address = outbound.text("target_ip");
  if (host.empty() || address.empty() || host == address) return host.empty() ? address : host;
  return host + " (" + address + ')';
}

std::string target_account(const NamedRow& outbound) {
  const std::string domain = outbound.text("target_domain"), name = outbound.text("target_user");
  return domain.empty() || name.empty() ? name : domain + '\\' + name;
}

}  // namespace sojourn
