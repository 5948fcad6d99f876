// `sojourn analyze` on encrypted volumes: what is to be done about them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "parsers/containers/image_form.h"
#include "tests/simulation/evtx_writer.h"
#include "tests/support/sample_logs.h"
#include "tests/support/scratch.h"

namespace sojourn {
namespace {

using testing::run_in;
using testing::Scratch;
using ::testing::StartsWith;
using namespace std::string_view_literals;

// A disk with one partition, which begins with this sector.
std::string disk_with(const std::string& sector) {
  constexpr std::size_t kSector = 512;
  std::string disk(64 * kSector, '\0');
  disk[446 + 4] = '\x07';  // the kind of the first partition, then where it begins and its sectors
  disk[446 + 8] = 8;
  disk[446 + 12] = 56;
  disk.replace(510, 2, "\x55\xAA");
  return disk.replace(8 * kSector, sector.size(), sector);
}

TEST(BitLocker, AVolumeOfAnyKindIsNamedAndWhatToDo) {
  if (!reads_images()) GTEST_SKIP() << "built without SOJOURN_IMAGES";
  const Scratch folder;
  std::string fixed(512, '\0'), carried(512, '\0');
  fixed.replace(3, 8, "-FVE-FS-");
  carried.replace(3, 8, "MSWIN4.1");
  constexpr std::string_view kToGo =
      "\x3B\xD6\x67\x49\x29\x2E\xD8\x4A\x83\x99\xF6\xA3\x39\xE3\xD0\x01"sv;
  carried.replace(424, kToGo.size(), kToGo);
  simulation::write_evtx(folder / "a.evtx", {testing::logon(1)});
  for (const std::string& sector : {fixed, carried}) {
    testing::write_file(folder / "disk.raw", disk_with(sector));
    const auto outcome =
        run_in(folder, "rm -f case.db; sojourn analyze a.evtx disk.raw -o case.db");
    EXPECT_EQ(outcome.status, 3) << outcome.err;
    EXPECT_THAT(run_in(folder, "sqlite3 case.db 'SELECT path, what, found FROM issue'").out,
                StartsWith("disk.raw!/vol1|volume|a BitLocker volume: unlock it (manage-bde"));
  }
}

}  // namespace
}  // namespace sojourn
