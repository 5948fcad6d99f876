// `sojourn analyze` on images of disks, made with the tools that Debian has for it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "parsers/containers/container_reader.h"
#include "parsers/containers/image_form.h"
#include "parsers/file_descriptor.h"
#include "tests/simulation/dice.h"
#include "tests/simulation/evidence_folder.h"
#include "tests/simulation/evtx_writer.h"
#include "tests/support/corpus.h"
#include "tests/support/disk_image.h"
#include "tests/support/memory_file.h"
#include "tests/support/sample_logs.h"
#include "tests/support/scratch.h"
#include "tests/support/seeds.h"

namespace sojourn {
namespace {

using testing::contents;
using testing::kFirstVolume;
using testing::kSector;
using testing::partition_table;
using testing::run_in;
using testing::Scratch;
using testing::write_file;

// Makes disk.raw: what begins like BitLocker, and an NTFS volume with the folder `demo` in it.
bool make_disk(const Scratch& folder) {
  constexpr std::uint64_t kMebibytes = 24;
  if (!testing::make_ntfs_volume(folder, "volume", "demo", kMebibytes)) return false;
  const std::string volume = contents(folder / "volume");
  const auto sectors = static_cast<std::uint32_t>(volume.size() / kSector);
  std::string disk = partition_table({{7, 64, 512}, {7, kFirstVolume / kSector, sectors}});
  disk.resize(kFirstVolume);
  disk.replace(64 * kSector + 3, 8, "-FVE-FS-");
  write_file(folder / "disk.raw", disk + volume);
  return true;
}

class AnalyzeImage : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    simulation::write_evidence(simulation::demo_scenario(), folder_ / "demo");
    simulation::write_evtx(folder_ / "small.evtx", {testing::logon(1)});
    is_made_ = make_disk(folder_);
  }

  void SetUp() override {
    if (!reads_images()) GTEST_SKIP() << "built without SOJOURN_IMAGES";
    if (!is_made_) GTEST_SKIP() << "mkntfs and ntfs-3g are missing";
  }

  std::string sessions_of(const std::string& evidence, int status) {
    const auto outcome = run_in(folder_, "sojourn analyze " + evidence + " -o case.db");
    EXPECT_EQ(outcome.status, status) << evidence << outcome.err;
    issues_ =
        run_in(folder_, "sqlite3 case.db 'SELECT path, what, found FROM issue ORDER BY 1, 2, 3'")
            .out;
    paths_ = run_in(folder_, "sqlite3 case.db 'SELECT path FROM evidence ORDER BY 1'").out;
    const auto listed = run_in(folder_, "sojourn sessions case.db --all --format csv");
    std::filesystem::remove(folder_ / "case.db");
    return listed.out;
  }

  static const Scratch folder_;
  static bool is_made_;
  std::string issues_, paths_;  // of the last case
};
const Scratch AnalyzeImage::folder_;
bool AnalyzeImage::is_made_ = false;

TEST_F(AnalyzeImage, EveryKindOfImageGivesTheSessionsOfTheFolder) {
  const std::string wanted = sessions_of("demo", 0);
  ASSERT_GT(wanted.size(), 10000U);
  struct Case {
    const char *name, *make;
  };
  for (const auto& [name, make] :
       {Case{"disk.raw", "true"},
        Case{"disk.vhd", "qemu-img convert -f raw -O vpc disk.raw disk.vhd"},
        Case{"disk.vhdx", "qemu-img convert -f raw -O vhdx disk.raw disk.vhdx"},
        Case{"disk.vmdk", "qemu-img convert -f raw -O vmdk disk.raw disk.vmdk"},
        Case{"disk.qcow2", "qemu-img convert -f raw -O qcow2 -c disk.raw disk.qcow2"},
        Case{"disk.E01", "ewfacquire -u -q -t disk disk.raw"},
        Case{"parts.001", "split -b 9M -a 3 --numeric-suffixes=1 disk.raw parts."},
        Case{"parts.E01",
             "ewfacquire -u -q -c none -S 8388608 -t parts disk.raw && test -f parts.E03"},
        Case{"volume", "true"}}) {
    if (run_in(folder_, make).status != 0) {
      std::fprintf(stderr, "%s was not tried: cannot be made here\n", name);
      continue;
    }
    const bool is_volume = name == std::string("volume");
    EXPECT_EQ(sessions_of(name, is_volume ? 0 : 3), wanted) << name << issues_;
    const std::string inside = is_volume ? "!/vol1/" : "!/vol2/";
    EXPECT_NE(paths_.find(name + inside + "WKS-0142"), std::string::npos) << paths_;
    if (is_volume) continue;
    EXPECT_EQ(issues_.substr(0, issues_.find(':')),
              name + std::string("!/vol1|volume|a BitLocker volume"));
  }
}

