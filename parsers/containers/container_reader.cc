#include "parsers/containers/container_reader.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "parsers/byte_text.h"
#include "parsers/containers/archive_child.h"
#include "parsers/containers/archive_form.h"
#include "parsers/containers/entry_pipe.h"
#include "parsers/containers/image_child.h"
#include "parsers/containers/image_form.h"
#include "parsers/evidence_form.h"
#include "parsers/well_formed.h"

namespace sojourn {
namespace {

// What a container says of itself is small beside what it holds: the time follows what comes out.
constexpr ReadLimits kLimits{.memory = std::uint64_t{512} << 20,
                             .processor_seconds = 60,
                             .processor_seconds_per_megabyte = 5,
                             .wall_milliseconds = 180'000};

ReadLimits limits_of(const ContainerRequest& request) {
  ReadLimits limits = kLimits;
  limits.descriptors += request.parts.size();
  return limits;
}

// Nothing for what no clock of Windows shows.
std::optional<Timestamp> time_of(const EntryFigures& figures) {
  constexpr std::int64_t kFirst = -11'644'473'600, kLast = 253'402'300'799;  // 1601, 9999
  if (figures.modified_s < kFirst || figures.modified_s > kLast) return std::nullopt;
  if (figures.modified_ns < 0 || figures.modified_ns > 999'999'999) return std::nullopt;
  return Timestamp(Ticks(figures.modified_s * 10'000'000 + figures.modified_ns / 100));
}

// What the child does.
void read_container(int file, const ContainerRequest& request, int pipe) {
  std::array<std::uint8_t, kHeadOfForm> head{};
  const ssize_t size = pread(file, head.data(), head.size(), 0);
  const Bytes begin = Bytes(head).first(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  if (const auto form = archive_form(begin)) return read_archive(file, *form, request, pipe);
#ifdef SOJOURN_IMAGES
  if (const auto form = image_form(begin)) {
    std::vector<int> files = {file};
    for (std::size_t i = 0; i < request.parts.size(); ++i)
      files.push_back(kConfinedFurther + static_cast<int>(i));
    return read_image(files, *form, request, pipe);
  }
#endif
  EntryWriter answer(pipe);
  answer.fault(ContainerFault::Kind::damaged, "other content");
  answer.finish();
}

}  // namespace

ContainerReader::ContainerReader(int file, const ContainerRequest& request)
    : child_(
          file, limits_of(request),
          [&](int pipe) { read_container(kConfinedEvidence, request, pipe); }, request.parts),
      entries_left_(request.most_entries) {}

ContainerReader::ContainerReader(FileDescriptor answer, const ContainerRequest& request)
    : child_(std::move(answer)), entries_left_(request.most_entries) {}

void ContainerReader::end_with(ContainerFault::Kind kind, std::string found) {
  is_over_ = true;
  is_in_entry_ = false;
  fault_ = end_ = {kind, std::move(found)};
}

void ContainerReader::take_hash() {
  const auto hash = child_.take_text(kLongestFault);
  if (!hash || hash->empty()) return end_with(ContainerFault::Kind::reader, child_.nonsense());
  stored_hash_ = as_utf8(*hash);
}

void ContainerReader::take_fault() {
  const auto kind = child_.take_value<ContainerFault::Kind>();
  auto found = kind ? child_.take_text(kLongestFault) : std::nullopt;
  if (!found || *kind > ContainerFault::Kind::reader) {
    end_with(ContainerFault::Kind::reader, child_.nonsense());
    return;
  }
  fault_ = {*kind, as_utf8(*found)};
}

std::optional<ContainerEntry> ContainerReader::take_entry() {
  const auto figures = child_.take_value<EntryFigures>();
  auto name = figures ? child_.take_text(kLongestName) : std::nullopt;
  auto head = name ? child_.take_text(kHeadOfForm) : std::nullopt;
  if (!head || (number_ && figures->number <= *number_)) {
    end_with(ContainerFault::Kind::reader, child_.nonsense());
    return std::nullopt;
  }
  if (entries_left_ == 0) {
    end_with(ContainerFault::Kind::entries, "more entries");
    return std::nullopt;
  }
  --entries_left_;
  number_ = figures->number;
  size_said_.reset();
  if (figures->size != kNoNumber) size_said_ = figures->size;
  has_bytes_ = figures->has_bytes != 0;
  piece_ = *head;
  is_head_ = is_in_entry_ = true;
  size_ = 0;
  return ContainerEntry{.number = figures->number,
                        .name = as_utf8(*name),
                        .size = size_said_,
                        .modified = time_of(*figures),
                        .head = *std::move(head),
                        .has_bytes = has_bytes_};
}

std::optional<ContainerEntry> ContainerReader::next() {
  while (is_in_entry_) next_piece();
  fault_ = end_;
  while (!is_over_) {
    const auto frame = child_.take_value<EntryFrame>();
    if (!frame) {
      end_with(ContainerFault::Kind::reader, child_.ending());
    } else if (*frame == EntryFrame::entry) {
      if (auto entry = take_entry()) return entry;
    } else if (*frame == EntryFrame::hash && !number_ && stored_hash_.empty()) {
      take_hash();
    } else if (*frame == EntryFrame::fault && !fault_) {
      take_fault();
    } else if (*frame == EntryFrame::finish) {
      is_over_ = true;
    } else {
      end_with(ContainerFault::Kind::reader, child_.nonsense());
    }
  }
  return std::nullopt;
}

std::optional<Bytes> ContainerReader::next_piece() {
  const auto given = [&]() -> std::optional<Bytes> {
    size_ += piece_.size();
    return as_bytes(piece_);
  };
  if (!is_in_entry_) return std::nullopt;
  if (std::exchange(is_head_, false) && has_bytes_ && !piece_.empty()) return given();
  const auto frame = child_.take_value<EntryFrame>();
  if (!frame) {
    end_with(ContainerFault::Kind::reader, child_.ending());
  } else if (*frame == EntryFrame::bytes && has_bytes_) {
    if (auto piece = child_.take_text(kLongestPiece); piece && !piece->empty()) {
      piece_ = *std::move(piece);
      return given();
    }
    end_with(ContainerFault::Kind::reader, child_.nonsense());
  } else if (*frame == EntryFrame::fault) {
    is_in_entry_ = false;
    take_fault();
  } else if (*frame == EntryFrame::end) {
    is_in_entry_ = false;
    if (has_bytes_ && size_said_ && *size_said_ != size_) {
      fault_ = {ContainerFault::Kind::damaged,
                std::to_string(size_) + " bytes, where it says " + std::to_string(*size_said_)};
    }
  } else {
    end_with(ContainerFault::Kind::reader, child_.nonsense());
  }
  return std::nullopt;
}

}  // namespace sojourn
