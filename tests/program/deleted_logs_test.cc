// `sojourn analyze --recover` on deleted logs in the image of a disk.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "parsers/containers/image_form.h"
#include "tests/simulation/evtx_writer.h"
#include "tests/support/sample_logs.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using testing::Outcome;
using testing::run_in;
using testing::Scratch;

class DeletedLogs : public ::testing::Test {
 protected:
  // A volume with one log in use, one deleted, and one deleted whose space was taken.
  void SetUp() override {
    if (!reads_images()) GTEST_SKIP() << "built without SOJOURN_IMAGES";
    const auto log = [&](const char* name, std::uint64_t id) {
      simulation::write_evtx(folder_ / name, {testing::logon(id), testing::logon(id + 1)});
    };
    log("live.evtx", 1);
    log("gone.evtx", 11);
    log("lost.evtx", 21);
    const Outcome made = run_in(
        folder_,
        "PATH=$PATH:/sbin:/usr/sbin; truncate -s 24M volume && mkdir m && mkntfs -F -Q -q volume "
        "&& ntfs-3g volume m && mkdir m/Logs && cp live.evtx gone.evtx lost.evtx m/Logs && sync && "
        "umount m && ntfs-3g volume m && rm m/Logs/gone.evtx m/Logs/lost.evtx && umount m");
    if (made.status != 0) GTEST_SKIP() << "mkntfs or ntfs-3g is missing, or may not mount";
  }

  std::string query(const std::string& sql) const {
    return run_in(folder_, "sqlite3 case.db \"" + sql + '"').out;
  }

  Scratch folder_;
};

TEST_F(DeletedLogs, AreReadWhereThatIsAskedForAndTheirRecordsAreRecovered) {
  EXPECT_EQ(run_in(folder_, "sojourn analyze volume -o case.db").status, 0);
  EXPECT_EQ(query("SELECT path, origin FROM evidence"), "volume!/vol1/Logs/live.evtx|\n");
  const Outcome outcome = run_in(folder_, "sojourn analyze volume -o case.db --recover");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(query("SELECT count(*) FROM evidence WHERE origin = 'deleted' AND "
                  "path LIKE 'volume!/vol1/*deleted*/%/gone.evtx'"),
            "1\n");
  EXPECT_EQ(query("SELECT record_id, recovered FROM event ORDER BY 1"),
            "1|0\n2|0\n11|1\n12|1\n21|1\n22|1\n");
  EXPECT_EQ(query("SELECT max(last_record) FROM record_range"), "2\n");
  EXPECT_EQ(run_in(folder_, "sojourn verify-case case.db").status, 0);
}

TEST_F(DeletedLogs, WhatCannotBeRecoveredIsNamed) {
  const Outcome filled = run_in(
      folder_, "ntfs-3g volume m && head -c 30000000 /dev/zero | tr '\\0' x > m/full; umount m");
  ASSERT_EQ(filled.status, 0) << filled.err;
  const Outcome outcome = run_in(folder_, "sojourn analyze volume -o case.db --recover");
  EXPECT_EQ(outcome.status, 3) << outcome.err;
  // The file record of gone.evtx, and with it the name, has gone to the other file.
  EXPECT_EQ(query("SELECT path, what, found FROM issue ORDER BY 1"),
            "volume!/vol1/*deleted*/Logs/lost.evtx|deleted log|a deleted log whose space has gone "
            "to other files\n");
  EXPECT_EQ(query("SELECT record_id, recovered FROM event ORDER BY 1"), "1|0\n2|0\n");
  EXPECT_EQ(run_in(folder_, "sojourn analyze volume -o other.db").status, 0);
}

}  // namespace
}  // namespace sojourn