TEST_F(AnalyzeImage, WhatAnE01SaysOfItsDiskIsKeptAndAllItsPartsAreHashed) {
  const std::string make =
      "ewfacquire -u -q -c none -d sha1 -S 8388608 -t hashed disk.raw && test -f hashed.E03";
  if (run_in(folder_, make).status != 0) GTEST_SKIP() << "ewfacquire is missing";
  const auto ask = [&](const std::string& sql) {
    return run_in(folder_, "sqlite3 h.db \"SELECT DISTINCT " + sql + " FROM evidence\"").out;
  };
  run_in(folder_, "sojourn analyze hashed.E01 -o h.db");
  EXPECT_EQ(
      ask("container_hash"),
      run_in(folder_,
             "echo MD5 $(md5sum <disk.raw | cut -c1-32), SHA1 $(sha1sum <disk.raw | cut -c1-40)")
          .out);
  EXPECT_EQ(ask("container_sha256"), "\n");
  std::filesystem::remove(folder_ / "h.db");
  run_in(folder_, "sojourn analyze hashed.E01 -o h.db --hash-containers");
  EXPECT_EQ(ask("container_sha256"),
            run_in(folder_, "cat hashed.E0* | sha256sum | cut -c1-64").out);
  std::filesystem::remove(folder_ / "h.db");
}

TEST_F(AnalyzeImage, AnImageThatIsCutOffOrForgedIsNamedAndEndsSoon) {
  const std::string disk = contents(folder_ / "disk.raw");
  write_file(folder_ / "cut.raw", disk.substr(0, kFirstVolume + (std::size_t{1} << 20)));
  write_file(folder_ / "behind.raw",
             partition_table({{7, 0xFFFF'FF00, 0xFFFF'FFFF}}) + std::string(kSector, '\0'));
  write_file(folder_ / "loop.raw", partition_table({{5, 0, 0xFFFF'FFFF}, {7, 0, 0xFFFF'FFFF}}) +
                                       std::string(kSector, '\0'));
  std::string torn = disk;
  torn.replace(kFirstVolume + (std::size_t{16} << 10), std::size_t{64} << 10, std::size_t{64} << 10,
               '\xFF');
  write_file(folder_ / "torn.raw", torn);
  for (const char* name : {"cut.raw", "behind.raw", "loop.raw", "torn.raw"}) {
    sessions_of(std::string("small.evtx ") + name, 3);
    EXPECT_NE(issues_.find(name), std::string::npos) << name;
  }
}

// It would not end if the holes were read.
TEST_F(AnalyzeImage, OfADiskOfATerabyteTheHolesAreNotRead) {
  constexpr std::uint64_t kTerabyte = std::uint64_t{1} << 40;
  const std::string volume = contents(folder_ / "volume");
  const auto sectors = static_cast<std::uint32_t>(volume.size() / kSector);
  const auto first = static_cast<std::uint32_t>(kTerabyte / kSector) - 2 * sectors;
  write_file(folder_ / "large.raw", partition_table({{7, first, sectors}}));
  std::error_code error;
  std::filesystem::resize_file(folder_ / "large.raw", kTerabyte, error);
  if (error) GTEST_SKIP() << "no sparse files of that size here";
  std::fstream(folder_ / "large.raw", std::ios::in | std::ios::out | std::ios::binary)
          .seekp(static_cast<std::streamoff>(std::uint64_t{first} * kSector))
      << volume;
  EXPECT_EQ(sessions_of("large.raw", 0), sessions_of("demo", 0));
}

