#include "parsers/containers/image_volume.h"

#include <algorithm>
#include <array>
#include <exception>
#include <limits>
#include <memory>
#include <optional>
#include <set>

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

void close_disk(TSK_IMG_INFO*) {}
void describe_disk(TSK_IMG_INFO*, FILE*) {}

struct CloseFiles {
  void operator()(TSK_FS_INFO* files) const { tsk_fs_close(files); }
};

bool is_log_place(std::string_view folder, std::string_view name) {
  return ascii_lower(name).ends_with(".evtx") || ascii_lower(folder).ends_with("winevt/logs/");
}

class VolumeFiles {
 public:
  VolumeFiles(TSK_FS_INFO* files, std::string_view volume, ImageAnswer& answer)
      : files_(files), volume_(volume), answer_(answer) {}

  void read() {
    tsk_error_reset();
    walk(TSK_FS_DIR_WALK_FLAG_ALLOC | TSK_FS_DIR_WALK_FLAG_NOORPHAN);
    // Files without a folder are in a folder that the library makes up.
    if (answer_.request().deleted && !answer_.is_over())
      walk(TSK_FS_DIR_WALK_FLAG_ALLOC | TSK_FS_DIR_WALK_FLAG_UNALLOC);
  }

 private:
  void walk(int flags) {
    is_for_deleted_ = (flags & TSK_FS_DIR_WALK_FLAG_UNALLOC) != 0;
    const bool is_whole =
        tsk_fs_dir_walk(
            files_, files_->root_inum,
            static_cast<TSK_FS_DIR_WALK_FLAG_ENUM>(flags | TSK_FS_DIR_WALK_FLAG_RECURSE), look_at,
            this) == 0;
    if (error_ != nullptr) std::rethrow_exception(error_);
    if (!is_whole) answer_.lack(volume_, Kind::damaged, sleuth_failure());
  }

  // An exception must not pass through the library.
  static TSK_WALK_RET_ENUM look_at(TSK_FS_FILE* file, const char* folder, void* walk) {
    auto& self = *static_cast<VolumeFiles*>(walk);
    try {
      self.look_at_file(file, folder == nullptr ? "" : folder);
      return self.answer_.is_over() ? TSK_WALK_STOP : TSK_WALK_CONT;
    } catch (...) {
      self.error_ = std::current_exception();
      return TSK_WALK_STOP;
    }
  }

  void look_at_file(TSK_FS_FILE* file, std::string_view folder) {
    if (file->name == nullptr || file->name->name == nullptr) return;
    if (is_for_deleted_) return look_at_deleted(*file, folder);
    if (file->meta == nullptr) return;
    const std::string_view name = file->name->name;
    if (file->meta->type != TSK_FS_META_TYPE_REG) return;
    if (!is_log_place(folder, name) && !is_asked_for(name)) return;
    if (!answer_.takes_next()) return;
    read_file(*file, std::string(volume_) + '/' + std::string(folder) + std::string(name));
  }

  // Of a folder that was emptied, names of files that are still there may be left, and of one file
  // several.
  void look_at_deleted(TSK_FS_FILE& file, std::string_view folder) {
    const std::string_view name = file.name->name;
    if ((file.name->flags & TSK_FS_NAME_FLAG_UNALLOC) == 0 || !is_log_place(folder, name)) return;
    const bool has_other = file.meta == nullptr || (file.meta->flags & TSK_FS_META_FLAG_ALLOC) != 0;
    if (has_other && file.meta != nullptr && file.meta->seq == file.name->meta_seq) return;
    if (file.meta != nullptr && !has_other && file.meta->type != TSK_FS_META_TYPE_REG) return;
    const std::string path =
        std::string(volume_) + "/*deleted*/" + std::string(folder) + std::string(name);
    if (!has_other && !deleted_.insert(file.meta->addr).second) return;
    if (has_other && !lost_.insert(path).second) return;
    if (!answer_.takes_next()) return;
    if (has_other) {
      lose(path, "a deleted log of which only the name is left");
    } else if (is_taken(file)) {
      lose(path, "a deleted log whose space has gone to other files");
    } else {
      read_file(file, path);
    }
  }

  void lose(const std::string& path, std::string_view found) {
    answer_.out().entry({.number = answer_.number()}, path, {});
    answer_.out().fault(Kind::deleted, found);
  }

