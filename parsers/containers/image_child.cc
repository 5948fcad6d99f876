#include "parsers/containers/image_child.h"

#include <tsk/libtsk.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <exception>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "parsers/containers/entry_pipe.h"
#include "parsers/containers/image_disk.h"
#include "parsers/evidence_form.h"
#include "schema/ascii.h"

// The part of The Sleuth Kit that tells the kinds of file systems would bring in all of them, and
// with those of images a network's worth of libraries. This one is all that is wanted.
extern "C" TSK_FS_INFO* ntfs_open(TSK_IMG_INFO* image, TSK_OFF_T offset, TSK_FS_TYPE_ENUM type,
                                  std::uint8_t is_test);

namespace sojourn {
namespace {

using Kind = ContainerFault::Kind;

// Of what is no evidence so much says what else it is.
constexpr std::size_t kHeadOfOthers = 4096;
constexpr std::size_t kMostVolumes = 1000;

// A disk as The Sleuth Kit sees it.
struct Image {
  TSK_IMG_INFO base{};  // first: the library gives a pointer to it back
  ImageDisk* disk = nullptr;
};

ssize_t read_disk(TSK_IMG_INFO* image, TSK_OFF_T offset, char* into, std::size_t size) {
  if (offset < 0 || offset >= image->size) return -1;
  size = std::min(size, static_cast<std::size_t>(image->size - offset));
  return reinterpret_cast<Image*>(image)->disk->read_at(static_cast<std::uint64_t>(offset),
                                                        {into, size});
}
void close_disk(TSK_IMG_INFO*) {}
void describe_disk(TSK_IMG_INFO*, FILE*) {}

struct CloseVolumes {
  void operator()(TSK_VS_INFO* volumes) const { tsk_vs_close(volumes); }
};
struct CloseFiles {
  void operator()(TSK_FS_INFO* files) const { tsk_fs_close(files); }
};

std::string error_words() {
  const char* words = tsk_error_get();
  return words == nullptr ? "an error that was not told" : words;
}

bool is_log_place(std::string_view folder, std::string_view name) {
  return ascii_lower(name).ends_with(".evtx") || ascii_lower(folder).ends_with("winevt/logs/");
}

class ImageChild {
 public:
  ImageChild(ImageDisk& disk, const ContainerRequest& request, int pipe)
      : request_(request), out_(pipe) {
    image_->disk = &disk;
    TSK_IMG_INFO& base = image_->base;
    base.tag = TSK_IMG_INFO_TAG;
    base.itype = TSK_IMG_TYPE_EXTERNAL;
    base.size = static_cast<TSK_OFF_T>(
        std::min<std::uint64_t>(disk.size(), std::numeric_limits<TSK_OFF_T>::max()));
    base.sector_size = 512;
    base.page_size = 4096;
    base.read = read_disk;
    base.close = close_disk;
    base.imgstat = describe_disk;
    pthread_mutex_init(&base.cache_lock.mutex, nullptr);
  }

  void read() {
    if (is_volume(0)) {
      read_volume(0);
    } else {
      read_partitions();
    }
    if (readable_ == 0 && !request_.wanted && !is_told_) {
      out_.fault(Kind::damaged,
                 volumes_ == 0 ? "no table of partitions and no NTFS volume" : "no NTFS volume");
    }
    out_.finish();
  }

 private:
  // The beginning of a volume; of what cannot be read, blanks.
  std::string boot_sector(TSK_OFF_T offset) {
    std::string sector(512, '\0');
    const ssize_t count = tsk_img_read(&image_->base, offset, sector.data(), sector.size());
    sector.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    return sector;
  }

  static bool is_called(const std::string& sector, std::string_view name) {
    return sector.size() > 3 && std::string_view(sector).substr(3).starts_with(name);
  }
  bool is_volume(TSK_OFF_T offset) {
    const std::string sector = boot_sector(offset);
    return is_called(sector, "NTFS    ") || is_called(sector, "-FVE-FS-");
  }

  void read_partitions() {
    const std::unique_ptr<TSK_VS_INFO, CloseVolumes> volumes(
        tsk_vs_open(&image_->base, 0, TSK_VS_TYPE_DETECT));
    if (volumes == nullptr) return;
    for (const TSK_VS_PART_INFO* part = volumes->part_list; part != nullptr; part = part->next) {
      if ((part->flags & TSK_VS_PART_FLAG_ALLOC) == 0) continue;
      if (volumes_ == kMostVolumes) return out_.fault(Kind::damaged, "more than 1000 volumes");
      const auto most = static_cast<TSK_DADDR_T>(image_->base.size) / volumes->block_size;
      read_volume(part->start > most ? image_->base.size
                                     : static_cast<TSK_OFF_T>(part->start * volumes->block_size));
      if (is_over()) return;
    }
  }

  bool is_over() const { return request_.wanted && wanted_ == request_.wanted->size(); }

