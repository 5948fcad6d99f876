// Access by the network (shares, management), and logons that only look like it. Each story
// advances the clock and says what was true: logons of one account from one address that overlap,
// or follow within 15 minutes, are one session.
#pragma once

#include "tests/simulation/host.h"

namespace sojourn::simulation {

// Says of a network logon of `session.logon_id` that began just now what session it is of:
// `session` itself, or one that it carries on.
NetworkLogon& hold(Host& host, const User& who, const Client& client, TrueSession session);
// The logon is gone, and so is its session where no other logon holds it.
void release(Host& host, NetworkLogon& logon, Timestamp end, std::string_view reason = "logoff");

// Held until network_logoff or the end of the boot.
NetworkLogon& network_logon(Host& host, const User& who, const Client& client);
// It is gone afterwards.
void network_logoff(Host& host, NetworkLogon& logon);
// A logon and its end, as most are: over in no time.
void network_visit(Host& host, const User& who, const Client& client);
void network_failure(Host& host, const User& who, const Client& client);

// The account of another machine, for policy and time: access, but of no user.
void machine_visit(Host& host, const Client& client);
void anonymous_visit(Host& host, const Client& client);

}  // namespace sojourn::simulation
