#include "cli/named_row.h"

namespace sojourn {

std::string account_name(const NamedRow& session) {
  const std::string domain = session.text("user_domain");
  if (session.text("user_name").empty()) return session.text("user_sid");
  return domain.empty() ? session.text("user_name") : domain + '\\' + session.text("user_name");
}

std::string short_account(const NamedRow& session) {
  const std::string name = session.text("user_name");
  return name.empty() ? session.text("user_sid") : name;
}

std::string source_name(const NamedRow& session) {
  const std::string address = session.text("src_ip");
  if (!address.empty()) return (session.yes("src_inferred") ? "~" : "") + address;
  const std::string client = session.text("src_host");
  return client.empty() ? session.text("src_scope") : client;
}

}  // namespace sojourn