  void read_volume(TSK_OFF_T offset) {
    volume_ = "vol" + std::to_string(++volumes_);
    const std::string sector = boot_sector(offset);
    if (is_called(sector, "-FVE-FS-")) {
      return lack_volume(Kind::volume, "a BitLocker volume");
    }
    if (offset >= image_->base.size) {
      return lack_volume(Kind::damaged, "a partition that begins behind the end of the disk");
    }
    if (!is_called(sector, "NTFS    ")) return;
    const std::unique_ptr<TSK_FS_INFO, CloseFiles> files(
        ntfs_open(&image_->base, offset, TSK_FS_TYPE_NTFS, 0));
    if (files == nullptr) return lack_volume(Kind::damaged, error_words());
    ++readable_;
    tsk_error_reset();
    const auto flags = static_cast<TSK_FS_DIR_WALK_FLAG_ENUM>(
        TSK_FS_DIR_WALK_FLAG_ALLOC | TSK_FS_DIR_WALK_FLAG_RECURSE | TSK_FS_DIR_WALK_FLAG_NOORPHAN);
    const bool is_whole = tsk_fs_dir_walk(files.get(), files->root_inum, flags, look_at, this) == 0;
    if (error_ != nullptr) std::rethrow_exception(error_);
    if (!is_whole) lack_volume(Kind::damaged, error_words());
  }

  // Tells of a volume that it cannot be read.
  void lack_volume(Kind kind, std::string_view found) {
    const std::uint64_t number = number_++;
    is_told_ = true;
    if (request_.wanted) return;
    out_.entry({.number = number}, volume_, {});
    out_.fault(kind, found);
  }

  // An exception must not pass through the library.
  static TSK_WALK_RET_ENUM look_at(TSK_FS_FILE* file, const char* folder, void* child) {
    auto& self = *static_cast<ImageChild*>(child);
    try {
      return self.look_at_file(file, folder == nullptr ? "" : folder);
    } catch (...) {
      self.error_ = std::current_exception();
      return TSK_WALK_STOP;
    }
  }

  TSK_WALK_RET_ENUM look_at_file(TSK_FS_FILE* file, std::string_view folder) {
    if (file->name == nullptr || file->name->name == nullptr || file->meta == nullptr)
      return TSK_WALK_CONT;
    const std::string_view name = file->name->name;
    if (file->meta->type != TSK_FS_META_TYPE_REG || !is_log_place(folder, name))
      return TSK_WALK_CONT;
    const std::uint64_t number = number_++;
    if (request_.wanted) {
      if ((*request_.wanted)[wanted_] != number) return TSK_WALK_CONT;
      ++wanted_;
    } else if (number >= request_.most_entries) {
      out_.fault(Kind::entries, "more entries");
      return TSK_WALK_STOP;
    }
    read_file(*file, number, volume_ + '/' + std::string(folder) + std::string(name));
    return is_over() ? TSK_WALK_STOP : TSK_WALK_CONT;
  }

  void read_file(TSK_FS_FILE& file, std::uint64_t number, const std::string& name) {
    EntryFigures figures{
        .number = number,
        .size = static_cast<std::uint64_t>(std::max<TSK_OFF_T>(file.meta->size, 0)),
        .modified_s = file.meta->mtime,
        .modified_ns = file.meta->mtime_nano};
    std::uint64_t at = 0;
    const auto read_on = [&]() -> std::optional<Bytes> {
      const std::size_t size = std::min<std::uint64_t>(buffer_.size(), figures.size - at);
      if (size == 0) return Bytes();
      const ssize_t count = tsk_fs_file_read(&file, static_cast<TSK_OFF_T>(at), buffer_.data(),
                                             size, TSK_FS_FILE_READ_FLAG_NONE);
      if (count <= 0) return std::nullopt;
      at += static_cast<std::uint64_t>(count);
      return Bytes(reinterpret_cast<const std::uint8_t*>(buffer_.data()),
                   static_cast<std::size_t>(count));
    };
    std::optional<Bytes> piece = read_on();
    const Bytes head = piece ? *piece : Bytes();
    figures.has_bytes = piece && (request_.wanted || evidence_form(head)) ? 1 : 0;
    const bool is_log = figures.has_bytes != 0;
    out_.entry(figures, name, is_log ? head : head.first(std::min(head.size(), kHeadOfOthers)));
    while (is_log && piece && !piece->empty()) {
      piece = read_on();
      if (piece && !piece->empty()) out_.bytes(*piece);
    }
    if (piece) {
      out_.end();
    } else {
      out_.fault(Kind::damaged, error_words());
    }
  }

  const ContainerRequest& request_;
  EntryWriter out_;
  std::unique_ptr<Image> image_ = std::make_unique<Image>();
  std::string volume_;
  std::size_t volumes_ = 0, readable_ = 0;
  std::uint64_t number_ = 0;  // of the next entry
  std::size_t wanted_ = 0;    // those of request_.wanted that were met
  bool is_told_ = false;      // of a volume that cannot be read
  std::exception_ptr error_;
  std::array<char, kHeadOfForm> buffer_{};
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
