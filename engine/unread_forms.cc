#include "engine/unread_forms.h"

#include <algorithm>
#include <array>
#include <string>

#include "engine/image_parts.h"
#include "parsers/byte_text.h"
#include "parsers/containers/image_form.h"
#include "parsers/text_window.h"
#include "schema/ascii.h"

namespace sojourn {
namespace {

struct Form {
  FileMark mark;
  std::string_view found;
};

constexpr std::string_view kArchive = ": unpack it and name the folder of what it holds";
constexpr std::string_view kImage = ": mount it read-only and name the folder of its event logs";
constexpr std::string_view kImageUnbuilt =
    " by this program, which was built without that: mount it read-only and name the folder of its "
    "event logs";
constexpr std::string_view kExport =
    ": name the log that it was made from, or export that as XML (wevtutil qe LOG /lf:true /f:xml)";

using namespace std::string_view_literals;

constexpr Form kArchives[] = {
    {{0, "Rar!\x1A\x07"sv}, "a rar archive"},
    {{0, "MSCF\0\0\0\0"sv}, "a cabinet archive"},
};

constexpr Form kImages[] = {
    {{0, "EVF\x09\x0D\x0A\xFF\0"sv}, "a disk image (E01)"},
    {{0, "EVF2\x0D\x0A\x81\0"sv}, "a disk image (Ex01)"},
    {{0, "LVF\x09\x0D\x0A\xFF\0"sv}, "an image of files (L01)"},
    {{0, "ADSEGMENTEDFILE\0"sv}, "an image of files (AD1)"},
    {{0, "vhdxfile"sv}, "a disk image (VHDX)"},
    {{0, "conectix"sv}, "a disk image (VHD)"},
    {{0, "KDMV"sv}, "a disk image (VMDK)"},
    {{0, "# Disk DescriptorFile"sv}, "a disk image (VMDK)"},
    {{0, "QFI\xFB"sv}, "a disk image (QCOW)"},
    {{3, "NTFS    "sv}, "a disk image (of an NTFS volume)"},
};

// What tools that write events as JSON in some other form call one of their members.
constexpr std::string_view kEventMembers[] = {"\"EventRecordID\"", "\"EventRecordId\"",
                                              "\"RecordId\"",      "\"RecordNumber\"",
                                              "\"winlog\"",        "\"record_id\""};

constexpr std::string_view kBlank = " \t\r\n";

std::string_view without_blanks(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(kBlank), text.size()));
}

// evtx_dump writes a line "Record 1" before each event.
std::string_view without_record_line(std::string_view text) {
  if (!text.starts_with("Record ")) return text;
  return without_blanks(text.substr(std::min(text.find('\n'), text.size())));
}

bool is_json(std::string_view text) {
  if (!text.starts_with('{') && !text.starts_with('[')) return false;
  return std::ranges::any_of(kEventMembers, [&](std::string_view name) {
    return text.find(name) != std::string_view::npos;
  });
}

bool is_csv(std::string_view text) {
  const std::string_view titles = text.substr(0, text.find('\n'));
  return titles.starts_with("RecordNumber,EventRecordId,") ||                      // EvtxECmd
         titles.starts_with("Level,Date and Time,Source,Event ID,Task Category");  // Event Viewer
}

Issue unread(std::string_view found, std::string_view advice) {
  return Issue{.what = "file",
               .wanted = "an event log (.evtx), or events as XML or JSON",
               .found = std::string(found).append(", which is not read").append(advice),
               .offset = 0};
}

bool is_named_log(const std::filesystem::path& path) {
  return ascii_lower(path.extension().string()) == ".evtx";
}

}  // namespace

std::optional<Issue> why_unread(const std::filesystem::path& path, std::string_view head,
                                bool must_be_log) {
  if (reads_images() && is_later_part(as_bytes(head))) {
    if (has_first_part(path)) return std::nullopt;
    return Issue{.what = "file",
                 .wanted = "the first part of a disk image (E01) beside it",
                 .found = "a later part alone"};
  }
  if (auto issue = unread_form(head)) return issue;
  if (!must_be_log && !is_named_log(path)) return std::nullopt;
  return Issue{.what = "file",
               .wanted = "an event log, which begins with \"ElfFile\", or events as XML or JSON",
               .found = head.empty() ? "an empty file" : "other content",
               .offset = 0};
}

std::optional<Issue> unread_form(std::string_view head) {
  constexpr std::size_t kEnough = 4096;
  head = head.substr(0, kEnough);
  for (const Form& form : kArchives) {
    if (form.mark.is_in(head)) return unread(form.found, kArchive);
  }
  for (const Form& form : kImages) {
    if (form.mark.is_in(head)) return unread(form.found, reads_images() ? kImage : kImageUnbuilt);
  }
  if (!reads_images() && image_form(as_bytes(head)))
    return unread("a disk image (raw)", kImageUnbuilt);
  if (FileMark{4, "LfLe"sv}.is_in(head)) {
    return unread("an event log of Windows XP or Server 2003 (.evt)",
                  ": convert it (wevtutil epl OLD.evt NEW.evtx /lf:true)");
  }
  const std::string utf8 = head_as_utf8(as_bytes(head));
  const std::string_view text = without_record_line(without_blanks(utf8));
  if (is_json(text)) return unread("events as JSON in a form that is not known", kExport);
  if (is_csv(text)) return unread("events as CSV", kExport);
  return std::nullopt;
}

}  // namespace sojourn
