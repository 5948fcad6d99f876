#include "tests/simulation/rdp_attempts.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "tests/simulation/interactive_logon.h"
#include "tests/simulation/rdp_connection.h"
#include "tests/simulation/system_records.h"
#include "tests/simulation/terminal_records.h"

namespace sojourn::simulation {
namespace {

constexpr std::uint32_t kBadCredentials = 0xC000006D;
constexpr std::uint32_t kNoSuchUser = 0xC0000064;
constexpr std::uint32_t kWrongPassword = 0xC000006A;
constexpr std::uint32_t kWrongPasswordReason = 2313;

std::uint32_t failure_code(const User& who) {
  return who.sid.empty() ? kNoSuchUser : kWrongPassword;
}

TrueSession failure(const Client& client, Timestamp time) {
  return {.kind = "remote",
          .outcome = "failure",
          .start = time,
          .start_reason = "attempt",
          .end = time,
          .end_reason = "failed",
          .end_exact = true,
          .src_ip = client.address};
}

void refuse(Host& host, const Credentials& by, const Connection& connection) {
  TrueSession session = failure(
      connection.client,
      write_logon_failure(host, by, kBadCredentials, failure_code(by.who), kWrongPasswordReason));
  session.user_name = by.who.name;
  session.user_domain = by.who.domain;
  // The logon screen leaves this host's own name.
  session.src_host = by.logon_type == 3 ? by.workstation : "";
  session.logon_type = by.logon_type;
  session.failure_code = failure_code(by.who);
  const std::size_t truth = host.add_truth(std::move(session));
  name_client(host, connection);
  if (by.address == "-") host.failures_without_address.push_back(truth);
}

TrueSession without_desktop(const User& who, const Connection& connection) {
  return {.user_name = who.name,
          .user_domain = who.domain,
          .user_sid = who.sid,
          .kind = "remote",
          .outcome = "no_desktop",
          .start = connection.opened,
          .start_reason = "attempt",
          .src_ip = connection.client.address,
          .src_host = client_name(connection)};
}

// Where no logoff tells, the client's leave does, which is written next.
void end_with_connection(Host& host, std::size_t truth) {
  if (host.generation().follows_connections()) {
    host.end_truth(truth, host.now(), "disconnect");
  } else {
    host.truth(truth).end_reason = "unknown";  // no record says when the client left
  }
}

}  // namespace

void rdp_without_desktop(Host& host, const User& who, const Client& client) {
  Connection connection = open_connection(host, client, true);
  authenticate(host, who, connection);
  const std::size_t truth = host.add_truth(without_desktop(who, connection));
  host.truth(truth).user_domain = nla_credentials(host, who, connection).who.domain;
  host.truth(truth).logon_type = 3;
  host.wait_ms(200, 3'000);
  end_with_connection(host, truth);
  close_connection(host, connection, 14);
}

void rdp_logon_aborted(Host& host, const User& who, const Client& client) {
  Connection connection = open_connection(host, client, true);
  authenticate(host, who, connection);
  const std::size_t truth = host.add_truth(without_desktop(who, connection));
  const std::uint32_t number = host.new_session_number();
  write_connection_assigned(host, connection, number);
  host.wait_ms(80, 300);
  write_window_managers(host, number);
  host.wait_ms(30, 300);
  const InteractiveLogon logon =
      write_interactive_logon(host, logon_screen(host, who, 10, client.address));
  host.truth(truth).logon_type = 10;
  host.truth(truth).logon_id = logon.logon_id;
  host.wait_ms(10, 100);
  write_lsm(host, 41, who, number, &connection);
  // Observed: no 42 and no 21; the type 10 was gone 7.3 s later.
  host.wait_ms(6'500, 8'000);
  if (host.audits_logoffs) host.end_truth(truth, host.now(), "logoff");
  for (const std::uint64_t id : {logon.elevated_logon_id, logon.logon_id}) {
    if (id != 0) write_logoff(host, who, id, 10);
  }
  host.wait_ms(50, 300);
  if (!host.audits_logoffs) end_with_connection(host, truth);
  write_lsm_reason(host, number, 12, connection.activity);
  host.wait_ms(20, 100);
  close_connection(host, connection, 12);
  write_window_manager_gone(host, number);
  host.free_session_number(number);
}

void rdp_failure(Host& host, const User& who, const Client& client) {
  if (!host.audits_failures) host.happens_unwitnessed();
  const Connection connection = open_connection(host, client, true);
  host.wait_ms(94, host.generation().records_refused_credentials ? 4'000 : 123);
  // Also of members of the domain: with a wrong password Kerberos fails at the domain controller.
  Client stranger = client;
  stranger.domain_member = false;
  Connection asked = connection;
  asked.client = stranger;
  if (host.audits_failures) refuse(host, nla_credentials(host, who, asked), connection);
  if (host.generation().records_refused_credentials) {
    host.wait_ms(1, 20);
    if (!host.audits_failures) host.add_truth(failure(client, host.now()));
    write_credentials_refused(host, connection);
  }
  host.wait_ms(10, 100);
  close_connection(host, connection, host.generation().build < 10000 ? 0 : 14);
}

void rdp_failure_at_screen(Host& host, const User& who, const Connection& connection) {
  if (!host.audits_failures) return;
  refuse(host, logon_screen(host, who, 10, logon_address(connection.client)), connection);
}

void rdp_failures_at_screen(Host& host, const User& who, const Client& client, int attempts) {
  Connection connection = open_connection(host, client, false);
  host.wait_ms(300, 1'200);
  const std::uint32_t number = host.new_session_number();
  write_connection_assigned(host, connection, number);
  write_connection_established(host, connection);
  // The name that the client sent along, where anybody could see what became of it.
  if (!client.by_vmbus && host.audits_failures && host.dice().one_in(2)) {
    write_authenticated(host, connection, who.name, who.domain);
  }
  host.wait_ms(80, 300);
  write_window_managers(host, number);
  for (int i = 0; i < attempts; ++i) {
    host.wait_ms(2'000, 15'000);
    rdp_failure_at_screen(host, who, connection);
  }
  host.wait_ms(2'000, 15'000);
  write_lsm_reason(host, number, 12, connection.activity);
  host.wait_ms(20, 100);
  close_connection(host, connection, 12);
  write_window_manager_gone(host, number);
  host.free_session_number(number);
}

void settle_failures_without_address(Host& host) {
  for (const std::size_t index : std::exchange(host.failures_without_address, {})) {
    TrueSession& failure = host.truth(index);
    const bool known = std::ranges::all_of(host.waiting, [&](const auto& entry) {
      const Waiting& other = entry.second;
      const bool waited = other.boot == failure.boot && other.opened <= failure.start &&
                          failure.start - other.opened <= std::chrono::seconds{10} &&
                          (!other.answered || *other.answered >= failure.start);
      return !waited || other.address == failure.src_ip;
    });
    if (known) continue;
    // Nothing tells it from any other failure over the network.
    failure.kind = "network";
    failure.src_ip.clear();
  }
  host.waiting.clear();
}

void rdp_probe(Host& host, const Client& client) {
  const Connection connection = open_connection(host, client, true);
  host.wait_ms(10, 40);
  write_security_layer_failed(host, connection);
  host.wait_ms(10, 60);
  close_connection(host, connection, host.generation().build < 10000 ? 0 : 14);
}

void rdp_brute_force(Host& host, const std::vector<User>& tried, const Client& client,
                     int attempts) {
  for (int i = 0; i < attempts; ++i) {
    if (host.dice().one_in(5)) {
      rdp_probe(host, client);
      host.wait_ms(200, 900);
    }
    rdp_failure(host, tried[static_cast<std::size_t>(i) % tried.size()], client);
    host.wait_ms(200, 3'000);
  }
}

}  // namespace sojourn::simulation
