#include "parsers/containers/archive_child.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <string_view>

#include "parsers/containers/archive_links.h"
#include "parsers/containers/entry_pipe.h"
#include "parsers/evidence_form.h"

namespace sojourn {
namespace {

using Kind = ContainerFault::Kind;

// Of what is no evidence so much says what else it is, and an archive may have a million of them.
constexpr std::size_t kHeadOfOthers = 4096;

// How libarchive reads the file.
struct Input {
  int file = -1;
  std::int64_t at = 0, size = 0;
  int error = 0;  // of the medium
  std::array<char, 1 << 16> block;
};

la_ssize_t read_block(archive* reader, void* data, const void** block) {
  auto& input = *static_cast<Input*>(data);
  for (;;) {
    const ssize_t count = pread(input.file, input.block.data(), input.block.size(), input.at);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) archive_set_error(reader, input.error = errno, "the file cannot be read");
    if (count > 0) input.at += count;
    *block = input.block.data();
    return count;
  }
}

// Not past the end, nor so far that a number turns over.
la_int64_t skip_bytes(archive*, void* data, la_int64_t count) {
  auto& input = *static_cast<Input*>(data);
  const std::int64_t skipped = std::clamp<std::int64_t>(count, 0, input.size - input.at);
  input.at += skipped;
  return skipped;
}

// NOLINTNEXTLINE(bugprone-easily-swappable-parameters): libarchive's signature
la_int64_t seek_to(archive*, void* data, la_int64_t offset, int whence) {
  auto& input = *static_cast<Input*>(data);
  const std::int64_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? input.at : input.size;
  if (offset < -from || offset > input.size - from) return ARCHIVE_FATAL;
  return input.at = from + offset;
}

struct Free {
  void operator()(archive* reader) const { archive_read_free(reader); }
};

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

class ArchiveChild {
 public:
  ArchiveChild(int file, ArchiveForm form, const ContainerRequest& request, int pipe)
      : reader_(archive_read_new()), form_(form), request_(request), out_(pipe) {
    if (reader_ == nullptr) throw std::bad_alloc();
    struct stat status {};
    if (fstat(file, &status) == 0) input_.size = status.st_size;
    input_.file = file;
  }

  void read() {
    choose_form();
    for (const std::string& password : request_.passwords)
      archive_read_add_passphrase(reader_.get(), password.c_str());
    archive_read_set_seek_callback(reader_.get(), seek_to);
    if (archive_read_open2(reader_.get(), &input_, nullptr, read_block, skip_bytes, nullptr) ==
        ARCHIVE_OK) {
      read_entries();
    } else {
      fault();
    }
    out_.finish();
  }

 private:
  // Nothing else is tried on it: what an archive is, its beginning has said.
  void choose_form() {
    archive* reader = reader_.get();
    switch (form_) {
      case ArchiveForm::zip:
        archive_read_support_format_zip(reader);
        break;
      case ArchiveForm::seven_zip:
        archive_read_support_format_7zip(reader);
        break;
      case ArchiveForm::tar:
        archive_read_support_format_tar(reader);
        break;
      case ArchiveForm::compressed:
        archive_read_support_filter_gzip(reader);
        archive_read_support_filter_bzip2(reader);
        archive_read_support_filter_xz(reader);
        archive_read_support_filter_zstd(reader);
        archive_read_support_format_tar(reader);
        archive_read_support_format_raw(reader);
        break;
    }
  }

