// One collection of many hosts in every form in which collections arrive: `sojourn analyze` finds
// the same sessions in each.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/containers/image_form.h"
#include "tests/simulation/evidence_folder.h"
#include "tests/simulation/evtx_writer.h"
#include "tests/simulation/json_export.h"
#include "tests/simulation/scenario.h"
#include "tests/support/archive_file.h"
#include "tests/support/disk_image.h"
#include "tests/support/scratch.h"
#include "tests/support/seeds.h"

namespace sojourn {
namespace {

namespace fs = std::filesystem;
using simulation::JsonForm;
using simulation::LogRecord;
using testing::ArchiveMember;
using testing::contents;
using testing::run_in;
using testing::Scratch;
using testing::write_file;

// "Security.evtx" of a host, with its bytes.
struct LogFile {
  std::string host, name, bytes;
};

std::vector<simulation::Host> hosts_of(std::uint64_t count) {
  std::vector<simulation::Host> hosts;
  for (std::uint64_t seed = 1; seed <= count; ++seed) {
    const std::string name = "PC-" + std::to_string(1000 + seed);
    for (simulation::Host& host : simulation::random_scenario(seed, name).hosts)
      hosts.push_back(std::move(host));
  }
  return hosts;
}

// As Velociraptor writes names into its zips.
std::string url_encoded(std::string_view name) {
  constexpr std::string_view kEncoded = "%:\\\"*<>?|";
  std::string encoded;
  for (const char c : name) {
    char text[4] = {c, '\0'};
    if (kEncoded.find(c) != std::string_view::npos)
      std::snprintf(text, sizeof text, "%%%02X", static_cast<unsigned char>(c));
    encoded += text;
  }
  return encoded;
}

// What of a text differs first, for a message that can be read.
std::string difference(const std::string& is, const std::string& wanted) {
  if (is == wanted) return "";
  const auto at = std::ranges::mismatch(is, wanted).in1 - is.begin();
  const std::size_t line = is.rfind('\n', static_cast<std::size_t>(at)) + 1;
  return "\nis     " + is.substr(line, is.find('\n', line) - line) + "\nwanted " +
         wanted.substr(line, wanted.find('\n', line) - line);
}

class CollectionForms : public ::testing::Test {
 protected:
  static constexpr std::uint64_t kManyHosts = 50, kFewHosts = 3;

  static std::uint64_t hosts() { return testing::is_long_run() ? kManyHosts : kFewHosts; }

  // The collection as a folder, and what is in it.
  void write_folder(std::uint64_t hosts) {
    scenario_.hosts = hosts_of(hosts);
    simulation::write_evidence(scenario_, folder_ / "folder");
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / "folder")) {
      if (!entry.is_regular_file()) continue;
      const fs::path path = entry.path().lexically_relative(folder_ / "folder");
      logs_.push_back({path.begin()->string(), path.filename().string(), contents(entry.path())});
    }
    ASSERT_GE(logs_.size(), 3 * hosts);
  }

  // All of them, as a table, of what has no issue.
  std::string sessions_of(const std::string& evidence) const {
    const auto outcome = run_in(folder_, "sojourn analyze " + evidence + " -o case.db --quiet");
    EXPECT_EQ(outcome.status, 0) << evidence << ": " << outcome.err;
    const auto listed = run_in(folder_, "sojourn sessions case.db --all --format csv");
    fs::remove(folder_ / "case.db");
    return listed.out;
  }

  void expect_sessions(const std::string& evidence, const std::string& wanted) const {
    ASSERT_GT(wanted.size(), 10'000U);
    EXPECT_EQ(difference(sessions_of(evidence), wanted), "") << evidence;
  }

  Scratch folder_;
  simulation::Scenario scenario_;
  std::vector<LogFile> logs_;
};

TEST_F(CollectionForms, AKapeTreeGivesTheSessionsOfTheFolder) {
  write_folder(hosts());
  for (const LogFile& log : logs_) {
    const std::string tree = "kape/" + log.host;
    write_file(folder_ / (tree + "/C/Windows/System32/winevt/logs/" + log.name), log.bytes);
    write_file(folder_ / (tree + "/2026-03-09T10_11_12_1234567_CopyLog.csv"),
               "CopiedTimestamp,SourceFile,DestinationFile,FileSize,SourceFileSha1,DeferredCopy\n");
    write_file(folder_ / (tree + "/2026-03-09T10_11_12_1234567_ConsoleLog.txt"), "KAPE\n");
  }
  expect_sessions("kape", sessions_of("folder"));
}

TEST_F(CollectionForms, ZipsOfVelociraptorsCollectorGiveTheSessionsOfTheFolder) {
  write_folder(hosts());
  std::map<std::string, std::vector<ArchiveMember>> zips;
  for (const LogFile& log : logs_) {
    auto& members = zips[log.host];
    if (members.empty()) {
      members.push_back({"client_info.json", R"({"Hostname":")" + log.host + "\"}\n"});
      members.push_back({"collection_context.json",
                         R"({"client_id":"C.0","session_id":"F.1","request":{},"state":2})"});
      members.push_back({"results/Windows.KapeFiles.Targets%2FAll File Metadata.json",
                         R"({"Created":"2026-03-09T10:11:12Z","SourceFile":"C:\\x","Size":1})"
                         "\n"});
    }
    const std::string path = "/Windows/System32/winevt/Logs/" + log.name;
    members.push_back({"uploads/ntfs/" + url_encoded("\\\\.\\C:") + url_encoded(path), log.bytes});
  }
  for (const auto& [host, members] : zips)
    testing::write_archive(folder_ / ("zips/Collection-" + host + ".zip"), {"zip"}, members);
  expect_sessions("zips", sessions_of("folder"));
}

