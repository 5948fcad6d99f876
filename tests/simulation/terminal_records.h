// The records of the Terminal Services logs: LocalSessionManager (sessions),
// RemoteConnectionManager and RdpCoreTS (connections). Each writes at the host's present moment and
// returns it, or nothing where this Windows has no such record.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tests/simulation/host.h"

namespace sojourn::simulation {

// The ActivityID of whatever the console does, on every host and in every boot ("GLASS SESSION
// 0000").
inline constexpr std::string_view kConsoleActivity = "{61A55000-55E5-1017-0000-000000000000}";

// LSM 21, 22, 24, 25 with the address, 23, 41, 42 without. A null connection means the console; for
// 24 it is the client that leaves, while `activity` may be of the one that comes.
Timestamp write_lsm(Host& host, std::uint16_t event_id, const User& who, std::uint32_t session,
                    const Connection* connection);
Timestamp write_lsm_disconnected(Host& host, const User& who, std::uint32_t session,
                                 const Connection* leaving, std::string_view activity);
// LSM 39 and 40; `activity` is empty for the console of generations that give it none.
std::optional<Timestamp> write_lsm_disconnected_by(Host& host, std::uint32_t session,
                                                   std::uint32_t by);
std::optional<Timestamp> write_lsm_reason(Host& host, std::uint32_t session, std::uint32_t reason,
                                          std::string_view activity);
// What LSM 24 and 40 of the console carry.
std::string_view console_end_activity(const Host& host);
void write_lsm_started(Host& host);
void write_lsm_shutdown(Host& host);
// LSM 36: the logon in this session was aborted, no 21 follows.
std::optional<Timestamp> write_lsm_aborted(Host& host, std::uint32_t session);

// The name of the listener that receives this client.
std::string_view listener_of(const Client& client);
Timestamp write_listener(Host& host, const Connection& connection);
// RCM 1149; `domain` as the client typed it, often nothing.
Timestamp write_authenticated(Host& host, const Connection& connection, std::string_view user,
                              std::string_view domain);
void write_accepted(Host& host, const Connection& connection);

std::optional<Timestamp> write_connection_from(Host& host, const Connection& connection,
                                               std::uint32_t port);
// The side channel over UDP, whose ActivityID is unrelated.
void write_connection_udp(Host& host, const Connection& connection, std::uint32_t port);
void write_connection_created(Host& host, const Connection& connection);
void write_connection_assigned(Host& host, const Connection& connection, std::uint32_t session);
void write_connection_established(Host& host, const Connection& connection);
std::optional<Timestamp> write_transport_closed(Host& host, const Connection& connection);
void write_connection_closed(Host& host, const Connection& connection, std::uint32_t reason);
void write_credentials_refused(Host& host, const Connection& connection);
void write_security_layer_failed(Host& host, const Connection& connection);

}  // namespace sojourn::simulation
