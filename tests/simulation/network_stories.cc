#include "tests/simulation/network_stories.h"

#include <algorithm>
#include <string>
#include <utility>

#include "tests/simulation/rdp_connection.h"
#include "tests/simulation/security_records.h"

namespace sojourn::simulation {
namespace {

constexpr Ticks kGap = std::chrono::minutes{15};

Credentials from_network(Host& host, const User& who, const Client& client) {
  Credentials by{.who = who,
                 .logon_type = 3,
                 .address = client.address,
                 .port = std::to_string(host.dice().between(49'152, 65'535))};
  if (client.domain_member) {
    by.logon_process = "Kerberos";
    by.package = "Kerberos";
    by.who = kerberos_name(host, who);
    by.logon_guid = host.new_guid();
    if (!client.ticket.empty()) by.logon_guid = client.ticket;
  } else {
    by.workstation = client.name;
    by.lm_package = "NTLM V2";
    by.key_length = 128;
  }
  return by;
}

// The session that this logon carries on, if there is one.
std::size_t under_way(const Host& host, const User& who, const Client& client) {
  for (const NetworkLogon& held : host.network_logons) {
    // Where nothing tells how long one is held, it may be over.
    const bool may_be_over = !host.audits_logoffs && host.elapsed() - held.last_seen > kGap;
    if (held.user.sid == who.sid && held.client.address == client.address && !may_be_over)
      return held.truth;
  }
  for (std::size_t i = host.truth().size(); i-- > 0;) {
    const TrueSession& session = host.truth()[i];
    const bool same = session.kind == "network" && session.outcome == "success" &&
                      session.user_sid == who.sid && session.src_ip == client.address &&
                      session.boot == host.boots - 1;
    if (same) return session.end && host.since(session) <= kGap ? i : kNoSession;
  }
  return kNoSession;
}

}  // namespace

NetworkLogon& hold(Host& host, const User& who, const Client& client, TrueSession session) {
  const std::uint8_t logon_type = session.logon_type;
  const std::uint64_t logon_id = session.logon_id;
  std::size_t truth = under_way(host, who, client);
  if (truth == kNoSession) {
    session.user_name = who.name;
    session.user_sid = who.sid;
    session.kind = "network";
    session.granted = session.start;
    session.src_ip = client.address;
    truth = host.add_truth(std::move(session));
  } else {
    TrueSession& carried_on = host.truth(truth);
    if (carried_on.end && host.was_set_since(carried_on)) host.flag_truth(truth, Flag::clock_step);
    // Of several names the newest.
    if (!session.src_host.empty()) carried_on.src_host = session.src_host;
    carried_on.end.reset();
    carried_on.end_reason = "open";
    carried_on.end_exact = false;
  }
  host.network_logons.push_back({.user = who,
                                 .client = client,
                                 .logon_type = logon_type,
                                 .logon_id = logon_id,
                                 .truth = truth,
                                 .last_seen = host.elapsed()});
  return host.network_logons.back();
}

void release(Host& host, NetworkLogon& logon, Timestamp end, std::string_view reason) {
  const std::size_t truth = logon.truth;
  host.network_logons.remove_if([&](const NetworkLogon& other) { return &other == &logon; });
  bool is_held = false;
  for (NetworkLogon& other : host.network_logons) {
    if (other.truth != truth) continue;
    is_held = true;
    other.last_seen = host.elapsed();  // of the session that it is one of
  }
  if (!is_held) host.end_truth(truth, end, reason);
}

NetworkLogon& network_logon(Host& host, const User& who, const Client& client) {
  const Credentials by = from_network(host, who, client);
  const std::uint64_t logon_id = host.new_logon_id();
  const bool elevated = who.token != Token::standard;
  // Of a network logon the privileges come first, in the same tick.
  if (elevated) write_privileges(host, who, logon_id);
  const Timestamp start = write_logon(host, by, logon_id, elevated);
  return hold(host, who, client,
              {.user_domain = by.who.domain,
               .start = start,
               .src_host = client.domain_member ? "" : client.name,
               .logon_type = 3,
               .logon_id = logon_id});
}

void network_logoff(Host& host, NetworkLogon& logon) {
  if (!host.audits_logoffs) return;
  release(host, logon, write_logoff(host, logon.user, logon.logon_id, logon.logon_type));
}

void network_visit(Host& host, const User& who, const Client& client) {
  NetworkLogon& logon = network_logon(host, who, client);
  // Observed of 2,227 logons: median 0 s, one in twenty longer than 104 s.
  host.wait_ms(0, host.dice().one_in(10) ? 100'000 : 30);
  network_logoff(host, logon);
}

void network_failure(Host& host, const User& who, const Client& client) {
  if (!host.audits_failures) return;
  Client stranger = client;
  stranger.domain_member = false;
  const std::uint32_t code = who.sid.empty() ? 0xC0000064 : 0xC000006A;
  const Timestamp time =
      write_logon_failure(host, from_network(host, who, stranger), 0xC000006D, code, 2313);
  host.add_truth({.user_name = who.name,
                  .user_domain = who.domain,
                  .kind = "network",
                  .outcome = "failure",
                  .start = time,
                  .start_reason = "attempt",
                  .end = time,
                  .end_reason = "failed",
                  .end_exact = true,
                  .src_ip = client.address,
                  .src_host = client.name,
                  .logon_type = 3,
                  .failure_code = code});
}

void machine_visit(Host& host, const Client& client) {
  // Computers have accounts in a domain only, never on one machine.
  if (host.domain() == kWorkgroup) return;
  const User who{client.name + "$", host.domain(), "S-1-5-21-1004336348-1177238915-682003330-1617",
                 Token::standard};
  const std::uint64_t logon_id = host.new_logon_id();
  Client member = client;
  member.domain_member = true;
  write_logon(host, from_network(host, who, member), logon_id, false);
  host.wait_ms(0, 9'000);
  write_logoff(host, who, logon_id, 3);
}

void anonymous_visit(Host& host, const Client& client) {
  const User who{"ANONYMOUS LOGON", "NT AUTHORITY", "S-1-5-7", Token::standard};
  Client stranger = client;
  stranger.domain_member = false;
  const std::uint64_t logon_id = host.new_logon_id();
  Credentials by = from_network(host, who, stranger);
  by.lm_package = "NTLM V1";
  write_logon(host, by, logon_id, false);
  host.wait_ms(0, 20);
  write_logoff(host, who, logon_id, 3);
}

}  // namespace sojourn::simulation