// Where in a volume an index has an entry of that name, which begins with what it refers to.
std::size_t index_entry(const std::string& volume, const std::string& name) {
  constexpr std::size_t kName = 0x52, kContent = 0x42;
  std::string utf16;
  for (const char c : name) utf16 += {c, '\0'};
  std::size_t at = volume.find(utf16);
  while (at != std::string::npos) {
    const std::size_t entry = at - std::min(at, kName);
    const auto byte = [&](std::size_t offset) {
      return static_cast<unsigned char>(volume[entry + offset]);
    };
    if (byte(10) + byte(11) * 256U == kContent + utf16.size()) return entry;
    at = volume.find(utf16, at + 1);
  }
  return at;
}

TEST_F(AnalyzeImage, AFolderThatLiesInItselfDoesNotHoldItUp) {
  std::string volume = contents(folder_ / "volume");
  const std::size_t outer = index_entry(volume, "WKS-0142"), inner = index_entry(volume, "winevt");
  if (inner == std::string::npos) GTEST_SKIP() << "nothing may be mounted here";
  ASSERT_NE(outer, std::string::npos);
  constexpr std::size_t kReference = 8;
  volume.replace(inner, kReference, volume, outer, kReference);
  write_file(folder_ / "circle", volume);
  sessions_of("small.evtx circle", 0);
  EXPECT_NE(paths_.find("circle!/vol1/"), std::string::npos) << paths_;
}

// Whatever the libraries make of it, the reader ends, and says so where they could not go on.
TEST_F(AnalyzeImage, DamageEndsAsAFaultOrAsNothing) {
  const std::string volume = contents(folder_ / "volume");
  std::size_t read = 0, faults = 0;
  for (const std::uint64_t seed : testing::seeds(10, 500)) {
    simulation::Dice dice(seed);
    std::string damaged = volume;
    for (int i = 0; i < 200; ++i) {
      const std::size_t at = 11 + dice.between(0, damaged.size() / 4);
      damaged[at] = static_cast<char>(dice.between(0, 255));
    }
    for (int i = 0; i < 20; ++i) {  // of the table of files, too, which is near the beginning
      const std::size_t at = kSector + dice.between(0, std::size_t{1} << 19);
      damaged.replace(at, kSector, kSector, '\xFF');
    }
    const testing::MemoryFile file(
        {reinterpret_cast<const std::uint8_t*>(damaged.data()), damaged.size()});
    const FileDescriptor image = open_evidence(file.path());
    ContainerReader reader(image.number(), {});
    while (reader.next()) {
      while (reader.next_piece()) {
      }
      if (reader.fault()) {
        ++faults;
      } else {
        ++read;
      }
    }
    if (reader.fault()) ++faults;
  }
  EXPECT_GT(read, 0U);
  EXPECT_GT(faults, 0U);
}

TEST_F(AnalyzeImage, ATornFileOfALibrarysKindIsNamed) {
  for (const char* begin : {"EVF\x09\x0D\x0A\xFF", "vhdxfile", "conectix", "KDMV\1", "QFI\xFB"}) {
    std::string bytes = begin;
    bytes.resize(70'000);
    write_file(folder_ / "torn.img", bytes);
    sessions_of("small.evtx torn.img", 3);
    EXPECT_EQ(issues_.substr(0, 20), "torn.img|disk image|") << begin;
  }
}

TEST(AnalyzeImageCorpus, VolumesThatAreNoWindowsDisksAreReadOrNamed) {
  SKIP_WITHOUT_CORPUS("images");
  const Scratch folder;
  simulation::write_evtx(folder / "small.evtx", {testing::logon(1)});
  for (const char* name : {"image.E01", "image.qcow2", "vsstest.qcow2", "windows_volume.qcow2"}) {
    const auto path = testing::corpus() / "images" / name;
    const auto outcome =
        run_in(folder, "sojourn analyze small.evtx '" + path.string() + "' -o case.db");
    EXPECT_TRUE(outcome.status == 0 || outcome.status == 3) << name << outcome.err;
  }
}

}  // namespace
}  // namespace sojourn