  // Whether other files have some of its space now.
  static bool is_taken(TSK_FS_FILE& file) {
    bool is_taken = false;
    const auto look = [](TSK_FS_FILE*, TSK_OFF_T, TSK_DADDR_T, char*, std::size_t,
                         TSK_FS_BLOCK_FLAG_ENUM flags, void* taken) {
      if ((flags & TSK_FS_BLOCK_FLAG_ALLOC) == 0 || (flags & TSK_FS_BLOCK_FLAG_SPARSE) != 0)
        return TSK_WALK_CONT;
      *static_cast<bool*>(taken) = true;
      return TSK_WALK_STOP;
    };
    const bool is_whole =
        tsk_fs_file_walk(&file, TSK_FS_FILE_WALK_FLAG_AONLY, look, &is_taken) == 0;
    return is_taken || !is_whole;
  }

  bool is_asked_for(std::string_view name) const {
    return std::ranges::find(answer_.request().names, name) != answer_.request().names.end();
  }

  void read_file(TSK_FS_FILE& file, const std::string& name) {
    EntryFigures figures{
        .number = answer_.number(),
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
    figures.has_bytes = piece && (answer_.request().wanted || evidence_form(head)) ? 1 : 0;
    const bool is_log = figures.has_bytes != 0;
    EntryWriter& out = answer_.out();
    out.entry(figures, name, is_log ? head : head.first(std::min(head.size(), kHeadOfOthers)));
    while (is_log && piece && !piece->empty()) {
      piece = read_on();
      if (piece && !piece->empty()) out.bytes(*piece);
    }
    if (piece) {
      out.end();
    } else {
      out.fault(Kind::damaged, sleuth_failure());
    }
  }

  TSK_FS_INFO* const files_;
  const std::string_view volume_;
  ImageAnswer& answer_;
  bool is_for_deleted_ = false;   // this walk
  std::set<TSK_INUM_T> deleted_;  // files of which was told
  std::set<std::string> lost_;    // and names
  std::exception_ptr error_;
  std::array<char, kHeadOfForm> buffer_{};
};

}  // namespace

SleuthDisk::SleuthDisk(ImageDisk& disk) {
  info_.disk = &disk;
  TSK_IMG_INFO& base = info_.base;
  base.tag = TSK_IMG_INFO_TAG;
  base.itype = TSK_IMG_TYPE_EXTERNAL;
  base.size = static_cast<TSK_OFF_T>(
      std::min<std::uint64_t>(disk.size(), std::numeric_limits<TSK_OFF_T>::max()));
  base.sector_size = 512;
  base.page_size = 4096;
  base.read = read;
  base.close = close_disk;
  base.imgstat = describe_disk;
  pthread_mutex_init(&base.cache_lock.mutex, nullptr);
}

SleuthDisk::~SleuthDisk() { pthread_mutex_destroy(&info_.base.cache_lock.mutex); }

ssize_t SleuthDisk::read(TSK_IMG_INFO* image, TSK_OFF_T offset, char* into, std::size_t size) {
  if (offset < 0 || offset >= image->size) return -1;
  size = std::min(size, static_cast<std::size_t>(image->size - offset));
  return reinterpret_cast<Info*>(image)->disk->read_at(static_cast<std::uint64_t>(offset),
                                                       {into, size});
}

std::string SleuthDisk::sector(TSK_OFF_T offset) {
  std::string sector(512, '\0');
  const ssize_t count = tsk_img_read(image(), offset, sector.data(), sector.size());
  sector.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  return sector;
}

std::string sleuth_failure() {
  const char* words = tsk_error_get();
  return words == nullptr ? "an error that was not told" : words;
}

bool read_volume(SleuthDisk& disk, TSK_OFF_T offset, std::string_view volume, ImageAnswer& answer) {
  const std::unique_ptr<TSK_FS_INFO, CloseFiles> files(
      ntfs_open(disk.image(), offset, TSK_FS_TYPE_NTFS, 0));
  if (files == nullptr) {
    answer.lack(volume, Kind::damaged, sleuth_failure());
    return false;
  }
  std::make_unique<VolumeFiles>(files.get(), volume, answer)->read();
  return true;
}

}  // namespace sojourn
