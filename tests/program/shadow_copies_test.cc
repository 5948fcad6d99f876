// Shadow copies of an NTFS volume, which only Windows makes: of a real one from the corpus.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "parsers/containers/container_reader.h"
#include "parsers/containers/image_form.h"
#include "parsers/file_descriptor.h"
#include "tests/simulation/dice.h"
#include "tests/simulation/evtx_writer.h"
#include "tests/support/corpus.h"
#include "tests/support/sample_logs.h"
#include "tests/support/scratch.h"
#include "tests/support/seeds.h"

namespace sojourn {
namespace {

using testing::contents;
using ::testing::ElementsAre;
using ::testing::Pair;
using testing::run_in;
using testing::Scratch;

class ShadowCopiesOfVolume : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!reads_images()) GTEST_SKIP() << "built without SOJOURN_IMAGES";
    SKIP_WITHOUT_CORPUS("images");
  }

  static std::filesystem::path image() { return testing::corpus() / "images/vsstest.qcow2"; }

  // How the files of these names begin, by where they are.
  static std::map<std::string, std::string> files_of(const std::filesystem::path& path,
                                                     const ContainerRequest& request) {
    const FileDescriptor file = open_evidence(path);
    ContainerReader reader(file.number(), request);
    std::map<std::string, std::string> files;
    while (const auto entry = reader.next()) files[entry->name] = entry->head.substr(0, 18);
    if (const auto& fault = reader.fault()) files["fault"] = fault->found;
    return files;
  }

  Scratch folder_;
};

// What each holds was looked up with vshadowmount and fls.
TEST_F(ShadowCopiesOfVolume, EachHoldsTheFilesOfItsTime) {
  EXPECT_THAT(files_of(image(), {.names = {"password.txt", "another_file"}}),
              ElementsAre(Pair("vol1/another_file", "This is another fi"),
                          Pair("vol1/password.txt", "place,user,passwor"),
                          Pair("vol1/vss2/another_file", "This is another fi")));
  const auto logs = files_of(image(), {.names = {"syslog", "syslog.gz"}});
  EXPECT_THAT(logs, ElementsAre(Pair("vol1/syslog.gz", ::testing::_),
                                Pair("vol1/vss1/syslog", ::testing::_),
                                Pair("vol1/vss2/syslog.gz", ::testing::_)));
  EXPECT_EQ(logs.at("vol1/syslog.gz"), logs.at("vol1/vss2/syslog.gz"));
}

TEST_F(ShadowCopiesOfVolume, TheirFilesAreFoundAgainByTheirNumbers) {
  ContainerRequest request{.names = {"password.txt", "another_file"}};
  request.wanted = {2};
  EXPECT_THAT(files_of(image(), request),
              ElementsAre(Pair("vol1/vss2/another_file", "This is another fi")));
}

TEST_F(ShadowCopiesOfVolume, NoMoreFilesAreToldOfThanMayBe) {
  const ContainerRequest request{.names = {"password.txt", "another_file"}, .most_entries = 2};
  EXPECT_THAT(files_of(image(), request),
              ElementsAre(Pair("fault", "more entries"), Pair("vol1/another_file", ::testing::_),
                          Pair("vol1/password.txt", ::testing::_)));
}

// A file of zeros that is the same in all of them is given the name and the bytes of an event log.
TEST_F(ShadowCopiesOfVolume, EventLogsInThemAreReadAndEachPlaceIsNamed) {
  // Its clusters are packed.
  if (run_in(folder_, "qemu-img convert -O qcow2 '" + image().string() + "' disk.qcow2").status !=
      0)
    GTEST_SKIP() << "qemu-img is missing";
  std::string bytes = contents(folder_ / "disk.qcow2");
  const auto wide = [](const std::string& name) {
    std::string text;
    for (const char c : name) (text += c) += '\0';
    return text;
  };
  const std::string was = wide("$TxfLogContainer00000000000000000002");
  const std::string is = wide("$TxfLogContainer000000000000000.evtx");
  std::size_t renamed = 0;
  for (std::size_t at = 0; (at = bytes.find(was, at)) != std::string::npos; ++renamed)
    bytes.replace(at, was.size(), is);
  ASSERT_GT(renamed, 0U);
  testing::write_file(folder_ / "disk.qcow2", bytes);
  run_in(folder_, "qemu-img convert -O raw disk.qcow2 disk.raw && rm disk.qcow2");
  constexpr std::streamoff kFirstCluster = 2605, kCluster = 4096;
  std::fstream disk(folder_ / "disk.raw", std::ios::in | std::ios::out | std::ios::binary);
  disk.seekp(kFirstCluster * kCluster);
  disk << simulation::evtx_bytes({testing::logon(1), testing::logon(2)});
  disk.close();
  const auto outcome = run_in(folder_, "sojourn analyze disk.raw -o case.db");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  const std::string in_txf = "$Extend/$RmMetadata/$TxfLog/$TxfLogContainer000000000000000.evtx\n";
  EXPECT_EQ(run_in(folder_, "sqlite3 case.db 'SELECT path FROM evidence'").out,
            "disk.raw!/vol1/" + in_txf);
  EXPECT_EQ(run_in(folder_, "sqlite3 case.db 'SELECT count(*) FROM event'").out, "2\n");
  EXPECT_THAT(outcome.err, ::testing::HasSubstr("2 left out as copies"));
}

TEST_F(ShadowCopiesOfVolume, DamageEndsAsAFaultOrAsNothing) {
  const std::string whole = contents(image());
  constexpr std::size_t kOfFormat = std::size_t{4} << 16;  // what stands in front is QCOW's own
  std::size_t faults = 0;
  for (const std::uint64_t seed : testing::seeds(10, 300)) {
    simulation::Dice dice(seed);
    std::string damaged = whole;
    for (int i = 0; i < 30; ++i) {
      const std::size_t at = kOfFormat + dice.between(0, damaged.size() - kOfFormat - 16);
      damaged.replace(at, 16, 16, static_cast<char>(dice.between(0, 255)));
    }
    testing::write_file(folder_ / "damaged.qcow2", damaged);
    faults += files_of(folder_ / "damaged.qcow2", {.names = {"password.txt"}}).size() != 1 ? 1 : 0;
  }
  EXPECT_GT(faults, 0U);
}

}  // namespace
}  // namespace sojourn
