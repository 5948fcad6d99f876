#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/console_stories.h"
#include "tests/simulation/machine_stories.h"
#include "tests/simulation/network_stories.h"
#include "tests/simulation/outbound_stories.h"
#include "tests/simulation/rdp_attempts.h"
#include "tests/simulation/rdp_stories.h"
#include "tests/simulation/scenario.h"
#include "tests/simulation/secondary_stories.h"

namespace sojourn::simulation {
namespace {

using std::chrono::minutes;

// Monday, 2 March 2026, to Thursday. "03 07:05" is Tuesday morning, UTC.
void at(Host& host, std::string_view day_and_time) {
  const std::string text(day_and_time);
  host.wait_until(*parse_time("2026-03-" + text.substr(0, 2) + "T" + text.substr(3) + ":00Z"));
  host.wait_ms(0, 59'999);
}

std::string domain_sid(int account) {
  return "S-1-5-21-1004336348-1177238915-682003330-" + std::to_string(account);
}

// Who appears, and from where.
struct Cast {
  User maria{"maria.lindqvist", "CORP", domain_sid(1104), Token::standard};
  User petrov{"adm.petrov", "CORP", domain_sid(1131), Token::split};
  User okafor{"j.okafor", "CORP", domain_sid(1118), Token::split};
  User backup{"svc_backup", "CORP", domain_sid(1150), Token::split};
  Client workstation{"10.20.4.17", "WKS-0142", true};
  Client server{"10.20.1.10", "SRV-FILE01", true};
  Client admin_desk{"10.20.4.33", "WKS-0188", true};
  Client admin_laptop{"10.99.3.7", "LAPTOP-AP", false};
  Client marias_laptop{"10.99.3.21", "LAPTOP-ML", false};
  Client intruder{"203.0.113.66", "kali", false};
  Client intruder_elsewhere{"198.51.100.23", "DESKTOP-7Q2", false};
};

Host workstation(const Cast& cast) {
  Host host(kWindows10, "WKS-0142.corp.example", "CORP", *parse_time("2026-03-02T06:52:11Z"), 142);
  boot(host);

  at(host, "02 07:03");
  console_failure(host, cast.maria);
  Desktop* desk = &console_logon(host, cast.maria);
  at(host, "02 09:12");
  lock(host, *desk);
  at(host, "02 09:31");
  unlock(host, *desk);
  at(host, "02 11:02");
  lock(host, *desk);
  at(host, "02 11:43");
  unlock_failure(host, *desk);
  unlock(host, *desk);
  at(host, "02 16:07");
  console_logoff(host, *desk);

  at(host, "03 07:01");
  desk = &console_logon(host, cast.maria);
  at(host, "03 11:00");
  lock(host, *desk);
  at(host, "03 11:38");
  unlock(host, *desk);
  at(host, "03 15:31");
  lock(host, *desk);
  // In the evening she goes on from home, with the desktop that she left locked at the console.
  at(host, "03 18:20");
  rdp_reconnect(host, *desk, cast.marias_laptop);
  at(host, "03 19:05");
  rdp_disconnect(host, *desk, Disconnect::window_closed);

  at(host, "04 07:05");
  console_reconnect(host, *desk);
  at(host, "04 10:20");
  run_as(host, *desk, cast.petrov, Lasts::a_while);
  at(host, "04 11:05");
  lock(host, *desk);
  at(host, "04 11:40");
  unlock(host, *desk);
  at(host, "04 16:02");
  console_logoff(host, *desk);

  // The intruder comes over from the file server.
  at(host, "05 02:06");
  rdp_failure(host, cast.backup, cast.server);
  at(host, "05 02:08");
  desk = &rdp_logon(host, cast.backup, cast.server);
  at(host, "05 02:21");
  network_visit(host, cast.backup, cast.server);
  network_visit(host, cast.backup, cast.server);
  at(host, "05 02:34");
  rdp_disconnect(host, *desk, Disconnect::window_closed);
  at(host, "05 02:51");
  rdp_reconnect(host, *desk, cast.server);
  at(host, "05 03:05");
  rdp_logoff(host, *desk);

  at(host, "05 07:02");
  console_logon(host, cast.maria);
  at(host, "05 09:40");
  shut_down(host, cast.maria, "restart");
  host.wait_ms(21'000, 30'000);
  boot(host);
  at(host, "05 09:44");
  desk = &console_logon(host, cast.maria);
  at(host, "05 11:00");
  lock(host, *desk);
  return host;
}

// A morning of file access from Maria's workstation, and what the workstation's own account does.
void office_hours(Host& host, const Cast& cast, const std::string& day) {
  at(host, day + " 07:10");
  machine_visit(host, cast.workstation);
  for (int i = 0; i < 6; ++i) {
    network_visit(host, cast.maria, cast.workstation);
    host.wait_ms(60'000, 480'000);
  }
}

Host file_server(const Cast& cast) {
  Host host(kServer2022, "SRV-FILE01.corp.example", "CORP", *parse_time("2026-03-02T04:30:40Z"),
            2022);
  boot(host);
  service_logon(host, cast.backup);

  office_hours(host, cast, "02");
  at(host, "02 08:15");
  Desktop* admin = &rdp_logon(host, cast.petrov, cast.admin_desk);
  at(host, "02 09:50");
  rdp_disconnect(host, *admin, Disconnect::idle);
  at(host, "02 13:10");
  rdp_reconnect(host, *admin, cast.admin_laptop);
  at(host, "02 14:20");
  rdp_logoff(host, *admin);
  at(host, "02 22:00");
  batch_logon(host, cast.backup);

  at(host, "03 06:10");
  console_failure(host, cast.okafor);
  Desktop* console = &console_logon(host, cast.okafor);
  at(host, "03 06:32");
  console_logoff(host, *console);
  office_hours(host, cast, "03");
  at(host, "03 12:05");
  admin = &rdp_logon(host, cast.petrov, cast.admin_desk);
  at(host, "03 12:40");
  // From the laptop while the desk's client still shows the desktop: it is taken from the desk.
  rdp_reconnect(host, *admin, cast.admin_laptop);
  at(host, "03 13:30");
  run_as(host, *admin, cast.backup, Lasts::a_while);
  at(host, "03 15:00");
  rdp_disconnect(host, *admin, Disconnect::by_user);
  at(host, "03 22:00");
  batch_logon(host, cast.backup);

  office_hours(host, cast, "04");
  at(host, "04 09:20");
  rdp_reconnect(host, *admin, cast.admin_desk);
  at(host, "04 10:05");
  rdp_logoff(host, *admin);
  at(host, "04 22:00");
  batch_logon(host, cast.backup);
  at(host, "04 22:47");
  anonymous_visit(host, cast.intruder);
  at(host, "04 23:05");
  const std::vector<User> guesses{{"administrator", "", ""},
                                  {"admin", "", ""},
                                  {"test", "", ""},
                                  {"backup", "", ""},
                                  cast.backup};
  rdp_brute_force(host, guesses, cast.intruder, 160);
  host.wait_ms(90'000, 120'000);
  Desktop* intruder = &rdp_logon(host, cast.backup, cast.intruder);
  at(host, "04 23:41");
  rdp_disconnect(host, *intruder, Disconnect::window_closed);
  at(host, "05 01:48");
  rdp_reconnect(host, *intruder, cast.intruder_elsewhere);
  at(host, "05 02:05");
  outbound_rdp(host, *intruder, cast.backup, {"WKS-0142", "10.20.4.17"}, false);
  at(host, "05 02:07");
  outbound_rdp(host, *intruder, cast.backup, {"WKS-0142", "10.20.4.17"}, true);
  at(host, "05 02:50");
  outbound_rdp(host, *intruder, cast.backup, {"WKS-0142", "10.20.4.17"}, true);
  at(host, "05 04:11");
  machine_visit(host, cast.workstation);
  crash(host);
  host.wait(minutes{4});
  boot(host);
  service_logon(host, cast.backup);

  office_hours(host, cast, "05");
  at(host, "05 08:30");
  rdp_logon(host, cast.petrov, cast.admin_desk);
  at(host, "05 08:55");
  network_failure(host, cast.backup, cast.workstation);
  at(host, "05 10:30");
  return host;
}

}  // namespace

Scenario demo_scenario() {
  const Cast cast;
  std::vector<Host> hosts;
  hosts.push_back(workstation(cast));
  hosts.push_back(file_server(cast));
  return scenario_of(std::move(hosts));
}

}  // namespace sojourn::simulation
