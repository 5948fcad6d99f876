// Writes a case: evidence, issues, and for each host what the correlator found.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "correlator/correlate.h"
#include "correlator/hosts.h"
#include "engine/database.h"
#include "engine/event_table.h"
#include "schema/result.h"

namespace sojourn {

struct EvidenceRow {
  std::int64_t run_id = 0;
  std::string path;
  std::uint64_t size = 0;
  std::string sha256;
  std::uint64_t records = 0, events = 0;
};

struct IssueRow {
  std::string path;
  std::string sha256;  // of the evidence; empty where the file itself could not be read
  Issue issue;
};

// Everything derived from evidence is written anew in each run that changes something, in an order that depends on
// the evidence alone: the same records give the same rows, however they came into the case.
class Store {
 public:
  // REQUIRES: a transaction is open on `database`, and both outlive this.
  Store(Database& database, const Strings& strings);

  static void clear(Database& database);

  // In any order; ids follow sha256, and issues path and place. Call once, before any host.
  void write_evidence(std::vector<EvidenceRow> evidence, std::vector<IssueRow> issues);

  // REQUIRES: called in the order of hosts. `sha256_of_file` translates Event::file.
  void write_host(const Host& host, const Correlation& correlation,
                  const std::vector<std::string>& sha256_of_file);

 private:
  struct Ids;
  void write_accounts(const Correlation& correlation);
  std::int64_t account_id(const Identity& who);

  Database& database_;
  const Strings& strings_;
  EventWriter events_;
  std::map<std::string, std::int64_t> evidence_ids_;  // by sha256
  std::map<std::string, std::int64_t> account_ids_;
  std::map<std::string, int> uids_;
  std::int64_t hosts_ = 0, boots_ = 0, event_count_ = 0, logons_ = 0, locals_ = 0, sessions_ = 0, bursts_ = 0;
};

}  // namespace sojourn
