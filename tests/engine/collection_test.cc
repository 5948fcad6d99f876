// Who collected a file, and what kind of log it is, by names alone. The paths are laid out as the
// tools' documentation has them.
#include "engine/collection.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sojourn {
namespace {

std::string collection_of(const std::string& path, const std::vector<std::string>& beside = {}) {
  CollectionMarks marks;
  for (const std::string& other : beside) marks.note(other);
  return marks.collection_of(path);
}

TEST(Collection, EachCollectorIsToldByHowItLaysFilesOut) {
  const std::string logs = "Windows/System32/winevt/Logs/Security.evtx";
  EXPECT_EQ(collection_of("out/WKS-1/C/" + logs), "kape");
  EXPECT_EQ(collection_of("out/triage.vhdx!/vol1/C/" + logs), "kape");
  EXPECT_EQ(
      collection_of("case/Collection-WKS-1-2024-05-01T10_11_12Z.zip!/uploads/auto/C%3A/" + logs),
      "velociraptor");
  EXPECT_EQ(collection_of("x/uploads/ntfs/%5C%5C.%5CC%3A/" + logs), "velociraptor");
  EXPECT_EQ(collection_of("x/uploads/lazy_ntfs/C%3A/" + logs), "velociraptor");
  EXPECT_EQ(
      collection_of("x/offline_collector_output_WKS-1_2024-05-01_10-11-12.zip!/output/e.evtx"),
      "cortex");
  EXPECT_EQ(collection_of("x/uac-wks1-windows-20240501101112.tar.gz!/[root]/" + logs), "uac");
  EXPECT_EQ(collection_of("x/disk.E01!/vol2/" + logs), "image");
  EXPECT_EQ(collection_of("x/disk.E01!/vol2/vss1/" + logs), "image");
  EXPECT_EQ(collection_of("x/logs.zip!/Security.evtx"), "plain");
  EXPECT_EQ(collection_of("Security.evtx"), "plain");
  EXPECT_EQ(collection_of("/mnt/vol2/" + logs), "plain");
}

TEST(Collection, WhatACollectorLeavesBesideTellsIt) {
  const std::string log = "x/host.zip!/C/Windows/System32/winevt/Logs/Security.evtx";
  EXPECT_EQ(collection_of(log, {"x/host.zip!/CyLR.log"}), "cylr");
  EXPECT_EQ(collection_of(log, {"x/other.zip!/CyLR.log"}), "kape");
  EXPECT_EQ(collection_of("x/t/e.evtx", {"x/t/2024-05-01T10_11_12_1234567_CopyLog.csv"}), "kape");
  EXPECT_EQ(collection_of("x/t/a/e.evtx", {"x/t/Console/KAPE.log"}), "kape");
  EXPECT_EQ(collection_of("x/t/a/e.evtx", {"x/t/other/KAPE.log"}), "plain");
  EXPECT_EQ(collection_of("a.zip!/e.evtx", {"a.zip!/client_info.json"}), "velociraptor");
  EXPECT_EQ(collection_of("a.zip!/output/e.evtx", {"a.zip!/output/cortex-xdr-payload.log"}),
            "cortex");
  EXPECT_EQ(collection_of("a/[root]x/e.evtx", {"a/uac.log"}), "uac");
}

TEST(Collection, ALogsOriginIsInItsPath) {
  EXPECT_EQ(origin_of("C/Windows/System32/winevt/Logs/Security.evtx"), "");
  EXPECT_EQ(
      origin_of("C/Windows/System32/winevt/Logs/Archive-Security-2024-01-02-03-04-05-678.evtx"),
      "archived");
  EXPECT_EQ(origin_of("C/Windows.old/Windows/System32/winevt/Logs/System.evtx"), "windows_old");
  EXPECT_EQ(origin_of("d.raw!/vol1/vss2/Windows.old/Archive-a.evtx"),
            "archived windows_old shadow_copy");
  EXPECT_EQ(origin_of("uploads/ntfs/%5C%5C%3F%5CGLOBALROOT%5CDevice%5CHarddiskVolumeShadowCopy3/"
                      "Windows/System32/winevt/Logs/System.evtx"),
            "shadow_copy");
  EXPECT_EQ(origin_of("d.raw!/vol1/*deleted*/Windows/a.evtx"), "deleted");
  EXPECT_EQ(origin_of("logs/vss1/a.evtx"), "");
}

}  // namespace
}  // namespace sojourn
