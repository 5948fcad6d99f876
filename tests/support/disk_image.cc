#include "tests/support/disk_image.h"

#include <algorithm>
#include <filesystem>

namespace sojourn::testing {
namespace {

constexpr std::size_t kTable = 446, kEntry = 16;

void put_number(std::string& sector, std::size_t at, std::uint32_t number) {
  for (std::size_t i = 0; i < sizeof number; ++i)
    sector[at + i] = static_cast<char>(number >> 8 * i);
}

// "WKS/Windows/…/Security.evtx" as "WKS-Windows-…-Security.evtx".
bool copy_logs(const Scratch& folder, const std::string& volume, const std::string& files) {
  namespace fs = std::filesystem;
  for (const auto& entry : fs::recursive_directory_iterator(folder / files)) {
    if (entry.path().extension() != ".evtx") continue;
    std::string name = entry.path().lexically_relative(folder / files).string();
    std::ranges::replace(name, '/', '-');
    std::string line = "PATH=$PATH:/sbin:/usr/sbin ntfscp -f -q " + volume;
    line += " '" + entry.path().string() + "' '" + name + "'";
    if (run_in(folder, line).status != 0) return false;
  }
  return true;
}

}  // namespace

std::string partition_table(const std::vector<Partition>& partitions) {
  std::string sector(kSector, '\0');
  std::size_t at = kTable;
  for (const Partition& partition : partitions) {
    sector[at + 4] = static_cast<char>(partition.type);
    put_number(sector, at + 8, partition.first);
    put_number(sector, at + 12, partition.count);
    at += kEntry;
  }
  return sector.replace(kSector - 2, 2, "\x55\xAA");
}

bool make_ntfs_volume(const Scratch& folder, const std::string& volume, const std::string& files,
                      std::uint64_t mebibytes) {
  const std::string made = "PATH=$PATH:/sbin:/usr/sbin; truncate -s " + std::to_string(mebibytes) +
                           "M " + volume + " && mkntfs -F -Q -q " + volume;
  if (run_in(folder, made).status != 0) return false;
  const std::string mounted = volume + ".mounted";
  std::filesystem::create_directory(folder / mounted);
  const std::string mount = "ntfs-3g " + volume + ' ' + mounted;
  const bool is_mounted = run_in(folder, mount).status == 0;
  const std::string copy = "cp -r " + files + "/. " + mounted + "; umount " + mounted;
  const bool is_done =
      is_mounted ? run_in(folder, copy).status == 0 : copy_logs(folder, volume, files);
  std::filesystem::remove(folder / mounted);
  return is_done;
}

}  // namespace sojourn::testing
