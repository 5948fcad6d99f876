#include "parsers/libevtx_reader.h"

// libevtx as packaged says that it can use libbfio, whose header is in another package.
#include <libevtx/features.h>
#undef LIBEVTX_HAVE_BFIO
#include <libevtx.h>

#include <array>
#include <utility>

#include "parsers/event_reader.h"
#include "parsers/event_xml.h"
#include "schema/catalog.h"

namespace sojourn {

static_assert(EventReader<LibevtxReader>);

namespace {

// More than any record's XML: a record ends within its chunk of 64 KiB, and a byte of UTF-16
// becomes at most six characters of XML.
constexpr std::size_t kLargestXml = std::size_t{1} << 20;

// libevtx's account of what went wrong, its first line, and the error freed.
std::string take_message(libevtx_error_t*& error) {
  if (error == nullptr) return "no reason given";
  std::array<char, 512> text{};
  libevtx_error_sprint(error, text.data(), text.size());
  libevtx_error_free(&error);
  std::string message(text.data());
  return message.substr(0, message.find('\n'));
}

class Record {
 public:
  ~Record() { libevtx_record_free(&record_, nullptr); }
  Record() = default;
  Record(const Record&) = delete;
  Record& operator=(const Record&) = delete;

  libevtx_record_t** out() { return &record_; }
  libevtx_record_t* get() const { return record_; }

 private:
  libevtx_record_t* record_ = nullptr;
};

}  // namespace

struct LibevtxReader::Handle {
  libevtx_file_t* file = nullptr;

  ~Handle() {
    if (file == nullptr) return;
    libevtx_file_close(file, nullptr);
    libevtx_file_free(&file, nullptr);
  }
};

LibevtxReader::LibevtxReader(const std::filesystem::path& path, Strings& strings)
    : strings_(strings), file_(std::make_unique<Handle>()) {
  libevtx_error_t* error = nullptr;
  if (libevtx_file_initialize(&file_->file, &error) != 1 ||
      libevtx_file_open(file_->file, path.c_str(), LIBEVTX_OPEN_READ, &error) != 1 ||
      libevtx_file_get_number_of_records(file_->file, &count_, &error) != 1) {
    count_ = 0;
    ready_.push_back(Issue{.what = "file", .wanted = "an event log", .found = take_message(error)});
  } else if (libevtx_file_is_corrupted(file_->file, nullptr) == 1) {
    ready_.push_back(
        Issue{.what = "file",
              .wanted = "an event log without damage",
              .found = "corrupted chunks or records: what can be read of them is read"});
  }
}

LibevtxReader::~LibevtxReader() = default;

std::optional<Result<Event>> LibevtxReader::next() {
  while (ready_.empty() && index_ < count_) read_record();
  if (ready_.empty()) return std::nullopt;
  Result<Event> result = std::move(ready_.front());
  ready_.pop_front();
  return result;
}

// Renders a record only when the catalog may know it: most of a log is something else.
void LibevtxReader::read_record() {
  const int index = index_++;
  ++records_;
  libevtx_error_t* error = nullptr;
  Record record;
  const auto fail = [&](std::string_view wanted) {
    Issue issue{.what = "record", .wanted = std::string(wanted), .found = take_message(error)};
    std::uint64_t number = 0;
    off64_t offset = 0;
    if (record.get() != nullptr) {
      if (libevtx_record_get_identifier(record.get(), &number, nullptr) == 1) issue.record = number;
      if (libevtx_record_get_offset(record.get(), &offset, nullptr) == 1 && offset >= 0) {
        issue.offset = static_cast<std::uint64_t>(offset);
      }
    }
    ready_.push_back(std::move(issue));
  };

  if (libevtx_file_get_record_by_index(file_->file, index, record.out(), &error) != 1) {
    return fail("record " + std::to_string(index + 1) + " of " + std::to_string(count_));
  }
  std::uint32_t event_id = 0;
  if (libevtx_record_get_event_identifier(record.get(), &event_id, &error) != 1) {
    return fail("an event id");
  }
  if (!any_spec_has(event_id)) return;
  std::size_t size = 0;
  if (libevtx_record_get_utf8_xml_string_size(record.get(), &size, &error) != 1) {
    return fail("XML");
  }
  if (size == 0 || size > kLargestXml)
    return fail("XML of at most " + std::to_string(kLargestXml) + " bytes");
  xml_.resize(size);
  if (libevtx_record_get_utf8_xml_string(record.get(), reinterpret_cast<std::uint8_t*>(xml_.data()),
                                         size, &error) != 1) {
    return fail("XML");
  }
  auto read = read_event_xml(std::string_view(xml_).substr(0, size - 1), strings_);
  if (!read) return;
  if (!*read) {
    Issue issue = read->issue();
    std::uint64_t number = 0;
    if (libevtx_record_get_identifier(record.get(), &number, nullptr) == 1) issue.record = number;
    ready_.push_back(std::move(issue));
    return;
  }
  ready_.push_back(read->value().event);
  for (Issue& issue : read->value().field_issues) ready_.push_back(std::move(issue));
}

}  // namespace sojourn
