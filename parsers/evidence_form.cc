#include "parsers/evidence_form.h"

#include <algorithm>
#include <string_view>

#include "parsers/byte_text.h"
#include "parsers/containers/archive_form.h"
#include "parsers/containers/image_form.h"
#include "parsers/json_export.h"
#include "parsers/xml_export.h"

namespace sojourn {
namespace {

constexpr std::string_view kLog{"ElfFile\0", 8};
constexpr std::size_t kFirstElement = 4096;  // in which that of an export as XML begins

}  // namespace

std::optional<EvidenceForm> evidence_form(Bytes head) {
  head = head.first(std::min(head.size(), kHeadOfForm));
  if (as_text(head).starts_with(kLog)) return EvidenceForm::log;
  if (archive_form(head)) return EvidenceForm::archive;
  if (reads_images() && image_form(head)) return EvidenceForm::image;
  if (begins_xml_export(head.first(std::min(head.size(), kFirstElement)))) return EvidenceForm::xml;
  if (begins_json_export(head)) return EvidenceForm::json;
  return std::nullopt;
}

}  // namespace sojourn
