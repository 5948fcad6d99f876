#include "tests/simulation/terminal_records.h"

#include <optional>
#include <utility>
#include <vector>

#include "tests/simulation/log_values.h"

namespace sojourn::simulation {
namespace {

Envelope event_xml(std::string activity, std::string_view user_id) {
  return {.activity = std::move(activity),
          .user_id = std::string(user_id),
          .user_data = "EventXML",
          .user_data_namespace = "Event_NS"};
}

Envelope lsm(std::string_view activity) { return event_xml(std::string(activity), "S-1-5-18"); }
Envelope rcm(const Connection& connection) { return event_xml(connection.activity, "S-1-5-20"); }

// Of what only Windows 8 and later write.
std::optional<Timestamp> write_if_known(Host& host, const Provider& provider,
                                        std::uint16_t event_id, std::vector<NamedValue> values,
                                        Envelope envelope) {
  if (!host.generation().follows_connections()) return std::nullopt;
  return host.write(provider, event_id, std::move(values), std::move(envelope));
}

std::string_view console_activity(const Host& host) {
  return host.generation().follows_connections() ? kConsoleActivity : "";
}
Envelope rdp_core(const Connection& connection) {
  return {.activity = connection.activity, .user_id = "S-1-5-20"};
}

std::string qualified(const User& who) { return who.domain + "\\" + who.name; }

std::string address_of(const Host& host, const Connection* connection) {
  return connection ? connection->client.address : std::string(host.local_word);
}

std::string endpoint(const Connection& connection, std::uint32_t port) {
  const std::string& address = connection.client.address;
  const bool v6 = address.find(':') != std::string::npos;
  return (v6 ? "[" + address + "]" : address) + ":" + std::to_string(port);
}

}  // namespace

std::string_view listener_of(const Client& client) {
  return client.by_vmbus ? "31C5CE94259D4006A9E4" : "RDP-Tcp";
}

Timestamp write_lsm(Host& host, std::uint16_t event_id, const User& who, std::uint32_t session,
                    const Connection* connection) {
  std::vector<NamedValue> values{text_value("User", qualified(who)),
                                 number_value("SessionID", session)};
  const bool with_address = event_id != 23 && event_id != 41 && event_id != 42;
  if (with_address) values.push_back(text_value("Address", address_of(host, connection)));
  const bool arbitration = event_id == 41 || event_id == 42;
  if (arbitration && !host.generation().follows_connections()) return host.now();
  return host.write(kLsm, event_id, std::move(values),
                    lsm(connection ? connection->activity : console_activity(host)));
}

Timestamp write_lsm_disconnected(Host& host, const User& who, std::uint32_t session,
                                 const Connection* leaving, std::string_view activity) {
  return host.write(kLsm, 24,
                    {text_value("User", qualified(who)), number_value("SessionID", session),
                     text_value("Address", address_of(host, leaving))},
                    lsm(activity));
}

std::optional<Timestamp> write_lsm_disconnected_by(Host& host, std::uint32_t session,
                                                   std::uint32_t by) {
  const bool activity = host.generation().self_disconnect_activity;
  return write_if_known(host, kLsm, 39,
                        {number_value("TargetSession", session), number_value("Source", by)},
                        lsm(activity ? kConsoleActivity : ""));
}

std::optional<Timestamp> write_lsm_reason(Host& host, std::uint32_t session, std::uint32_t reason,
                                          std::string_view activity) {
  return write_if_known(host, kLsm, 40,
                        {number_value("Session", session), number_value("Reason", reason)},
                        lsm(activity));
}

std::string_view console_end_activity(const Host& host) {
  return host.generation().console_activity ? kConsoleActivity : "";
}

void write_lsm_started(Host& host) {
  write_if_known(host, kLsm, 32, {text_value("messageName", "RemoteFX Session Licensing")},
                 lsm(""));
}

void write_lsm_shutdown(Host& host) { write_if_known(host, kLsm, 54, {}, {.user_id = "S-1-5-18"}); }

std::optional<Timestamp> write_lsm_aborted(Host& host, std::uint32_t session) {
  // Observed when a password cracker closed its connection at the logon.
  return write_if_known(host, kLsm, 36,
                        {number_value("SessionId", session), number_value("State", 2),
                         text_value("StateName", "CsmsConnected"), number_value("Event", 9),
                         text_value("EventName", "EvLogon"), status_value("ErrorCode", 0x80004005)},
                        {.user_id = "S-1-5-18"});
}

Timestamp write_listener(Host& host, const Connection& connection) {
  return host.write(kRcm, 261, {text_value("listenerName", listener_of(connection.client))},
                    rcm(connection));
}

Timestamp write_authenticated(Host& host, const Connection& connection, std::string_view user,
                              std::string_view domain) {
  return host.write(kRcm, 1149,
                    {text_value("Param1", user), text_value("Param2", domain),
                     text_value("Param3", connection.client.address)},
                    rcm(connection));
}

void write_accepted(Host& host, const Connection& connection) {
  host.write(kRcmAdmin, 1158, {text_value("Param1", connection.client.address)}, rcm(connection));
}

std::optional<Timestamp> write_connection_from(Host& host, const Connection& connection,
                                               std::uint32_t port) {
  return write_if_known(
      host, kRdpCore, 131,
      {text_value("ConnType", "TCP"), text_value("ClientIP", endpoint(connection, port))},
      rdp_core(connection));
}

void write_connection_udp(Host& host, const Connection& connection, std::uint32_t port) {
  write_if_known(
      host, kRdpCore, 131,
      {text_value("ConnType", "UDP"), text_value("ClientIP", endpoint(connection, port))},
      {.activity = host.new_guid(), .user_id = "S-1-5-20"});
}

void write_connection_created(Host& host, const Connection& connection) {
  write_if_known(host, kRdpCore, 65, {text_value("ConnectionName", connection.terminal)},
                 rdp_core(connection));
}

void write_connection_assigned(Host& host, const Connection& connection, std::uint32_t session) {
  write_if_known(
      host, kRdpCore, 66,
      {text_value("ConnectionName", connection.terminal), number_value("SessionID", session)},
      rdp_core(connection));
}

void write_connection_established(Host& host, const Connection& connection) {
  write_if_known(host, kRdpCore, 98, {}, rdp_core(connection));
}

std::optional<Timestamp> write_transport_closed(Host& host, const Connection& connection) {
  return write_if_known(host, kRdpCore, 102, {}, rdp_core(connection));
}

void write_connection_closed(Host& host, const Connection& connection, std::uint32_t reason) {
  write_if_known(host, kRdpCore, 103, {number_value("ReasonCode", reason)}, rdp_core(connection));
}

void write_credentials_refused(Host& host, const Connection& connection) {
  write_if_known(host, kRdpCore, 140, {text_value("IPString", connection.client.address)},
                 rdp_core(connection));
}

void write_security_layer_failed(Host& host, const Connection& connection) {
  // Observed 247 times of a tool that spoke TLS and never sent credentials.
  write_if_known(
      host, kRdpCore, 139,
      {status_value("ResultCode", 0x80090304), text_value("IPString", connection.client.address)},
      rdp_core(connection));
}

}  // namespace sojourn::simulation
