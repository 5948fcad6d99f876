// Looks through containers for event logs, at any depth, and hashes them. Nothing is unpacked.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "engine/container_options.h"
#include "engine/evidence_list.h"
#include "parsers/containers/container_reader.h"
#include "parsers/containers/held_bytes.h"

namespace sojourn {

// "collection.zip!/C/Windows/Security.evtx". It names nothing on this machine and is never opened.
std::filesystem::path path_in(const std::filesystem::path& container, const std::string& entry);

class ContainerSearch {
 public:
  // Puts what it finds into `list`. Both must outlive this.
  ContainerSearch(const ContainerOptions& options, EvidenceList& list)
      : options_(options), list_(list), total_left_(options.max_total) {}

  // Throws std::runtime_error where the system gives no process or no room.
  void look_through(const std::filesystem::path& path, EvidenceForm form, const FileState& state);

 private:
  // A container in hand, in others or by itself.
  struct Level {
    EvidenceFile place;            // path, file, within, form, state
    std::uint64_t held_above = 0;  // bytes in memory of those that it lies in
    std::map<ContainerFault::Kind, std::uint64_t> locked = {};  // entries that are encrypted
    std::string first_locked = {};
  };

  // A container within another that was met, and that others may be copies of.
  struct Known {
    EvidenceFile place;
    std::size_t first = 0, last = 0;  // of what the list has of them, `last` behind the last
  };

  // `parts` are those in which it goes on.
  bool look_at(int file, Level& level, std::span<const FileDescriptor> parts = {});
  bool look_at_entry(ContainerReader& reader, const ContainerEntry& entry, Level& level);
  bool hash_log(ContainerReader& reader, EvidenceFile&& file, Level& level);
  bool look_into(ContainerReader& reader, const EvidenceFile& place, Level& level);
  void add_copies(const Known& known, const EvidenceFile& place);
  template <class Consume>
  bool take_bytes(ContainerReader& reader, Consume consume);
  void note_fault(const ContainerFault& fault, const EvidenceFile& at, Level* level);
  void note_locked(const Level& level);
  void add_issue(const std::filesystem::path& path, Issue issue);

  const ContainerOptions& options_;
  EvidenceList& list_;
  std::uint64_t total_left_;                 // bytes that may come out of containers
  std::uint64_t entries_left_ = 0;           // of the file in hand and all that lies in it
  std::uint64_t left_ = 0;                   // of them, out of the file in hand
  std::uint64_t issues_ = 0, unlisted_ = 0;  // of the file in hand
  std::map<std::string, Known> known_;       // by hash: the same bytes are not gone through twice
};

}  // namespace sojourn
