#include "parsers/containers/image_form.h"

#include <string_view>

#include "parsers/byte_text.h"

namespace sojourn {
namespace {

using namespace std::string_view_literals;

struct Mark {
  FileMark mark;
  ImageForm form;
};

constexpr Mark kMarks[] = {
    {{0, "EVF\x09\x0D\x0A\xFF\0"sv}, ImageForm::ewf},
    {{0, "vhdxfile"sv}, ImageForm::vhd},
    {{0, "conectix"sv}, ImageForm::vhd},
    {{0, "KDMV"sv}, ImageForm::vmdk},
    {{0, "QFI\xFB"sv}, ImageForm::qcow},
    {{3, "NTFS    "sv}, ImageForm::raw},
    {{3, "-FVE-FS-"sv}, ImageForm::raw},  // BitLocker
    {{512, "EFI PART"sv}, ImageForm::raw},
    {{4096, "EFI PART"sv}, ImageForm::raw},
};

// A table of partitions as BIOS knows it, one of which may be of Windows or stands for a GPT.
bool has_partitions(std::string_view text) {
  constexpr std::size_t kTable = 446, kEntry = 16, kEnd = 510;
  if (text.size() < kEnd + 2 || text.substr(kEnd, 2) != "\x55\xAA"sv) return false;
  bool has_windows = false;
  for (std::size_t at = kTable; at < kEnd; at += kEntry) {
    const char active = text[at], type = text[at + 4];
    if (active != '\0' && active != '\x80') return false;
    has_windows = has_windows || type == '\x07' || type == '\x27' || type == '\x0F' ||
                  type == '\x05' || type == '\xEE' || type == '\x42';
  }
  return has_windows;
}

}  // namespace

bool is_later_part(Bytes head) {
  constexpr std::size_t kNumber = 9;  // where E01's number of the part is, two bytes
  const std::string_view text = as_text(head);
  if (!text.starts_with("EVF\x09\x0D\x0A\xFF\0"sv) || text.size() < kNumber + 2) return false;
  const std::string_view number = text.substr(kNumber, 2);
  return number != "\0\0"sv && number != "\1\0"sv;
}

bool reads_images() {
#ifdef SOJOURN_IMAGES
  return true;
#else
  return false;
#endif
}

std::optional<ImageForm> image_form(Bytes head) {
  const std::string_view text = as_text(head);
  for (const auto& [mark, form] : kMarks) {
    if (!mark.is_in(text)) continue;
    if (form == ImageForm::ewf && is_later_part(head)) return std::nullopt;
    return form;
  }
  return has_partitions(text) ? std::optional(ImageForm::raw) : std::nullopt;
}

}  // namespace sojourn
