#include "engine/contained_files.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

#include "engine/image_parts.h"
#include "parsers/containers/container_reader.h"

namespace sojourn {
namespace {

Issue changed() {
  return Issue{.what = "file",
               .wanted = "the bytes that sha256 is of",
               .found = "an archive that changed while it was analysed: copy it and analyze that"};
}

// The files of one container on disk.
class Container {
 public:
  Container(const std::vector<EvidenceFile>& files, const ContainerOptions& options,
            const std::function<void(const ContainedBytes&)>& take)
      : files_(files), options_(options), take_(take) {}

  // `wanted` are places among the files, in the order in which they lie in it.
  void read(std::span<const std::size_t> wanted) {
    const FileDescriptor file = open_evidence(files_[wanted.front()].file);
    const std::vector<FileDescriptor> parts = open_further_parts(files_[wanted.front()].file);
    if (file.is_open()) {
      read_level(file.number(), wanted, 0, 0, parts);
    } else {
      lack(wanted, changed());
    }
  }

 private:
  void lack(std::span<const std::size_t> lacking, const Issue& issue) {
    for (const std::size_t file : lacking) take_({.file = file, .issue = issue});
  }

  void read_level(int container, std::span<const std::size_t> wanted, std::size_t depth,
                  std::uint64_t held_above, std::span<const FileDescriptor> parts = {}) {
    ContainerRequest request{.passwords = options_.passwords,
                             .deleted = options_.deleted,
                             .most_entries = options_.max_entries,
                             .wanted = std::vector<std::uint64_t>()};
    for (const FileDescriptor& part : parts) request.parts.push_back(part.number());
    for (const std::size_t file : wanted) {
      const std::uint64_t number = files_[file].within[depth];
      if (request.wanted->empty() || request.wanted->back() != number)
        request.wanted->push_back(number);
    }
    ContainerReader reader(container, request);
    while (const auto entry = reader.next()) {
      const auto count = [&](const auto& is_meant) {
        return static_cast<std::size_t>(std::ranges::find_if_not(wanted, is_meant) -
                                        wanted.begin());
      };
      const auto number_of = [&](std::size_t file) { return files_[file].within[depth]; };
      // What comes before this one is not there any more.
      const std::size_t lacking =
          count([&](std::size_t file) { return number_of(file) < entry->number; });
      lack(wanted.first(lacking), changed());
      wanted = wanted.subspan(lacking);
      const std::size_t here =
          count([&](std::size_t file) { return number_of(file) == entry->number; });
      if (here > 0) read_entry(reader, wanted.first(here), depth, held_above);
      wanted = wanted.subspan(here);
    }
    lack(wanted, changed());
  }

  void read_entry(ContainerReader& reader, std::span<const std::size_t> wanted, std::size_t depth,
                  std::uint64_t held_above) {
    HeldBytes held = HeldBytes::beside(held_above, options_.temp);
    const EvidenceFile& first = files_[wanted.front()];
    const bool is_log = first.within.size() == depth + 1;
    while (const auto piece = reader.next_piece()) {
      if (is_log && piece->size() > first.size - held.size()) return lack(wanted, changed());
      held.add(*piece);
    }
    if (!is_log) {
      read_level(held.number(), wanted, depth + 1, held_above + held.in_memory());
    } else if (reader.fault() || held.size() != first.size) {
      lack(wanted, changed());
    } else {
      ContainedBytes found{.file = wanted.front(), .bytes = &held};
      if (ByteSource(first.file).state() != first.state) found.issue = changed();
      take_(found);
    }
  }

  const std::vector<EvidenceFile>& files_;
  const ContainerOptions& options_;
  const std::function<void(const ContainedBytes&)>& take_;
};

}  // namespace

void read_contained(const std::vector<EvidenceFile>& files, const ContainerOptions& options,
                    const std::function<void(const ContainedBytes&)>& take) {
  std::vector<std::size_t> order(files.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(
      order, {}, [&](std::size_t file) { return std::tie(files[file].file, files[file].within); });
  Container container(files, options, take);
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && files[order[end]].file == files[order[begin]].file) ++end;
    container.read(std::span(order).subspan(begin, end - begin));
  }
}

}  // namespace sojourn
