#include "parsers/containers/archive_form.h"

#include <algorithm>
#include <string_view>

#include "parsers/byte_text.h"

namespace sojourn {
namespace {

using namespace std::string_view_literals;

struct Mark {
  FileMark mark;
  ArchiveForm form;
};

constexpr Mark kMarks[] = {
    {{0, "PK\x03\x04"sv}, ArchiveForm::zip},
    {{0, "PK\x05\x06"sv}, ArchiveForm::zip},  // without entries
    {{0, "7z\xBC\xAF\x27\x1C"sv}, ArchiveForm::seven_zip},
    {{0, "\x1F\x8B\x08"sv}, ArchiveForm::compressed},
    {{0, "BZh"sv}, ArchiveForm::compressed},
    {{0, "\xFD\x37zXZ\0"sv}, ArchiveForm::compressed},
    {{0, "\x28\xB5\x2F\xFD"sv}, ArchiveForm::compressed},
    {{257, "ustar"sv}, ArchiveForm::tar},
};

// How the first name in them begins.
constexpr std::string_view kDocuments[] = {"[Content_Types].xml",
                                           "_rels/",
                                           "docProps/",
                                           "word/",
                                           "xl/",
                                           "ppt/",
                                           "mimetype",
                                           "META-INF/",
                                           "AppxManifest.xml",
                                           "classes",
                                           "AndroidManifest.xml"};

bool is_document(std::string_view zip) {
  constexpr std::size_t kName = 30;  // of the first file, behind its local header
  if (zip.size() <= kName) return false;
  return std::ranges::any_of(
      kDocuments, [&](std::string_view name) { return zip.substr(kName).starts_with(name); });
}

}  // namespace

std::optional<ArchiveForm> archive_form(Bytes head) {
  const std::string_view text = as_text(head);
  for (const auto& [mark, form] : kMarks) {
    if (!mark.is_in(text)) continue;
    if (form == ArchiveForm::zip && is_document(text)) return std::nullopt;
    return form;
  }
  return std::nullopt;
}

}  // namespace sojourn
