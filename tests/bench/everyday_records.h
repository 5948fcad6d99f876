// The records that fill the Security log of a file server whose audit policy is generous, and that
// say nothing about sessions: files opened, processes started, connections let through. A reader
// passes over most of a real log, so what these look like decides how fast it seems.
#pragma once

#include "tests/simulation/host.h"

namespace sojourn::bench {

// A logon in whose name something happens.
struct Actor {
  simulation::User who;
  std::uint64_t logon_id = 0;
};

void write_file_access(simulation::Host& host, const Actor& actor);  // 4656, 4663 and 4658
void write_process_started(simulation::Host& host, const Actor& actor);
void write_process_ended(simulation::Host& host, const Actor& actor);
void write_connection_permitted(simulation::Host& host, const std::string& address);  // 5156
// 4776.
void write_credentials_validated(simulation::Host& host, const simulation::User& who,
                                 const std::string& workstation);

}  // namespace sojourn::bench
