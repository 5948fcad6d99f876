#include "tests/simulation/ssh_stories.h"

#include <string>
#include <utility>

#include "tests/simulation/interactive_logon.h"
#include "tests/simulation/network_stories.h"
#include "tests/simulation/security_records.h"
#include "tests/simulation/system_records.h"

namespace sojourn::simulation {
namespace {

constexpr std::uint32_t kWrongPasswordReason = 2313;

struct SshConnection {
  Client client;
  std::string port;
  std::uint32_t process_id = 0;
};

Timestamp say(Host& host, const std::string& payload) { return write_ssh_message(host, payload); }

std::string from(const SshConnection& connection) {
  return " from " + connection.client.address + " port " + connection.port + " ssh2";
}

Credentials by_sshd(Host& host, const SshConnection& connection, User who,
                    std::uint8_t logon_type) {
  return {.who = std::move(who),
          .logon_type = logon_type,
          .subject = machine(host),
          .logon_process = "Advapi  ",
          .package = "Negotiate",
          .workstation = host.name(),
          .process_id = connection.process_id,
          .process = "C:\\Windows\\System32\\OpenSSH\\sshd.exe"};
}

// The server talks to its client under an account that lasts as long as that.
SshConnection open(Host& host, const Client& client) {
  SshConnection connection{
      .client = client,
      .port = std::to_string(host.dice().between(49'152, 65'535)),
      .process_id = static_cast<std::uint32_t>(host.dice().between(400, 3'000) * 4)};
  Credentials by = by_sshd(host, connection,
                           {"sshd_" + std::to_string(connection.process_id), "VIRTUAL USERS",
                            "S-1-5-111-3847866527-469524349-687026318-516638107-1125189541"},
                           5);
  by.workstation = "-";
  write_explicit_credentials(host, by);
  wait_a_moment(host);
  const std::uint64_t logon_id = host.new_logon_id();
  write_logon(host, by, logon_id, true);
  wait_a_moment(host);
  write_privileges(host, by.who, logon_id);
  host.wait_ms(20, 400);
  return connection;
}

// As the account is looked up, before a password as for a key.
std::pair<std::uint64_t, Timestamp> write_account(Host& host, const SshConnection& connection,
                                                  const User& who) {
  Credentials by = by_sshd(host, connection, who, 3);
  by.logon_process = "sshd";
  by.package = who.domain == host.name() ? "Negotiate" : "Kerberos";
  write_explicit_credentials(host, by);
  wait_a_moment(host);
  const std::uint64_t logon_id = host.new_logon_id();
  const bool elevated = who.token != Token::standard;
  const Timestamp time = write_logon(host, by, logon_id, elevated);
  wait_a_moment(host);
  if (elevated) write_privileges(host, who, logon_id);
  return {logon_id, time};
}

void leave(Host& host, const SshConnection& connection, NetworkLogon& logon) {
  // A 4634 may be missing: then the message is the end.
  const Timestamp left = say(host, "Disconnected from user " + logon.user.name + " " +
                                       connection.client.address + " port " + connection.port);
  host.wait_ms(1, 400);
  if (!host.audits_logoffs || (host.dice().one_in(4) && !host.repeats_time())) {
    host.happens_unwitnessed();
    return release(host, logon, left, "disconnect");
  }
  network_logoff(host, logon);
}

NetworkLogon& let_in_by_password(Host& host, const SshConnection& connection, const User& who) {
  const auto [lookup, looked_up] = write_account(host, connection, who);
  host.wait_ms(1, 40);
  write_logoff(host, who, lookup, 3);
  host.wait_ms(900, 9'000);  // the time to type a password
  const bool elevated = who.token != Token::standard;
  const std::uint64_t logon_id = host.new_logon_id();
  const Timestamp start = write_logon(host, by_sshd(host, connection, who, 8), logon_id, elevated);
  wait_a_moment(host);
  if (elevated) write_privileges(host, who, logon_id);
  NetworkLogon& logon =
      hold(host, who, connection.client,
           {.user_domain = who.domain, .start = start, .logon_type = 8, .logon_id = logon_id});
  host.wait_ms(1, 300);
  say(host, "Accepted password for " + who.name + from(connection));
  return logon;
}

NetworkLogon& let_in_by_key(Host& host, const SshConnection& connection, const User& who) {
  const auto [logon_id, start] = write_account(host, connection, who);
  NetworkLogon& logon =
      hold(host, who, connection.client,
           {.user_domain = who.domain, .start = start, .logon_type = 3, .logon_id = logon_id});
  host.wait_ms(5, 900);
  say(host, "Accepted publickey for " + who.name + from(connection) +
                ": ED25519 SHA256:Jx0wcbqDmVJ1PZuEPnxN2sG4mYpW7sZ0kZ3nHk0aQ1E");
  return logon;
}

}  // namespace

void ssh_visit(Host& host, const User& who, const Client& client, SshProof by) {
  const SshConnection connection = open(host, client);
  NetworkLogon& logon = by == SshProof::password ? let_in_by_password(host, connection, who)
                                                 : let_in_by_key(host, connection, who);
  host.wait_ms(2'000, host.dice().one_in(3) ? 3 * 3'600'000 : 10 * 60'000);
  leave(host, connection, logon);
}

void ssh_failures(Host& host, const User& who, const Client& client, int attempts) {
  const SshConnection connection = open(host, client);
  const bool known = !who.sid.empty();
  if (known) {
    const auto [lookup, time] = write_account(host, connection, who);
    host.wait_ms(1, 40);
    write_logoff(host, who, lookup, 3);
  } else {
    say(host, "Invalid user " + who.name + " from " + client.address + " port " + connection.port);
  }
  User named{"NOUSER", host.name(), ""};
  if (known) named = {who.name, who.domain, ""};
  if (known && who.domain != host.name()) named = {who.name + "@" + host.dns_domain(), "", ""};
  const std::uint32_t code = known ? 0xC000006A : 0xC0000064;
  for (int i = 0; i < attempts; ++i) {
    host.wait_ms(200, i == 0 ? 8'000 : 27'000);
    TrueSession session{.kind = "network",
                        .outcome = "failure",
                        .start_reason = "attempt",
                        .end_reason = "failed",
                        .end_exact = true,
                        .src_ip = client.address};
    if (host.audits_failures) {
      session.start = write_logon_failure(host, by_sshd(host, connection, named, 8), 0xC000006D,
                                          code, kWrongPasswordReason);
      // Of a name that no account has, the message says which it was.
      session.user_name = known ? named.name : who.name;
      session.user_domain = known ? named.domain : "";
      session.logon_type = 8;
      session.failure_code = code;
      wait_a_moment(host);
    }
    const Timestamp told =
        say(host, std::string("Failed password for ") + (known ? "" : "invalid user ") + who.name +
                      from(connection));
    if (!host.audits_failures) {
      session.start = told;
      session.user_name = who.name;
    }
    session.end = session.start;
    host.add_truth(std::move(session));
  }
  host.wait_ms(5, 2'000);
  say(host, "Connection closed by " + std::string(known ? "authenticating" : "invalid") + " user " +
                who.name + " " + client.address + " port " + connection.port + " [preauth]");
}

}  // namespace sojourn::simulation
