// A case that somebody altered: each reading command and `analyze` read it or refuse it, and none
// writes or deletes anything but `analyze` the case.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "cli/run.h"
#include "tests/fuzz/altered_case.h"
#include "tests/fuzz/memory_folder.h"
#include "tests/fuzz/require.h"
#include "tests/support/contents.h"
#include "tests/support/places.h"

namespace {

namespace fs = std::filesystem;

using sojourn::fuzzing::memory_folder;
using sojourn::fuzzing::require;

// As `main` has it: 1 for what it would say in one line. Any other exception is a finding.
int sojourn_does(std::initializer_list<const char*> arguments) {
  std::vector<const char*> all = {"sojourn"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  std::ostringstream out, err;
  try {
    return sojourn::run(static_cast<int>(all.size()), all.data(), out, err);
  } catch (const std::runtime_error& error) {
    require(*error.what() != '\0');
    return 1;
  }
}

const sojourn::fuzzing::AlteredCase& altered_case() {
  static const sojourn::fuzzing::AlteredCase made = [] {
    const fs::path logs = sojourn::testing::sources() / "testdata/fuzz/analysis";
    fs::copy(logs / "wks-0142-security", "a.evtx");
    fs::copy(logs / "wks-0142-system", "b.evtx");
    fs::copy(logs / "srv-file01-security", "c.evtx");
    std::ofstream("timeline.jsonl")
        << R"({"time":"2026-03-03T12:00:00Z","host":"wks-0142"})" << '\n';
    require(sojourn_does({"analyze", "a.evtx", "b.evtx", "-o", "case.db", "--quiet"}) != 1);
    return sojourn::fuzzing::AlteredCase("case.db");
  }();
  return made;
}

using Files = std::map<std::string, std::string>;

Files files() {
  Files all;
  for (const auto& entry : fs::directory_iterator(".")) {
    all[entry.path().filename()] = sojourn::testing::contents(entry.path());
  }
  return all;
}

void read_it() {
  const Files before = files();
  sojourn_does({"sessions", "case.db", "--all"});
  sojourn_does({"sessions", "case.db", "--user", "CORP\\maria.lindqvist", "--ip", "10.0.0.0/8"});
  for (const char* list :
       {"users", "sources", "failures", "timeline", "outbound", "lateral", "hosts", "gaps"})
    sojourn_does({list, "case.db", "--format", "markdown"});
  for (const char* form : {"dot", "mermaid"})
    sojourn_does({"lateral", "case.db", "--format", form});
  sojourn_does({"failures", "case.db", "--burst", "1"});
  sojourn_does({"at", "case.db", "2026-03-02", "2026-03-05"});
  for (const char* form : {"timesketch", "ecs", "ocsf", "csv", "jsonl"})
    sojourn_does({"export", "case.db", "--to", form});
  for (const char* form : {"html", "markdown"})
    sojourn_does({"report", "case.db", "--format", form});
  sojourn_does({"attribute", "case.db", "timeline.jsonl"});
  for (const char* id : {"1", "2"}) sojourn_does({"show", "case.db", id});
  sojourn_does({"sql", "case.db", "SELECT * FROM v_event", "--format", "jsonl"});
  sojourn_does({"sql", "case.db",
                "SELECT count(a.time) FROM v_timeline a UNION ALL "
                "SELECT max(missing) FROM v_gap UNION ALL SELECT max(sessions) FROM v_user_source "
                "UNION ALL SELECT count(*) FROM v_lateral UNION ALL SELECT max(StartTime) FROM "
                "win32_logon_session UNION ALL SELECT max(src_ip) FROM v_reconnect"});
  require(files() == before);
}

void add_to_it() {
  const Files before = files();
  const int status = sojourn_does({"analyze", "a.evtx", "c.evtx", "-o", "case.db"});
  Files after = files();
  if (status == 1 && !before.contains("case.db-journal")) require(after == before);
  // Of a journal that another program left the case may be brought back.
  Files others = before;
  for (const char* name : {"case.db", "case.db-journal"}) {
    after.erase(name);
    others.erase(name);
  }
  require(after == others);
  if (status == 1) return;
  require(sojourn_does({"sessions", "case.db", "--all"}) == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // The driver's own paths may be relative.
  const fs::path here = fs::current_path();
  fs::current_path(memory_folder());
  const auto& cases = altered_case();
  for (const char* name : {"case.db", "case.db-journal", "case.db-wal", "case.db-shm"}) {
    fs::remove(name);
  }
  cases.write({reinterpret_cast<const char*>(data), size}, "case.db");
  read_it();
  add_to_it();
  fs::current_path(here);
  return 0;
}
