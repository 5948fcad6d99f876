// Stories for the correlator's tests, in the words of the event logs.
//
//   timeline("09:00:00.0 Security 4624 TargetUserName=alice TargetLogonId=0x51 LogonType=2\n"
//            "09:00:00.2 LSM 21 User=CORP\\alice SessionID=1 Address=LOCAL ActivityID=console\n")
//
// One record a line: time of 2024-03-01 (or "2T08:00" for the 2nd), log, event id, fields by their
// Windows names. Logs: Security, Eventlog, LSM, RCM, RdpCore, KernelGeneral, KernelPower, EventLog,
// User32, DCOM, Winlogon, Profile, SSH, RDPClient, Gateway, WinRM, SMBServer. ActivityID=console
// stands for the console's constant, ActivityID=rdp1 for some connection's. Record ids rise by one
// in each log, in the order of the lines; RecordID=n sets one. Lines that begin with '#' are
// remarks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "correlator/correlate.h"
#include "schema/event.h"
#include "schema/record_range.h"
#include "schema/strings.h"

namespace sojourn {

// Throws std::invalid_argument for a line it cannot read: a broken test must not pass.
std::vector<Event> timeline(std::string_view text, Strings& strings);

// One line a session, in order:
//   "remote success CORP\alice from 10.0.0.5/LAPTOP 09:00:00.0 reconnect - 09:30:00.0 disconnect"
// Times are to the tenth of a second; "?" before an end says that it is a bound, "…" stands for a
// missing time. Sessions of machine accounts are left out.
std::string story(const Correlation& correlation, const Strings& strings);
std::string story(std::string_view text, const CorrelateOptions& options = {});
// The same of logs whose record ids show what is missing: these ranges are there.
std::vector<RecordRange> ranges_of(const std::vector<Event>& events);
std::string story_by_ids(std::string_view text);

// The event ids a session cites, with their roles: "131 start, 1149 authentication, 25 desktop, 24
// end".
std::string evidence(const Correlation& correlation, std::size_t session);

}  // namespace sojourn
