// The event logs among the files of an NTFS volume.
#pragma once

#include <tsk/libtsk.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "parsers/containers/image_answer.h"
#include "parsers/containers/image_disk.h"

namespace sojourn {

// A disk as The Sleuth Kit sees it.
class SleuthDisk {
 public:
  // `disk` must outlive this.
  explicit SleuthDisk(ImageDisk& disk);
  ~SleuthDisk();
  SleuthDisk(const SleuthDisk&) = delete;
  SleuthDisk& operator=(const SleuthDisk&) = delete;

  TSK_IMG_INFO* image() { return &info_.base; }
  TSK_OFF_T size() const { return info_.base.size; }
  // What stands from `offset` on, 512 bytes, or fewer where it cannot be read.
  std::string sector(TSK_OFF_T offset);

 private:
  struct Info {
    TSK_IMG_INFO base{};  // first: the library gives a pointer to it back
    ImageDisk* disk = nullptr;
  };
  static ssize_t read(TSK_IMG_INFO* image, TSK_OFF_T offset, char* into, std::size_t size);

  Info info_;
};

// What the library says of its last failure.
std::string sleuth_failure();

// Tells of the files that stand in a folder winevt/Logs, are called *.evtx or are asked for by
// name; they are called `volume`, a slash and their path; behind them, where deleted logs are asked
// for, those whose space no other file has taken: `volume`, "/*deleted*/" and their path. False
// where there is no such volume, which the answer tells, too.
bool read_volume(SleuthDisk& disk, TSK_OFF_T offset, std::string_view volume, ImageAnswer& answer);

}  // namespace sojourn
