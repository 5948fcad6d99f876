#include "tests/simulation/rdp_connection.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "tests/simulation/interactive_logon.h"
#include "tests/simulation/terminal_records.h"

namespace sojourn::simulation {
namespace {

char capital(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; }

bool is_local_account(const Host& host, const User& who) { return who.domain == host.name(); }

// As people type their names: in capitals, or as administrators have them.
std::string typed_name(Host& host, const User& who) {
  std::string name = who.name;
  if (host.dice().one_in(4)) {
    std::ranges::transform(name, name.begin(), capital);
  }
  return name;
}

// Often nothing (observed), or the domain under either of its names.
std::string typed_domain(Host& host, const User& who) {
  switch (host.dice().between(0, 2)) {
    case 0:
      return "";
    case 1:
      return is_local_account(host, who) ? "" : host.dns_domain();
    default:
      return who.domain;
  }
}

// How long a 261 of Windows 7 waits to be known for somebody's.
constexpr Ticks kWaits = std::chrono::minutes{1};

void answer(Host& host, const Connection& connection) {
  const auto found = host.waiting.find(connection.activity);
  if (found != host.waiting.end() && !found->second.answered) found->second.answered = host.now();
}

}  // namespace

Connection open_connection(Host& host, const Client& client, bool nla) {
  Connection connection{.client = client,
                        .nla = nla && !client.by_vmbus,
                        .activity = client.by_vmbus ? host.new_guid() : host.new_activity(),
                        .terminal = host.new_terminal(listener_of(client)),
                        .opened = {}};
  if (client.by_vmbus) {
    connection.opened = write_listener(host, connection);
    write_connection_created(host, connection);
    host.wait_ms(15, 25);
  } else {
    const auto port = static_cast<std::uint32_t>(host.dice().between(49'152, 65'535));
    const auto from = write_connection_from(host, connection, port);
    write_connection_created(host, connection);
    host.wait_ms(0, 6);
    const Timestamp listener = write_listener(host, connection);
    connection.opened = from.value_or(listener);
    if (!from) {
      connection.knock = host.knocks.size();
      host.knocks.push_back({.opened = listener, .answered = listener + kWaits});
    }
    if (!connection.activity.empty()) {
      host.waiting[connection.activity] = {.boot = host.boots - 1,
                                           .address = client.address,
                                           .opened = connection.opened,
                                           .answered = {}};
    }
  }
  if (host.generation().records_accepted_connection) write_accepted(host, connection);
  return connection;
}

std::string logon_address(const Client& client) {
  return client.by_vmbus ? "0.0.0.0" : client.address;
}

std::string client_name(const Connection& connection) {
  // NTLM carries the client's name, Kerberos does not.
  return connection.nla && !connection.client.domain_member ? connection.client.name : "";
}

User kerberos_name(const Host& host, const User& who) {
  User named = who;
  if (is_local_account(host, who)) return named;
  named.domain.clear();
  std::ranges::transform(host.dns_domain(), std::back_inserter(named.domain), capital);
  return named;
}

Credentials nla_credentials(Host& host, const User& who, const Connection& connection) {
  const bool kerberos = connection.client.domain_member;
  Credentials by{.who = who, .logon_type = 3};
  if (kerberos) {
    by.logon_process = "Kerberos";
    by.package = "Kerberos";
    by.who = kerberos_name(host, who);
    by.logon_guid = host.new_guid();
    if (!connection.client.ticket.empty()) by.logon_guid = connection.client.ticket;
  } else {
    by.lm_package = "NTLM V2";
    by.key_length = 128;
    by.workstation = connection.client.name;
  }
  if (host.generation().names_nla_address) {
    by.address = connection.client.address;
    by.port = "0";
  }
  return by;
}

namespace {

// Observed of current clients: a type 3 that lives 20 to 190 ms, and the one that counts 0.15 to
// 2.5 s later.
void check_in_vain(Host& host, const User& who, const Connection& connection) {
  const bool privileged = who.token != Token::standard;
  const std::uint64_t logon_id = host.new_logon_id();
  if (privileged) write_privileges(host, who, logon_id);
  write_logon(host, nla_credentials(host, who, connection), logon_id, privileged);
  host.wait_ms(20, 190);
  write_logoff(host, who, logon_id, 3);
  host.wait_ms(150, 2'500);
}

}  // namespace

void authenticate(Host& host, const User& who, Connection& connection) {
  if (connection.client.by_vmbus) return;
  connection.nla_user = who;
  if (connection.nla) {
    host.wait_ms(95, host.dice().one_in(4) ? 9'000 : 800);  // the time to type a password
    if (host.clients_check_twice) check_in_vain(host, who, connection);
    if (who.token != Token::standard) {
      // Of a network logon the privileges come first, in the same tick.
      connection.nla_logon_id = host.new_logon_id();
      write_privileges(host, who, connection.nla_logon_id);
    } else {
      connection.nla_logon_id = host.new_logon_id();
    }
    write_logon(host, nla_credentials(host, who, connection), connection.nla_logon_id,
                who.token != Token::standard);
    name_client(host, connection);
    host.wait_ms(20, 920);
  } else {
    host.wait_ms(300, 1'200);
    name_client(host, connection);
  }
  answer(host, connection);
  write_authenticated(host, connection, typed_name(host, who), typed_domain(host, who));
  host.wait_ms(13, 31);
  if (host.dice().one_in(2))
    write_connection_udp(host, connection,
                         static_cast<std::uint32_t>(host.dice().between(49'152, 65'535)));
}

void name_client(Host& host, const Connection& connection) {
  if (connection.knock < host.knocks.size()) host.knocks[connection.knock].answered = host.now();
}

void close_connection(Host& host, const Connection& connection, std::uint32_t reason) {
  answer(host, connection);
  write_transport_closed(host, connection);
  if (connection.nla_logon_id != 0)
    write_logoff(host, connection.nla_user, connection.nla_logon_id, 3);
  host.wait_ms(1, 80);
  write_connection_closed(host, connection, reason);
}

}  // namespace sojourn::simulation
