#include "tests/simulation/controller_records.h"

#include <chrono>
#include <utility>
#include <vector>

#include "tests/simulation/log_values.h"
#include "tests/simulation/rdp_connection.h"

namespace sojourn::simulation {
namespace {

std::string mapped(std::string_view address) {
  const bool is_v4 = address.find(':') == std::string_view::npos;
  return (is_v4 ? "::ffff:" : "") + std::string(address);
}

std::string_view sid_or_null(const User& who) {
  return who.sid.empty() ? "S-1-0-0" : std::string_view(who.sid);
}

void add_client(Host& host, std::vector<NamedValue>& values, std::string_view address) {
  values.push_back(text_value("IpAddress", mapped(address)));
  values.push_back(text_value("IpPort", std::to_string(host.dice().between(49'152, 65'535))));
}

std::vector<NamedValue> passage_values(const Passage& passage) {
  return {text_value("Username", passage.who.domain + "\\" + passage.who.name),
          text_value("IpAddress", passage.address), text_value("AuthType", ""),
          text_value("Resource", passage.resource),
          text_value("ConnectionProtocol", passage.protocol)};
}

Envelope of_gateway() { return {.user_data = "EventInfo", .user_data_namespace = "aag"}; }

}  // namespace

Timestamp write_ticket_requested(Host& host, const User& who, std::string_view address,
                                 std::uint32_t status) {
  std::vector<NamedValue> values{text_value("TargetUserName", who.name),
                                 text_value("TargetDomainName", who.domain),
                                 sid_value("TargetSid", sid_or_null(who)),
                                 text_value("ServiceName", status == 0 ? "krbtgt" : "krbtgt/CORP"),
                                 status_value("TicketOptions", 0x40810010),
                                 status_value("Status", status),
                                 status_value("TicketEncryptionType", status == 0 ? 0x12 : ~0U),
                                 text_value("PreAuthType", status == 0 ? "2" : "-")};
  add_client(host, values, address);
  return host.write(kAuditing, 4768, std::move(values));
}

std::string write_service_ticket(Host& host, const User& who, std::string_view address,
                                 std::string_view server) {
  const std::string realm = kerberos_name(host, who).domain;
  std::string guid = host.new_guid();
  std::vector<NamedValue> values{
      text_value("TargetUserName", who.name + "@" + realm),
      text_value("TargetDomainName", realm),
      text_value("ServiceName", std::string(server.substr(0, server.find('.'))) + "$"),
      sid_value("ServiceSid", "S-1-5-21-1004336348-1177238915-682003330-1601"),
      status_value("TicketOptions", 0x40810000),
      status_value("TicketEncryptionType", 0x12)};
  add_client(host, values, address);
  values.push_back(status_value("Status", 0));
  values.push_back(guid_value("LogonGuid", guid));
  values.push_back(text_value("TransmittedServices", "-"));
  host.write(kAuditing, 4769, std::move(values));
  return guid;
}

Timestamp write_preauthentication_failed(Host& host, const User& who, std::string_view address,
                                         std::uint32_t status) {
  std::vector<NamedValue> values{
      text_value("TargetUserName", who.name),   sid_value("TargetSid", sid_or_null(who)),
      text_value("ServiceName", "krbtgt/CORP"), status_value("TicketOptions", 0x40810010),
      status_value("Status", status),           text_value("PreAuthType", "2")};
  add_client(host, values, address);
  return host.write(kAuditing, 4771, std::move(values));
}

Timestamp write_credentials_validated(Host& host, const User& who, std::string_view workstation,
                                      std::uint32_t status) {
  return host.write(kAuditing, 4776,
                    {text_value("PackageName", "MICROSOFT_AUTHENTICATION_PACKAGE_V1_0"),
                     text_value("TargetUserName", who.name), text_value("Workstation", workstation),
                     status_value("Status", status)});
}

Timestamp write_gateway_connected(Host& host, const Passage& passage) {
  return host.write(kGateway, 302, passage_values(passage), of_gateway());
}

Timestamp write_gateway_disconnected(Host& host, const Passage& passage, Timestamp connected) {
  const auto lasted =
      std::chrono::duration_cast<std::chrono::seconds>(host.now() - connected).count();
  std::vector<NamedValue> values = passage_values(passage);
  values.push_back(number_value("BytesReceived", 2'048));
  values.push_back(number_value("BytesTransfered", 1'024));
  values.push_back(number_value("SessionDuration", static_cast<std::uint32_t>(lasted)));
  return host.write(kGateway, 303, std::move(values), of_gateway());
}

}  // namespace sojourn::simulation
