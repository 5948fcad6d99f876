// What was read, wherever it is kept: in memory, or in a file as long as its hosts are not known.
#pragma once

#include <functional>
#include <set>
#include <span>

#include "correlator/hosts/machine_logs.h"
#include "schema/event.h"
#include "schema/strings.h"

namespace sojourn {

// A stretch of records, all of one file and computer; their texts are of the Strings, and both are
// good during the call alone.
using StretchVisitor = std::function<void(const LogName&, std::span<const Event>, const Strings&)>;

// Calls the visitor with all records of these logs, in an order that follows from that of reading.
// May be called by several threads at a time.
using RecordsOfLogs = std::function<void(const std::set<LogName>&, const StretchVisitor&)>;

}  // namespace sojourn