  void read_entries() {
    archive_entry* entry = nullptr;
    for (std::uint64_t number = 0;; ++number) {
      if (request_.wanted && wanted_ == request_.wanted->size()) return;
      const int status = archive_read_next_header(reader_.get(), &entry);
      if (status == ARCHIVE_EOF) return tell_lost_links(number);
      if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return fault();
      if (form_ == ArchiveForm::compressed && archive_filter_count(reader_.get()) < 2)
        return out_.fault(Kind::damaged, "nothing that can be decompressed");
      if (number >= request_.most_entries) return out_.fault(Kind::entries, "more entries");
      if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) != nullptr) {
        note_link(entry);
        continue;
      }
      links_.add_file(name_of(entry));
      if (request_.wanted) {
        if ((*request_.wanted)[wanted_] != number) continue;
        ++wanted_;
      }
      if (!read_entry(entry, number)) return fault();
    }
  }

  static const char* name_of(archive_entry* entry) {
    const char* name = archive_entry_pathname_utf8(entry);
    if (name == nullptr) name = archive_entry_pathname(entry);
    return name == nullptr ? "" : name;
  }

  void note_link(archive_entry* entry) {
    if (const char* const target = archive_entry_hardlink(entry)) {
      links_.add_hard(name_of(entry), target);
    } else if (const char* const led_to = archive_entry_symlink(entry)) {
      links_.add_symbolic(name_of(entry), led_to);
    }
  }

  // As entries behind the last, which have no bytes.
  void tell_lost_links(std::uint64_t number) {
    if (request_.wanted) return;
    for (const auto& [name, target] : links_.lost()) {
      out_.entry({.number = number++}, name, {});
      out_.fault(Kind::damaged, "a link to " + target + ", which leads to no file of the archive");
    }
  }

  // False where there is no going on behind it.
  bool read_entry(archive_entry* entry, std::uint64_t number) {
    EntryFigures figures{.number = number};
    if (archive_entry_size_is_set(entry) != 0 && archive_entry_size(entry) >= 0)
      figures.size = static_cast<std::uint64_t>(archive_entry_size(entry));
    if (archive_entry_mtime_is_set(entry) != 0) {
      figures.modified_s = archive_entry_mtime(entry);
      figures.modified_ns = archive_entry_mtime_nsec(entry);
    }
    // What has no name in it libarchive calls "data".
    const bool is_raw = archive_format(reader_.get()) == ARCHIVE_FORMAT_RAW;
    const std::string_view told = is_raw ? "" : name_of(entry);

    std::size_t filled = 0;
    la_ssize_t count = read_data(std::span(buffer_).first(kHeadOfForm));
    while (count > 0) {
      filled += static_cast<std::size_t>(count);
      if (filled == kHeadOfForm) break;
      count = read_data(std::span(buffer_).subspan(filled, kHeadOfForm - filled));
    }
    const Bytes head = Bytes(buffer_).first(filled);
    figures.has_bytes = count >= 0 && (request_.wanted || evidence_form(head)) ? 1 : 0;
    out_.entry(figures, told,
               figures.has_bytes != 0 ? head : head.first(std::min(filled, kHeadOfOthers)));
    if (count < 0) return fault_of_entry(entry, static_cast<int>(count));
    if (figures.has_bytes != 0) {
      while ((count = read_data(buffer_)) > 0)
        out_.bytes(Bytes(buffer_).first(static_cast<std::size_t>(count)));
      if (count < 0) return fault_of_entry(entry, static_cast<int>(count));
    }
    out_.end();
    return true;
  }

  la_ssize_t read_data(std::span<std::uint8_t> into) {
    la_ssize_t count = ARCHIVE_RETRY;
    for (int tries = 0; count == ARCHIVE_RETRY && tries < 16; ++tries)
      count = archive_read_data(reader_.get(), into.data(), into.size());
    return count;
  }

  // libarchive tells what it cannot do only in words.
  Kind kind_of(std::string_view words) const {
    if (contains(words, "assphrase")) return Kind::password;
    if (contains(words, "ncrypt")) return Kind::encrypted;
    if (contains(words, "nsupported ZIP compression")) return Kind::packed;
    return Kind::damaged;
  }

  std::string words() const {
    if (input_.error != 0)
      return std::string("a file that cannot be read: ") + strerror(input_.error);
    const char* text = archive_error_string(reader_.get());
    return text == nullptr ? "something else" : text;
  }

  bool fault_of_entry(archive_entry* entry, int status) {
    const std::string found = words();
    Kind kind = kind_of(found);
    // Of what a wrong password lets through, the sums are wrong.
    if (kind == Kind::damaged && archive_entry_is_data_encrypted(entry) != 0) kind = Kind::password;
    out_.fault(kind, found);
    return status != ARCHIVE_FATAL;
  }

  void fault() {
    const std::string found = words();
    out_.fault(kind_of(found), found);
  }

  std::unique_ptr<archive, Free> reader_;
  const ArchiveForm form_;
  const ContainerRequest& request_;
  EntryWriter out_;
  Input input_;
  ArchiveLinks links_;
  std::size_t wanted_ = 0;  // those of request_.wanted that were met
  std::array<std::uint8_t, 1 << 16> buffer_;
};

}  // namespace

void read_archive(int file, ArchiveForm form, const ContainerRequest& request, int pipe) {
  setlocale(LC_CTYPE, "C.UTF-8");  // libarchive makes names out of it
  const auto child = std::make_unique<ArchiveChild>(file, form, request, pipe);
  child->read();
}

}  // namespace sojourn
