#include "parsers/containers/image_child.h"

#include <memory>
#include <string>
#include <string_view>

#include "parsers/containers/image_answer.h"
#include "parsers/containers/image_disk.h"
#include "parsers/containers/image_shadow.h"
#include "parsers/containers/image_volume.h"

namespace sojourn {
namespace {

using namespace std::string_view_literals;
using Kind = ContainerFault::Kind;

constexpr std::size_t kMostVolumes = 1000;

struct CloseVolumes {
  void operator()(TSK_VS_INFO* volumes) const { tsk_vs_close(volumes); }
};

bool is_ntfs(std::string_view sector) {
  return sector.size() > 3 && sector.substr(3).starts_with("NTFS    ");
}

// Of a disk that is carried about, whose volume begins like one of FAT, the mark stands elsewhere.
bool is_bitlocker(std::string_view sector) {
  constexpr std::size_t kToGo = 424;
  constexpr std::string_view kMark =
      "\x3B\xD6\x67\x49\x29\x2E\xD8\x4A\x83\x99\xF6\xA3\x39\xE3\xD0\x01"sv;
  if (sector.size() < 512) return false;
  return sector.substr(3).starts_with("-FVE-FS-") || sector.substr(kToGo).starts_with(kMark);
}

class ImageChild {
 public:
  ImageChild(ImageDisk& disk, const ContainerRequest& request, int pipe)
      : disk_(disk), sleuth_(disk), answer_(request, pipe) {}

  void read() {
    if (const std::string hash = disk_.stored_hash(); !hash.empty()) answer_.out().hash(hash);
    const std::string sector = sleuth_.sector(0);
    if (is_ntfs(sector) || is_bitlocker(sector)) {
      read_part(0);
    } else {
      read_partitions();
    }
    if (readable_ == 0 && !answer_.request().wanted && !answer_.has_told()) {
      answer_.out().fault(Kind::damaged, volumes_ == 0 ? "no table of partitions and no NTFS volume"
                                                       : "no NTFS volume");
    }
    answer_.out().finish();
  }

 private:
  void read_partitions() {
    const std::unique_ptr<TSK_VS_INFO, CloseVolumes> volumes(
        tsk_vs_open(sleuth_.image(), 0, TSK_VS_TYPE_DETECT));
    if (volumes == nullptr) return;
    for (const TSK_VS_PART_INFO* part = volumes->part_list; part != nullptr; part = part->next) {
      if ((part->flags & TSK_VS_PART_FLAG_ALLOC) == 0) continue;
      if (volumes_ == kMostVolumes)
        return answer_.out().fault(Kind::damaged, "more than 1000 volumes");
      const auto most = static_cast<TSK_DADDR_T>(sleuth_.size()) / volumes->block_size;
      read_part(part->start > most ? sleuth_.size()
                                   : static_cast<TSK_OFF_T>(part->start * volumes->block_size));
      if (answer_.is_over()) return;
    }
  }

  void read_part(TSK_OFF_T offset) {
    const std::string volume = "vol" + std::to_string(++volumes_);
    if (offset >= sleuth_.size()) {
      return answer_.lack(volume, Kind::damaged,
                          "a partition that begins behind the end of the disk");
    }
    const std::string sector = sleuth_.sector(offset);
    if (is_bitlocker(sector)) return answer_.lack(volume, Kind::volume, "a BitLocker volume");
    if (!is_ntfs(sector)) return;
    if (read_volume(sleuth_, offset, volume, answer_)) ++readable_;
    if (!answer_.is_over()) read_shadow_copies(static_cast<std::uint64_t>(offset), volume);
  }

  // Behind the volume itself, from the oldest on.
  void read_shadow_copies(std::uint64_t offset, const std::string& volume) {
    ShadowCopies copies(disk_, offset);
    if (!copies.failure().empty()) return answer_.lack(volume, Kind::damaged, copies.failure());
    for (int i = 0; i < copies.count() && !answer_.is_over(); ++i) {
      const std::string name = volume + "/vss" + std::to_string(i + 1);
      if (const std::unique_ptr<ImageDisk> copy = copies.copy(i)) {
        SleuthDisk sleuth(*copy);
        if (read_volume(sleuth, 0, name, answer_)) ++readable_;
      } else {
        answer_.lack(name, Kind::damaged, copies.failure());
      }
    }
  }

  ImageDisk& disk_;
  SleuthDisk sleuth_;
  ImageAnswer answer_;
  std::size_t volumes_ = 0, readable_ = 0;
};

}  // namespace

void read_image(std::span<const int> files, ImageForm form, const ContainerRequest& request,
                int pipe) {
  const std::unique_ptr<ImageDisk> disk = open_image(files, form);
  if (disk != nullptr) return std::make_unique<ImageChild>(*disk, request, pipe)->read();
  EntryWriter answer(pipe);
  answer.fault(Kind::damaged, "a disk image that is torn or in parts of which others are missing");
  answer.finish();
}

}  // namespace sojourn