TEST_F(CollectionForms, AnEncryptedZipInA7zGivesTheSessionsOfTheFolder) {
  write_folder(hosts());
  std::vector<ArchiveMember> members;
  for (const LogFile& log : logs_) members.push_back({log.host + '/' + log.name, log.bytes});
  const std::string zip =
      testing::archive_of({"zip", "", "zip:encryption=aes256", "infected"}, members);
  testing::write_archive(folder_ / "all.7z", {"7zip"}, {{"case 12/collection.zip", zip}});
  expect_sessions("all.7z --password infected", sessions_of("folder"));
}

TEST_F(CollectionForms, JsonLinesGiveTheSessionsOfLogsWithSuchTimesAsTheFormHolds) {
  scenario_.hosts = hosts_of(hosts());
  for (const JsonForm form : {JsonForm::evtx_dump, JsonForm::velociraptor}) {
    fs::remove_all(folder_ / "held");
    fs::remove_all(folder_ / "json");
    std::size_t count = 0;
    for (const simulation::Host& host : scenario_.hosts) {
      for (const auto& [channel, records] : host.channels()) {
        if (records.empty()) continue;
        std::vector<LogRecord> held;
        held.reserve(records.size());
        for (const LogRecord& record : records) held.push_back(simulation::held(record, form));
        const std::string name = host.name() + '/' + std::to_string(++count);
        write_file(folder_ / ("held/" + name), simulation::evtx_bytes(held));
        write_file(folder_ / ("json/" + name), simulation::json_log(held, form));
      }
    }
    expect_sessions("json", sessions_of("held"));
  }
}

// One disk for each host.
TEST_F(CollectionForms, ImagesOfDisksGiveTheSessionsOfTheFolder) {
  if (!reads_images()) GTEST_SKIP() << "built without SOJOURN_IMAGES";
  write_folder(kFewHosts);
  fs::create_directory(folder_ / "raw");
  for (const auto& entry : fs::directory_iterator(folder_ / "folder")) {
    const std::string host = entry.path().filename().string();
    constexpr std::uint64_t kMebibytes = 24;
    if (!testing::make_ntfs_volume(folder_, "volume", "folder/" + host, kMebibytes))
      GTEST_SKIP() << "mkntfs and ntfs-3g are missing";
    const std::string volume = contents(folder_ / "volume");
    fs::remove(folder_ / "volume");
    const auto sectors = static_cast<std::uint32_t>(volume.size() / testing::kSector);
    std::string disk =
        testing::partition_table({{7, testing::kFirstVolume / testing::kSector, sectors}});
    disk.resize(testing::kFirstVolume);
    write_file(folder_ / ("raw/" + host), disk + volume);
  }
  const std::string wanted = sessions_of("folder");
  expect_sessions("raw", wanted);
  struct Form {
    const char *name, *make;
  };
  for (const auto& [name, make] :
       {Form{"e01", "ewfacquire -u -q -t e01/$host raw/$host"},
        Form{"vhdx", "qemu-img convert -O vhdx raw/$host vhdx/$host"},
        Form{"vmdk", "qemu-img convert -O vmdk raw/$host vmdk/$host"},
        Form{"qcow2", "qemu-img convert -O qcow2 raw/$host qcow2/$host"}}) {
    std::string line = std::string("mkdir ") + name + "; for host in $(ls raw); do ";
    line += make;
    line += " || exit 1; done";
    if (run_in(folder_, line).status == 0) {
      expect_sessions(name, wanted);
    } else {
      std::fprintf(stderr, "%s was not tried: cannot be made here\n", name);
    }
    fs::remove_all(folder_ / name);
  }
}

}  // namespace
}  // namespace sojourn
